package dev.profilekeep.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses that begin with the same bits: one address, or a block as {@code 10.0.1.0/24}. Immutable. Nothing here asks a
 * name server.
 *
 * @param first the address whose leading bits count; all others are zero
 * @param bits how many of them count, at least 8 (IPv4) or 16 (IPv6)
 */
public record AddressRange(InetAddress first, int bits) {
    /** As wide as the widest private network, 10.0.0.0/8. */
    private static final int WIDEST_FOUR = 8;
    /** As wide as what a provider of addresses gets; fd00::/8 is never one network, but many of /48. */
    private static final int WIDEST_SIX = 16;

    private static final Pattern FOUR = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** @throws IllegalArgumentException with what is wrong with {@code text} */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("not an IP address: '" + text + "'");
        }
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : bits(text.substring(slash + 1), all, text);
        int widest = all == 32 ? WIDEST_FOUR : WIDEST_SIX;
        if (bits < widest) {
            throw new IllegalArgumentException("'" + text + "' is wider than anybody's network: at least /" + widest
                    + " for IPv" + (all == 32 ? 4 : 6));
        }
        byte[] masked = masked(address.getAddress(), bits);
        try {
            InetAddress first = InetAddress.getByAddress(masked);
            if (!first.equals(address)) {
                throw new IllegalArgumentException("'" + text + "' is an address inside a range; the range is "
                        + first.getHostAddress() + "/" + bits);
            }
            return new AddressRange(first, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: '" + text + "'", e);
        }
    }

    /** An address written in digits, an interface's name at its end left out; null if {@code text} is none. */
    public static @Nullable InetAddress address(String text) {
        int zone = text.indexOf('%');
        String digits = zone < 0 ? text : text.substring(0, zone);
        if (!FOUR.matcher(digits).matches() && !SIX.matcher(digits).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Whether {@code address} is one of them. */
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        return mine.length == other.length && Arrays.equals(mine, masked(other, bits));
    }

    private static int bits(String text, int all, String range) {
        if (text.matches("\\d{1,3}")) {
            int bits = Integer.parseInt(text);
            if (bits == 0) {
                throw new IllegalArgumentException("'" + range + "' is every address there is");
            }
            if (bits <= all) {
                return bits;
            }
        }
        throw new IllegalArgumentException("'" + range + "' must end in a number of bits from "
                + (all == 32 ? WIDEST_FOUR : WIDEST_SIX) + " to " + all);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int counting = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
            masked[i] &= (byte) (0xFF << (Byte.SIZE - counting));
        }
        return masked;
    }
}
