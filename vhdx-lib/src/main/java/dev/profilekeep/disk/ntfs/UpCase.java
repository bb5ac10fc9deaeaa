package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.List;

/**
 * The volume's own table of capital letters, {@code $UpCase}: which 16-bit character stands for which when names are compared.
 * Names are compared by these first, and by themselves only if that shows no difference.
 */
final class UpCase {
    private static final int CHARACTERS = 65536;

    private final char[] capitals;

    private UpCase(char[] capitals) {
        this.capitals = capitals;
    }

    /** @param notes receives that the table is damaged; Java's own is used then */
    static UpCase read(MasterFileTable mft, List<String> notes) throws IOException {
        char[] capitals = new char[CHARACTERS];
        for (int i = 0; i < CHARACTERS; i++) {
            capitals[i] = Character.toUpperCase((char) i);
        }
        try {
            var table = mft.data(MasterFileTable.UPCASE);
            if (table.isPresent() && table.get().size() >= 2) {
                BlockDevice content = table.get();
                int bytes = (int) Math.min(2L * CHARACTERS, content.size());
                ByteView.read("$UpCase", content, 0, bytes).utf16(0, bytes).getChars(0, bytes / 2, capitals, 0);
            } else {
                notes.add("$UpCase has no content; names are compared by Java's table of capital letters");
            }
        } catch (DiskException e) {
            notes.add("$UpCase is damaged (" + e.getMessage()
                    + "); names are compared by Java's table of capital letters");
        }
        return new UpCase(capitals);
    }

    /** Whether it does to ASCII what every table does. */
    boolean isSane() {
        for (char c = 0; c < 128; c++) {
            if (capitals[c] != (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link java.util.Comparator}: without regard for case. */
    int compareIgnoringCase(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            int difference = capitals[a.charAt(i)] - capitals[b.charAt(i)];
            if (difference != 0) {
                return difference;
            }
        }
        return a.length() - b.length();
    }

    /** As {@link java.util.Comparator}: the order of a directory. */
    int compare(String a, String b) {
        int difference = compareIgnoringCase(a, b);
        // String compares by 16-bit characters, as NTFS does.
        return difference != 0 ? difference : a.compareTo(b);
    }
}
