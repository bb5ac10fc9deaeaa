package dev.profilekeep.cli;

import dev.profilekeep.disk.io.Wtf8;
import dev.profilekeep.disk.ntfs.NtfsDirectory;
import dev.profilekeep.disk.ntfs.NtfsEntry;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds a file of a volume by what a person wrote: names between "/" or "\", in whatever case; or {@code #1234}, the number of
 * its record, for what has a name that cannot be typed.
 */
final class DiskPath {
    private static final Pattern RECORD = Pattern.compile("#\\d{1,18}");
    private static final int NEAR = 3;
    private static final int RECORDS = 10;
    /** What Java puts where an argument is no text. */
    private static final char UNREADABLE = '\ufffd';

    private final String disk;
    private final NtfsVolume volume;

    DiskPath(String disk, NtfsVolume volume) {
        this.disk = disk;
        this.volume = volume;
    }

    /** Empty if there is no such file. */
    Optional<NtfsFile> find(String path) throws IOException {
        Optional<NtfsFile> found = volume.find(names(path, "/"));
        if (found.isEmpty() && path.indexOf('\\') >= 0) {
            found = volume.find(names(path, "[/\\\\]"));
        }
        if (found.isEmpty() && RECORD.matcher(path).matches()) {
            found = Optional.of(volume.file(Long.parseLong(path.substring(1))));
        }
        return found;
    }

    /** @throws CliProblem if there is no such file, with names that are near */
    NtfsFile require(String path) throws IOException {
        Optional<NtfsFile> found = find(path);
        return found.isPresent() ? found.get() : fail(path);
    }

    private static List<String> names(String path, String separator) {
        var names = new ArrayList<>(Arrays.asList(path.split(separator)));
        names.removeIf(name -> name.isEmpty() || name.equals("."));
        return names;
    }

    private NtfsFile fail(String path) throws IOException {
        List<String> names = names(path, path.indexOf('\\') >= 0 ? "[/\\\\]" : "/");
        NtfsFile at = volume.find(List.of()).orElseThrow();
        for (int i = 0; i < names.size(); i++) {
            String above = Visible.oneLine(String.join("/", names.subList(0, i)));
            if (!at.isDirectory()) {
                throw new CliProblem(disk + ": '" + above + "' is a file, there is nothing in it");
            }
            Optional<NtfsFile> next = volume.find(names.subList(0, i + 1));
            if (next.isEmpty()) {
                throw new CliProblem(disk + ": no '" + Visible.oneLine(names.get(i)) + "' in "
                        + (i == 0 ? "the root folder" : "'" + above + "'") + hint(volume.directory(at), names.get(i)));
            }
            at = next.get();
        }
        return at;
    }

    /** A name whose bytes are no UTF-8 comes to this program with marks in their place, and is found by its record alone. */
    private static String hint(NtfsDirectory directory, String wanted) throws IOException {
        if (wanted.indexOf(UNREADABLE) < 0 && Wtf8.isUnicode(wanted)) {
            return near(directory, wanted);
        }
        String letters = Arrays.stream(wanted.split(UNREADABLE + "+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^\\x00-\\x7f]+"));
        Pattern like = Pattern.compile(letters, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        var records = new ArrayList<String>();
        for (NtfsEntry entry : directory.list()) {
            if (records.size() < RECORDS && like.matcher(entry.name()).matches()) {
                records.add("'#" + entry.file().number() + "' ('" + Visible.oneLine(entry.name()) + "')");
            }
        }
        return "; bytes of a name that are no UTF-8 do not arrive here as they are: name the file by its record, "
                + (records.isEmpty() ? "'#1234', which 'disk ls --json' tells" : String.join(" or ", records));
    }

    private static String near(NtfsDirectory directory, String wanted) throws IOException {
        String low = wanted.toLowerCase(Locale.ROOT);
        record Near(int distance, String name) {}
        var near = new ArrayList<Near>();
        int limit = Math.max(2, low.length() / 3);
        for (NtfsEntry entry : directory.list()) {
            if (entry.file().number() < 16) {
                continue;
            }
            String name = entry.name().toLowerCase(Locale.ROOT);
            int distance = name.startsWith(low) || low.length() > 3 && name.contains(low) ? 1 : distance(name, low);
            if (distance <= limit) {
                near.add(new Near(distance, entry.name()));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance));
        if (near.isEmpty()) {
            return "";
        }
        return "; there is: "
                + String.join(
                        ", ",
                        near.stream()
                                .limit(NEAR)
                                .map(name -> "'" + Visible.oneLine(name.name()) + "'")
                                .toList());
    }

    /** How many letters differ (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
