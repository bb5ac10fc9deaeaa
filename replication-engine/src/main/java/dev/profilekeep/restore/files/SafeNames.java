package dev.profilekeep.restore.files;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that every system bears and that lead nowhere else: those of one folder, no two alike. One thread. */
final class SafeNames {
    /** Of a name, for Windows and most others. */
    private static final int LONGEST = 240;

    private static final Pattern RESERVED = Pattern.compile(
            "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|COM[0-9¹²³]|LPT[0-9¹²³])(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    private final Set<String> taken = new HashSet<>();

    /** The name to use instead, which no other of this folder has. */
    String take(String name) {
        String safe = of(name);
        String free = safe;
        for (int n = 2; !taken.add(free.toLowerCase(Locale.ROOT)); n++) {
            int dot = safe.lastIndexOf('.');
            free = dot <= 0 ? safe + " (" + n + ")" : safe.substring(0, dot) + " (" + n + ")" + safe.substring(dot);
        }
        return free;
    }

    static String of(String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints().forEach(c -> {
            boolean bad = c < 0x20
                    || c >= 0x7f && c < 0xa0
                    || "<>:\"/\\|?*".indexOf(c) >= 0
                    || Character.getType(c) == Character.SURROGATE
                    || Character.getType(c) == Character.FORMAT
                    || c == 0x2028
                    || c == 0x2029;
            safe.appendCodePoint(bad ? '_' : c);
        });
        int end = safe.length();
        while (end > 0 && (safe.charAt(end - 1) == '.' || safe.charAt(end - 1) == ' ')) {
            end--;
        }
        String trimmed = safe.substring(0, end) + "_".repeat(safe.length() - end);
        if (trimmed.isEmpty()) {
            return "_";
        }
        String usable = RESERVED.matcher(trimmed).matches() ? "_" + trimmed : trimmed;
        return shortened(usable);
    }

    /** Keeps the extension, and cuts no character in two. */
    private static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
        int end = LONGEST - extension.length();
        if (Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end) + extension;
    }
}
