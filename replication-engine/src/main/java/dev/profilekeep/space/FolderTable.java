package dev.profilekeep.space;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of {@code folders.tsv}, which says how they are written. Immutable. */
final class FolderTable {
    private static final String ANYWHERE = "**/";
    private static final String TOP = "/";
    /** No row yet. */
    static final int NONE = Integer.MAX_VALUE;

    /**
     * One path of the table.
     *
     * @param excludable a line of redirections.xml may leave it out of the profile
     * @param path as the table writes it, with one choice of each group
     * @param names one below the other
     * @param top whether they begin at the container's root
     * @param anywhere whether any folders may stand before
     */
    record Row(
            Category category,
            boolean excludable,
            String path,
            List<NamePattern> names,
            boolean top,
            boolean anywhere) {}

    private final List<Row> rows;

    private FolderTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    static FolderTable usual() {
        return Holder.USUAL;
    }

    private static final class Holder {
        static final FolderTable USUAL = read();
    }

    private static FolderTable read() {
        try (InputStream in = FolderTable.class.getResourceAsStream("folders.tsv")) {
            if (in == null) {
                throw new IllegalStateException("folders.tsv is not packaged");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if a path that can be left out does not say exactly which folder it is */
    static FolderTable parse(List<String> lines) {
        var rows = new ArrayList<Row>();
        for (String line : lines) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] fields = line.split("\t");
                boolean excludable = fields[1].equals("yes");
                if (excludable && (fields[2].contains("*") || fields[2].startsWith(TOP))) {
                    throw new IllegalArgumentException("no line can leave this out: " + fields[2]);
                }
                for (String path : expand(fields[2])) {
                    rows.add(row(Category.valueOf(fields[0]), excludable, path));
                }
            }
        }
        return new FolderTable(rows);
    }

    private static Row row(Category category, boolean excludable, String path) {
        boolean anywhere = path.startsWith(ANYWHERE);
        boolean top = path.startsWith(TOP);
        String rest = anywhere ? path.substring(ANYWHERE.length()) : top ? path.substring(1) : path;
        var names = new ArrayList<NamePattern>();
        for (String name : rest.split("/")) {
            names.add(NamePattern.of(name));
        }
        return new Row(category, excludable, rest, names, top, anywhere);
    }

    /** One path for each choice between braces. */
    static List<String> expand(String path) {
        int open = path.indexOf('{');
        if (open < 0) {
            return List.of(path);
        }
        int close = path.indexOf('}', open);
        var all = new ArrayList<String>();
        for (String choice : path.substring(open + 1, close).split(",")) {
            all.addAll(expand(path.substring(0, open) + choice + path.substring(close + 1)));
        }
        return all;
    }

    /** A name of the table: most are plain, and are compared without a pattern. */
    record NamePattern(String text, boolean plain, Pattern pattern) {
        static NamePattern of(String text) {
            String regex = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("#", "\\E[0-9]{1,3}\\Q");
            boolean plain = !text.contains("*") && !text.contains("#");
            return new NamePattern(text, plain, Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
        }

        boolean fits(String name) {
            return plain ? text.equalsIgnoreCase(name) : pattern.matcher(name).matches();
        }
    }

    /**
     * What is known at a folder: which rows its path fits so far, and which it fits.
     *
     * @param alive places of rows whose first {@code depth} names fit
     * @param decided the first row that fits as a whole; {@link #NONE} for none
     */
    record Place(List<Integer> alive, int depth, int decided) {}

    /** The container's root. */
    Place top() {
        return start(true);
    }

    /** The folder of a profile. */
    Place profile() {
        return start(false);
    }

    /** A folder beside that of a profile, of which no row says anything. */
    static Place elsewhere() {
        return new Place(List.of(), 1, NONE);
    }

    private Place start(boolean top) {
        var alive = new ArrayList<Integer>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).anywhere() && rows.get(i).top() == top) {
                alive.add(i);
            }
        }
        return new Place(alive, 0, NONE);
    }

    /** At the folder or file of this name in a folder. */
    Place below(Place place, String name) {
        var alive = new ArrayList<Integer>();
        int decided = place.decided();
        for (int i : place.alive()) {
            Row row = rows.get(i);
            if (i < decided && row.names().get(place.depth()).fits(name)) {
                if (row.names().size() == place.depth() + 1) {
                    decided = i;
                } else {
                    alive.add(i);
                }
            }
        }
        return new Place(alive, place.depth() + 1, decided);
    }

    /** The category of a file, by what is known at its place and by its name alone. */
    Category ofFile(Place place, String name) {
        int decided = place.decided();
        for (int i = 0; i < rows.size() && i < decided; i++) {
            Row row = rows.get(i);
            if (row.anywhere() && row.names().get(0).fits(name)) {
                decided = i;
            }
        }
        return category(decided);
    }

    /** The category of a folder itself, which takes room for the names in it. */
    Category ofFolder(Place place) {
        return category(place.decided());
    }

    private Category category(int decided) {
        return decided == NONE ? Category.OTHER : rows.get(decided).category();
    }

    Row row(int index) {
        return rows.get(index);
    }

    List<Row> rows() {
        return rows;
    }
}
