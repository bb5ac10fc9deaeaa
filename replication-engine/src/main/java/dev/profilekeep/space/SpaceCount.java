package dev.profilekeep.space;

import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.usage.FileTree;
import dev.profilekeep.disk.usage.PathRules;
import dev.profilekeep.disk.usage.PathRules.Place;
import dev.profilekeep.space.SpaceUse.CategoryUse;
import dev.profilekeep.space.SpaceUse.Exclusion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what {@link SpaceUse} tells. One thread, once. */
final class SpaceCount {
    private static final String PROFILE = "profile";
    private static final Set<String> PROFILES = Set.of(PROFILE, "odfc");

    /** A folder that can be left out, while what is in it is counted. */
    private static final class Line {
        final Category category;
        final String path;
        int files;
        long bytes;
        /** Something in it is not of the category: then it stays where it is. */
        boolean mixed;

        Line(Category category, String path) {
            this.category = category;
            this.path = path;
        }
    }

    /**
     * What is known at a level of the way down.
     *
     * @param line the folder that can be left out and that it is in; null for none
     * @param excludes whether folders in it can be left out at all
     * @param path the numbers in the names of the way down, each ended by "/"
     */
    private record Level(Place top, Place profile, @Nullable Line line, boolean excludes, String path) {}

    private final FileTree tree;
    private final PathRules<FolderTable.Row> table;
    private final Map<Category, long[]> categories = new EnumMap<>(Category.class);
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int placeholders;
    private long placeholderBytes;

    SpaceCount(FileTree tree, PathRules<FolderTable.Row> table) {
        this.tree = tree;
        this.table = table;
    }

    SpaceUse count() throws IOException {
        NtfsVolume volume = tree.volume();
        ClusterBitmap bitmap = volume.bitmap();
        long used = bitmap.countUsed(0, bitmap.clusters()) * volume.clusterBytes();
        add(Category.FILE_SYSTEM, 0, tree.stored(FileTree.ROOT));
        belowRoot();
        // What is lost has no place that would tell its category, but may be the file system's.
        tree.walk(tree.lost(), (node, depth) -> {
            one(node, tree.isSystem(node) ? Category.FILE_SYSTEM : Category.LOST, null);
            return true;
        });
        long owned = categories.values().stream().mapToLong(use -> use[1]).sum();
        if (used > owned) {
            add(Category.NOBODY, 0, used - owned);
        }
        return new SpaceUse(
                used,
                bitmap.clusters() * volume.clusterBytes() - used,
                uses(),
                exclusions(),
                placeholders,
                placeholderBytes,
                tree.problems().size());
    }

    private List<CategoryUse> uses() {
        var uses = new ArrayList<CategoryUse>();
        categories.forEach((category, use) -> {
            if (use[1] > 0 || use[0] > 0) {
                uses.add(new CategoryUse(category, (int) use[0], use[1]));
            }
        });
        uses.sort(Comparator.comparingLong(CategoryUse::bytes).reversed());
        return uses;
    }

    private List<Exclusion> exclusions() {
        if (!tree.problems().isEmpty()) {
            return List.of(); // what could not be read may lie in one of them, and be no cache
        }
        return lines.values().stream()
                .filter(line -> !line.mixed && line.bytes > 0)
                .map(line -> new Exclusion(line.category, line.path, line.files, line.bytes))
                .sorted(Comparator.comparingLong(Exclusion::bytes).reversed().thenComparing(Exclusion::path))
                .toList();
    }

    private void add(Category category, int files, long bytes) {
        long[] use = categories.computeIfAbsent(category, key -> new long[2]);
        use[0] += files;
        use[1] += bytes;
    }

    private boolean isProfile(int node) {
        return tree.isDirectory(node) && PROFILES.contains(tree.name(node).toLowerCase(Locale.ROOT));
    }

    private void belowRoot() throws IOException {
        boolean bare = true;
        for (int child : tree.children(FileTree.ROOT)) {
            bare &= !isProfile(child);
        }
        boolean withoutProfile = bare;
        var levels = new ArrayList<>(List.of(new Level(table.top(), table.profile(), null, false, "")));
        tree.walk(FileTree.ROOT, (node, depth) -> {
            if (tree.isSystem(node)) {
                systemBelow(node);
                return false;
            }
            String name = tree.name(node);
            Level level = depth == 1 && !withoutProfile
                    ? start(levels.get(0), node, name)
                    : next(levels.get(depth - 1), node, name);
            while (levels.size() > depth) {
                levels.remove(levels.size() - 1);
            }
            levels.add(level);
            Place decided = level.top().decided() <= level.profile().decided() ? level.top() : level.profile();
            Category category = (tree.isDirectory(node) ? table.ofFolder(decided) : table.ofFile(decided, name))
                    .map(FolderTable.Row::category)
                    .orElse(Category.OTHER);
            boolean cloud = tree.isElsewhere(node) && !tree.isDirectory(node);
            one(node, cloud ? Category.ONEDRIVE_FILES : category, level.line());
            return true;
        });
    }

    private Level start(Level root, int node, String name) {
        Place profile = isProfile(node) ? table.profile() : PathRules.elsewhere();
        boolean excludes = tree.isDirectory(node) && name.equalsIgnoreCase(PROFILE);
        return new Level(table.below(root.top(), name), profile, null, excludes, "");
    }

    private Level next(Level above, int node, String name) {
        Place profile = table.below(above.profile(), name);
        Line line = above.line();
        String path = above.path();
        boolean follows = above.excludes() && line == null;
        if (follows && profile.decided() != above.profile().decided() && tree.isDirectory(node)) {
            FolderTable.Row row = table.ofFolder(profile).orElseThrow();
            if (row.excludable()) {
                String written = written(row, above.path(), name);
                line = lines.computeIfAbsent(written, key -> new Line(row.category(), key));
            }
        }
        if (follows && !profile.alive().isEmpty()) {
            // Of names that a person chose nothing is kept: the table's words and numbers are all that a line is made
            // of.
            path = path + digits(name) + "/";
        }
        return new Level(table.below(above.top(), name), profile, line, above.excludes(), path);
    }

    /** What stands for "#" in a name that fits. */
    private static String digits(String name) {
        var digits = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= '0' && name.charAt(i) <= '9') {
                digits.append(name.charAt(i));
            }
        }
        return digits.toString();
    }

    /** A row's path with the number that was met in place of "#". */
    private static String written(FolderTable.Row row, String above, String name) {
        String[] met = (above + digits(name) + "/").split("/", -1);
        String[] names = row.path().split("/");
        var path = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            path.append(i == 0 ? "" : "\\").append(names[i].replace("#", met[i]));
        }
        return path.toString();
    }

    private void systemBelow(int node) throws IOException {
        one(node, Category.FILE_SYSTEM, null);
        tree.walk(node, (below, depth) -> {
            one(below, Category.FILE_SYSTEM, null);
            return true;
        });
    }

    private void one(int node, Category category, @Nullable Line line) {
        if (tree.isCountedElsewhere(node)) {
            return;
        }
        boolean file = !tree.isDirectory(node);
        long bytes = tree.stored(node);
        add(category, file ? 1 : 0, bytes);
        if (file && tree.isElsewhere(node)) {
            placeholders++;
            placeholderBytes += tree.size(node);
        }
        if (line != null) {
            line.files += file ? 1 : 0;
            line.bytes += bytes;
            line.mixed |= category != line.category;
        }
    }
}
