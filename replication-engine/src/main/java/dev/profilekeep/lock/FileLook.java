package dev.profilekeep.lock;

import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of a copy as looks saw it: as its server described it, with our own times of it.
 *
 * @param written FILETIME, by the server's clock
 * @param after the last look that saw it otherwise, or not at all; null if none did
 * @param since the first look that saw it so
 * @param said when it was written, by our clock as it stood beside the server's then; null if that did not tell yet
 * @param open whether somebody had the disk open at the look {@code after}: then its files may have been open as well, and a server tells
 *     of an open file what was so when it was opened
 */
record FileLook(
        String name,
        long bytes,
        long written,
        @Nullable Instant after,
        Instant since,
        @Nullable Instant said,
        boolean open) {
    private static final String BETWEEN = "/"; // no server has it in a name
    private static final String OPEN = "open";

    static FileLook of(StoredFile file, @Nullable Instant after, Instant since, boolean open) {
        return new FileLook(file.name(), file.size(), file.lastWriteTime(), after, since, null, open);
    }

    /**
     * With its own time, once the server's clock is known. If that was put between the looks before and after the write, nobody can
     * tell which of the two it was written by.
     *
     * @param before how far that clock was ahead at the look before; null if that is not known
     */
    FileLook at(ServerClock theirs, @Nullable Duration before) {
        if (said != null || !theirs.isKnown()) {
            return this;
        }
        boolean moved = after != null
                && (before == null || before.minus(theirs.ahead()).abs().compareTo(Written.CLOCKS) > 0);
        Instant ours = moved ? Instant.EPOCH : theirs.ours(StoredFile.toInstant(written));
        return new FileLook(name, bytes, written, after, since, ours, open);
    }

    /** The same under the name that it has now, which may differ in case. */
    FileLook called(String now) {
        return new FileLook(now, bytes, written, after, since, said, open);
    }

    boolean is(StoredFile file) {
        return name.equalsIgnoreCase(file.name()) && bytes == file.size() && written == file.lastWriteTime();
    }

    PlaceSeen.Change change(String called) {
        return new PlaceSeen.Change(called, after, since, said, open);
    }

    /** For the catalog: one file a line. */
    static String write(List<FileLook> files) {
        return files.stream().map(FileLook::line).collect(Collectors.joining("\n"));
    }

    private String line() {
        return String.join(
                BETWEEN,
                name.replace('\n', ' '),
                Long.toString(bytes),
                Long.toString(written),
                after == null ? "" : after.toString(),
                since.toString(),
                said == null ? "" : said.toString(),
                open ? OPEN : "");
    }

    static List<FileLook> read(String text) {
        List<FileLook> files = new ArrayList<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            String[] parts = line.split(BETWEEN, -1);
            files.add(new FileLook(
                    parts[0],
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    parts[3].isEmpty() ? null : Instant.parse(parts[3]),
                    Instant.parse(parts[4]),
                    parts[5].isEmpty() ? null : Instant.parse(parts[5]),
                    parts.length > 6 && parts[6].equals(OPEN)));
        }
        return files;
    }
}
