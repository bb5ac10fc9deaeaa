package dev.profilekeep.space;

import dev.profilekeep.disk.usage.PathRules;
import java.util.List;

/** The rows of {@code folders.tsv}, which says how they are written. Stateless. */
final class FolderTable {
    /**
     * One path of the table.
     *
     * @param excludable a line of redirections.xml may leave it out of the profile
     * @param path as the table writes it, with one choice of each group
     */
    record Row(Category category, boolean excludable, String path) {}

    private FolderTable() {}

    static PathRules<Row> usual() {
        return Holder.USUAL;
    }

    private static final class Holder {
        static final PathRules<Row> USUAL = parse(PathRules.packaged(FolderTable.class, "folders.tsv"));
    }

    /** @throws IllegalArgumentException if a path that can be left out does not say exactly which folder it is */
    static PathRules<Row> parse(List<String> lines) {
        var rules = new PathRules.Builder<Row>();
        for (String[] fields : PathRules.rows(lines)) {
            boolean excludable = fields[1].equals("yes");
            if (excludable && (fields[2].contains("*") || fields[2].startsWith("/"))) {
                throw new IllegalArgumentException("no line can leave this out: " + fields[2]);
            }
            for (String path : PathRules.expand(fields[2])) {
                rules.add(new Row(Category.valueOf(fields[0]), excludable, PathRules.bare(path)), path);
            }
        }
        return rules.build();
    }
}
