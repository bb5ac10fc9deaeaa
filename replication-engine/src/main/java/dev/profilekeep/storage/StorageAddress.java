package dev.profilekeep.storage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a location is: a folder of this machine or of a share. It never holds a password.
 *
 * <pre>
 * smb://host[:port]/share[/folder…]     names %-encoded where needed, [v6 address] in brackets
 * \\host\share\folder                   as Windows writes it, which knows no port; taken literally
 * file:///absolute/path                 %-encoded
 * relative/or/absolute/path             taken literally
 * </pre>
 */
public sealed interface StorageAddress {
    /** SMB's port, [MS-SMB2] 2.1. */
    int SMB_PORT = 445;

    /** The form that {@link #parse} reads back as an equal address. */
    @Override
    String toString();

    /** @param folder as given; absolute when made by {@link #parse} */
    record Local(Path folder) implements StorageAddress {
        @Override
        public String toString() {
            return folder.toString();
        }
    }

    /**
     * @param host name or address, without brackets
     * @param folder inside the share; {@link StoragePath#ROOT} for the share itself
     */
    record Smb(String host, int port, String share, StoragePath folder) implements StorageAddress {
        public Smb {
            if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || "/\\@?#%".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("not a host name: '" + host + "'");
            }
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
            }
            if (share.isEmpty() || share.chars().anyMatch(c -> c < ' ' || "/\\:*?\"<>|".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("not a share name: '" + share + "'");
            }
        }

        /** As Windows writes it: {@code \\host\share\folder}; without the port. */
        public String unc() {
            String root = "\\\\" + host + "\\" + share;
            return folder.value().isEmpty()
                    ? root
                    : root + "\\" + folder.value().replace('/', '\\');
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("smb://");
            text.append(host.indexOf(':') >= 0 ? "[" + host + "]" : host);
            if (port != SMB_PORT) {
                text.append(':').append(port);
            }
            text.append('/').append(encode(share));
            if (!folder.value().isEmpty()) {
                for (String name : folder.value().split("/", -1)) {
                    text.append('/').append(encode(name));
                }
            }
            return text.toString();
        }
    }

    /** @throws IllegalArgumentException saying what is wrong with {@code text} and how it should look */
    static StorageAddress parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the address is empty: " + FORMS);
        }
        if (text.startsWith("\\\\")) {
            return parseUnc(text);
        }
        int scheme = text.indexOf("://");
        if (scheme > 0 && text.substring(0, scheme).chars().allMatch(Character::isLetterOrDigit)) {
            return switch (text.substring(0, scheme).toLowerCase(Locale.ROOT)) {
                case "smb" -> parseSmb(text, text.substring(scheme + 3));
                case "file" -> parseFile(text, text.substring(scheme + 3));
                default ->
                    throw new IllegalArgumentException("unknown kind '" + text.substring(0, scheme) + "' in '"
                            + withoutUser(text) + "': " + FORMS);
            };
        }
        if (text.regionMatches(true, 0, "smb:", 0, 4) || text.startsWith("//")) {
            throw new IllegalArgumentException("'" + withoutUser(text) + "' lacks its beginning: " + FORMS);
        }
        return local(text, text);
    }

    /** How an address may be written, for messages. */
    String FORMS = "write smb://host/share/folder, \\\\host\\share\\folder, file:///absolute/path or a path";

    private static Smb parseSmb(String whole, String rest) {
        String text = withoutUser(whole);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("'" + text
                    + "' names a user or password: an address is shown and logged, so leave them out and give them as the"
                    + " location's credentials");
        }
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' has '?' or '#': no share name or folder can hold '?'; write '#' as %23");
        }
        String host = authority;
        int port = SMB_PORT;
        int bracket = authority.startsWith("[") ? authority.indexOf(']') : 0;
        if (bracket < 0) {
            throw new IllegalArgumentException("'" + text + "' has an address in brackets that does not end");
        }
        int colon = authority.indexOf(':', bracket);
        if (colon >= 0) {
            host = authority.substring(0, colon);
            port = parsePort(text, authority.substring(colon + 1));
        }
        if (host.startsWith("[")) {
            host = host.substring(1, bracket);
        }
        List<String> names = new ArrayList<>();
        for (String name : (slash < 0 ? "" : rest.substring(slash + 1)).split("/")) {
            if (!name.isEmpty()) {
                names.add(decode(text, name));
            }
        }
        return smb(text, host, port, names);
    }

    private static Smb parseUnc(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.substring(2).split("[\\\\/]")) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no host: write \\\\host\\share\\folder");
        }
        String host = names.remove(0);
        if (host.indexOf('@') >= 0) {
            throw new IllegalArgumentException("'\\\\…" + host.substring(host.lastIndexOf('@'))
                    + "' is not a host: WebDAV and user names have no place in an address");
        }
        // More colons than one are an address of version 6.
        if (host.indexOf('[') >= 0 || host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
            throw new IllegalArgumentException("'" + withoutUser(text)
                    + "': a port cannot stand in \\\\host\\share: write smb://host:port/share/folder");
        }
        return smb(text, host, SMB_PORT, names);
    }

    private static Smb smb(String text, String host, int port, List<String> names) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no host: write smb://host/share/folder");
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no share: write smb://host/share/folder");
        }
        try {
            String share = names.remove(0);
            for (String name : names) {
                if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0) {
                    throw new IllegalArgumentException("a folder's name cannot be '" + name + "'");
                }
            }
            return new Smb(host, port, share, StoragePath.of(String.join("/", names)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
        }
    }

    private static int parsePort(String text, String port) {
        if (port.isEmpty() || port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // a password with a slash in it would look like a port here: it is not repeated
            throw new IllegalArgumentException("'" + text + "': after the host and ':' comes a port, 1 to 65535");
        }
        return Integer.parseInt(port);
    }

    private static Local parseFile(String text, String rest) {
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        if (slash < 0 || !(host.isEmpty() || host.equalsIgnoreCase("localhost"))) {
            throw new IllegalArgumentException("'" + withoutUser(text)
                    + "': write file:///absolute/path; another machine's folder is smb://host/share");
        }
        return local(text, decode(text, rest.substring(slash)));
    }

    private static Local local(String text, String path) {
        try {
            return new Local(Path.of(path).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is not a path: " + e.getReason(), e);
        }
    }

    /** An address that was refused may hold a password; messages show none. */
    private static String withoutUser(String text) {
        int at = text.lastIndexOf('@');
        int scheme = text.indexOf("://");
        return at < 0 ? text : (scheme < 0 ? "" : text.substring(0, scheme + 3)) + "…" + text.substring(at);
    }

    private static String decode(String text, String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        byte[] plain = name.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[plain.length];
        int length = 0;
        for (int i = 0; i < plain.length; i++) {
            if (plain[i] != '%') {
                decoded[length++] = plain[i];
                continue;
            }
            int high = i + 2 < plain.length ? Character.digit(plain[i + 1], 16) : -1;
            int low = i + 2 < plain.length ? Character.digit(plain[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException(
                        "'" + text + "': after '%' come two hex digits; write a plain '%' as %25");
            }
            decoded[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("'" + text + "': '" + name + "' is not %-encoded UTF-8", e);
        }
    }

    private static String encode(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~!$&'()*+,;=@".indexOf(c) >= 0)) {
                text.append((char) c);
            } else {
                text.append('%').append(String.format("%02X", c));
            }
        }
        return text.toString();
    }
}
