package dev.profilekeep.security.saml;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows SIDs as identity providers write them, [MS-DTYP] 2.4.2: as text, or as base64 of the bytes that Active
 * Directory keeps in objectSid.
 *
 * <pre>
 * offset | size | field
 * 0      | 1    | revision, 1
 * 1      | 1    | n, the count of sub-authorities, 1 to 15
 * 2      | 6    | identifier authority, big-endian
 * 8      | 4·n  | sub-authorities, little-endian
 * </pre>
 */
final class Sids {

    private static final Pattern TEXT = Pattern.compile("S-1-(\\d{1,15})((?:-\\d{1,10}){1,15})");
    private static final Pattern GUID =
            Pattern.compile("([0-9A-Fa-f]{8})-([0-9A-Fa-f]{4})-([0-9A-Fa-f]{4})-([0-9A-Fa-f]{4})-([0-9A-Fa-f]{12})");
    private static final int HEADER_BYTES = 8;
    private static final int MOST_SUB_AUTHORITIES = 15;
    private static final long LARGEST_AUTHORITY = (1L << 48) - 1;
    private static final long LARGEST_SUB_AUTHORITY = (1L << 32) - 1;

    private Sids() {}

    /** The SID in its usual text form, or empty if this is none. */
    static Optional<String> parse(String value) {
        String trimmed = value.strip();
        Matcher text = TEXT.matcher(trimmed.toUpperCase(Locale.ROOT));
        if (text.matches()) {
            return fromText(text);
        }
        try {
            return fromBytes(ByteBuffer.wrap(Base64.getDecoder().decode(trimmed)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The SID under which Windows knows a person of Microsoft Entra ID alone: authority 12, then 1, then the 16 bytes of the
     * object id as Windows lays a GUID out in memory ([MS-DTYP] 2.3.4.2), as four little-endian numbers. The form is documented,
     * the arithmetic is known from the field: docs/sign-in.md.
     */
    static Optional<String> fromObjectId(String value) {
        Matcher guid = GUID.matcher(value.strip());
        if (!guid.matches()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(Integer.parseUnsignedInt(guid.group(1), 16));
        bytes.putShort((short) Integer.parseInt(guid.group(2), 16));
        bytes.putShort((short) Integer.parseInt(guid.group(3), 16));
        bytes.order(ByteOrder.BIG_ENDIAN);
        bytes.putLong(Long.parseUnsignedLong(guid.group(4) + guid.group(5), 16));
        bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(0) == 0 && bytes.getLong(8) == 0) {
            return Optional.empty(); // nobody's
        }
        StringBuilder sid = new StringBuilder("S-1-12-1");
        while (bytes.hasRemaining()) {
            sid.append('-').append(Integer.toUnsignedString(bytes.getInt()));
        }
        return Optional.of(sid.toString());
    }

    private static Optional<String> fromText(Matcher text) {
        long authority = Long.parseLong(text.group(1));
        if (authority > LARGEST_AUTHORITY) {
            return Optional.empty();
        }
        StringBuilder sid = new StringBuilder("S-1-").append(authority);
        for (String part : text.group(2).substring(1).split("-")) {
            long sub = Long.parseLong(part);
            if (sub > LARGEST_SUB_AUTHORITY) {
                return Optional.empty();
            }
            sid.append('-').append(sub);
        }
        return Optional.of(sid.toString());
    }

    private static Optional<String> fromBytes(ByteBuffer bytes) {
        if (bytes.limit() <= HEADER_BYTES || bytes.get(0) != 1) {
            return Optional.empty();
        }
        int count = bytes.get(1);
        if (count < 1 || count > MOST_SUB_AUTHORITIES || bytes.limit() != HEADER_BYTES + 4 * count) {
            return Optional.empty();
        }
        long authority = bytes.order(ByteOrder.BIG_ENDIAN).getLong(0) & LARGEST_AUTHORITY;
        StringBuilder sid = new StringBuilder("S-1-").append(authority);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            sid.append('-').append(Integer.toUnsignedLong(bytes.getInt(HEADER_BYTES + 4 * i)));
        }
        return Optional.of(sid.toString());
    }
}
