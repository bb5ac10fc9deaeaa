package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WrongTokensTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));
    private final WrongTokens wrong = new WrongTokens(new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private void many(String address) {
        for (int i = 0; i < WrongTokens.MOST; i++) {
            assertThat(wrong.count(address)).isEmpty();
        }
    }

    @Test
    void one_more_than_many_is_told_when_to_come_again_and_then_it_begins_anew() {
        many("198.51.100.7");
        now.updateAndGet(before -> before.plusSeconds(20));
        assertThat(wrong.count("198.51.100.7")).contains(Duration.ofSeconds(41));
        assertThat(wrong.count("198.51.100.8")).isEmpty();
        now.updateAndGet(before -> before.plusSeconds(40));
        assertThat(wrong.count("198.51.100.7")).isEmpty();
    }

    @Test
    void of_an_ipv6_address_its_network_counts() {
        many("2001:db8:1:2::7");
        assertThat(wrong.count("2001:db8:1:2:ffff::8")).isPresent();
        assertThat(wrong.count("2001:db8:1:3::7")).isEmpty();
    }

    @Test
    void addresses_without_end_do_not_fill_the_memory_and_the_latest_are_remembered() {
        many("198.51.100.7");
        for (int i = 0; i < 9_999; i++) {
            wrong.count("10.0." + i / 256 + "." + i % 256);
        }
        assertThat(wrong.count("198.51.100.7"))
                .as("still among the last ten thousand")
                .isPresent();
        for (int i = 0; i < 10_000; i++) {
            wrong.count("10.1." + i / 256 + "." + i % 256);
        }
        assertThat(wrong.count("198.51.100.7")).as("forgotten").isEmpty();
    }

    @Test
    void what_is_no_address_counts_as_it_is() {
        many("unknown");
        assertThat(wrong.count("unknown")).isPresent();
    }
}
