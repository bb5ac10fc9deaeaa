package dev.profilekeep.portal.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.AddressRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class CallerValveTest {
    @ParameterizedTest(name = "{0} says {1}: {2}")
    @CsvSource({
        // nobody in between, or nobody who is believed
        "203.0.113.9, '', 203.0.113.9",
        "203.0.113.9, 127.0.0.1, 203.0.113.9",
        "192.168.1.4, 127.0.0.1, 192.168.1.4",
        // the proxy's own word counts, not what the caller had written before it
        "10.0.0.5, 203.0.113.9, 203.0.113.9",
        "10.0.0.5, '127.0.0.1, 203.0.113.9', 203.0.113.9",
        "10.0.0.5, '127.0.0.1, 203.0.113.9, 10.1.2.3', 203.0.113.9",
        "10.0.0.5, 203.0.113.9:4711, 203.0.113.9",
        "10.0.0.5, '[2001:db8::7]:4711', 2001:db8:0:0:0:0:0:7",
        "0:0:0:0:0:0:0:1, 203.0.113.9, 203.0.113.9",
        // what is no address ends the way back
        "10.0.0.5, 'unknown', 10.0.0.5",
        "10.0.0.5, '203.0.113.9, evil.example', 10.0.0.5",
    })
    void the_caller_is_found_as_far_back_as_proxies_are_believed(String peer, String header, String caller) {
        List<AddressRange> proxies =
                List.of(AddressRange.parse("10.0.0.5"), AddressRange.parse("10.1.0.0/16"), AddressRange.parse("::1"));
        assertThat(CallerValve.caller(peer, List.of(header.split(",")), proxies))
                .isEqualTo(caller);
    }

    @Test
    void nobody_is_believed_unless_named() {
        assertThat(CallerValve.caller("127.0.0.1", List.of("203.0.113.9"), List.of()))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "0:0:0:0:0:0:0:1"})
    void the_loopback_is_this_machine(String peer) {
        assertThat(Caller.isThisMachine(from(peer))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.1", "192.0.2.7", "fe80:0:0:0:0:0:0:1%eth0", "localhost", ""})
    void every_other_address_is_not_even_our_own(String peer) {
        MockHttpServletRequest request = from(peer);
        request.setLocalAddr(peer);
        assertThat(Caller.isThisMachine(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "Forwarded-For",
                "X-Forwarded-For",
                "x-forwarded-proto",
                "X-Forwarded-Host",
                "X_Forwarded_For",
                "X-Original-Forwarded-For",
                "X-Real-IP",
                "Via",
                "CDN-Loop",
                "True-Client-IP",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "WL-Proxy-Client-IP",
                "CF-Connecting-IP",
                "CF-Ray",
                "Fastly-Client-IP",
                "X-Azure-ClientIP",
                "X-Envoy-External-Address",
                "X-AppEngine-User-IP",
                "X-Original-URL"
            })
    void what_was_passed_on_does_not_come_from_this_machine(String header) {
        MockHttpServletRequest request = from("127.0.0.1");
        request.addHeader(header, "127.0.0.1");
        assertThat(Caller.isThisMachine(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Accept", "User-Agent", "X-CSRF-TOKEN", "Cookie", "Content-Type", "Host"})
    void what_a_caller_says_for_itself_is_no_hint_of_a_proxy(String header) {
        MockHttpServletRequest request = from("127.0.0.1");
        request.addHeader(header, "x");
        assertThat(Caller.isThisMachine(request)).isTrue();
    }

    private static MockHttpServletRequest from(String peer) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        return request;
    }
}
