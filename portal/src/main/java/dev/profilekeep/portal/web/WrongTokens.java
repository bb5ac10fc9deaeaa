package dev.profilekeep.portal.web;

import dev.profilekeep.config.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts wrong tokens by address: more than {@value #MOST} within a minute are answered "later". A right token is not held up by
 * wrong ones of its neighbours: behind one address there may be many hosts, and a secret of 256 bits is not found by trying. Safe
 * for several threads; remembers the last {@value #ADDRESSES} addresses.
 */
final class WrongTokens {
    static final int MOST = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(WrongTokens.class);
    private static final int ADDRESSES = 10_000;
    private static final int PREFIX_BYTES = 8;

    private final Clock clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > ADDRESSES;
        }
    };

    WrongTokens(Clock clock) {
        this.clock = clock;
    }

    /** How many since when. */
    private record Seen(Instant since, int count) {}

    /** Counts one; says for how long further ones are answered "later", if it was one too many. */
    synchronized Optional<Duration> count(String address) {
        String key = key(address);
        Instant now = clock.instant();
        Seen before = seen.get(key);
        Seen after = before == null || !now.isBefore(before.since().plus(WINDOW))
                ? new Seen(now, 1)
                : new Seen(before.since(), before.count() + 1);
        seen.put(key, after);
        if (after.count() == MOST + 1) {
            LOG.warn("tokens=refused from={}: more than {} wrong ones within a minute", key, MOST);
        }
        return after.count() <= MOST
                ? Optional.empty()
                : Optional.of(Duration.between(now, after.since().plus(WINDOW)).plusSeconds(1));
    }

    /** An IPv4 address, or the network of an IPv6 address: whoever has one address of it has them all. */
    private static String key(String address) {
        InetAddress parsed = AddressRange.address(address);
        return parsed instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES)) + "::/64"
                : address;
    }
}
