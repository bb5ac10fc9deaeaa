package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.ntfs.ClusterBitmap;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Counts what {@link ProfileUse} tells. One thread, once. */
final class ProfileUseCount {
    private static final Set<String> PROFILES = Set.of("profile", "odfc");
    /** A folder is listed by itself if it has this part of everything. */
    private static final int PART = 25;
    /** A profile has a dozen; a disk that is made to do harm has any number. */
    private static final int MAX_DEPTH = 200;

    private final FileTree tree;
    private final int top;
    private final PathRules<FileKind> rules = KindRules.usual();
    private final Map<FileKind, long[]> kinds = new EnumMap<>(FileKind.class);
    private final PriorityQueue<ProfileUse.FileUse> files =
            new PriorityQueue<>(Comparator.comparingLong(ProfileUse.FileUse::bytes));
    private final List<ProfileUse.FolderUse> folders = new ArrayList<>();
    private int placeholders;
    private long placeholderBytes;

    ProfileUseCount(FileTree tree, int top) {
        this.tree = tree;
        this.top = top;
    }

    ProfileUse count() throws IOException {
        NtfsVolume volume = tree.volume();
        ClusterBitmap bitmap = volume.bitmap();
        long used = bitmap.countUsed(0, bitmap.clusters()) * volume.clusterBytes();
        add(FileKind.FILE_SYSTEM, 0, tree.stored(FileTree.ROOT));
        kindsBelow(FileTree.ROOT);
        // What is lost has no place that would tell its kind, but may be the file system's.
        tree.walk(tree.lost(), (node, depth) -> {
            one(node, tree.isSystem(node) ? FileKind.FILE_SYSTEM : FileKind.LOST);
            return true;
        });
        long owned = kinds.values().stream().mapToLong(kind -> kind[1]).sum();
        if (used > owned) {
            add(FileKind.NOBODY, 0, used - owned);
        }
        foldersBelow(FileTree.ROOT, Math.max(1, tree.storedBelow(FileTree.ROOT) / PART), 0);
        folders.sort(Comparator.comparingLong(ProfileUse.FolderUse::bytes).reversed());
        return new ProfileUse(
                used,
                bitmap.clusters() * volume.clusterBytes() - used,
                kindUses(),
                folders.subList(0, Math.min(top, folders.size())),
                files.stream()
                        .sorted(Comparator.comparingLong(ProfileUse.FileUse::bytes)
                                .reversed())
                        .toList(),
                placeholders,
                placeholderBytes,
                tree.problems());
    }

    private List<ProfileUse.KindUse> kindUses() {
        var uses = new ArrayList<ProfileUse.KindUse>();
        kinds.forEach((kind, use) -> {
            if (use[1] > 0 || use[0] > 0) {
                uses.add(new ProfileUse.KindUse(kind, (int) use[0], use[1]));
            }
        });
        uses.sort(Comparator.comparingLong(ProfileUse.KindUse::bytes).reversed());
        return uses;
    }

    private void add(FileKind kind, int count, long bytes) {
        long[] use = kinds.computeIfAbsent(kind, key -> new long[2]);
        use[0] += count;
        use[1] += bytes;
    }

    private boolean isProfile(int node) {
        return tree.isDirectory(node) && PROFILES.contains(tree.name(node).toLowerCase(Locale.ROOT));
    }

    private void kindsBelow(int root) throws IOException {
        boolean bare = true;
        for (int child : tree.children(root)) {
            bare &= !isProfile(child);
        }
        boolean withoutProfile = bare;
        // What is known at each level of the way down: by the rules for the root, and by those for a profile.
        var atTop = new ArrayList<>(List.of(rules.top()));
        var inProfile = new ArrayList<>(List.of(rules.profile()));
        tree.walk(root, (node, depth) -> {
            if (tree.isSystem(node)) {
                systemBelow(node);
                return false;
            }
            String name = tree.name(node);
            PathRules.Place top = rules.below(atTop.get(depth - 1), name);
            boolean starts = depth == 1 && !withoutProfile;
            PathRules.Place profile;
            if (starts) {
                profile = isProfile(node) ? rules.profile() : PathRules.elsewhere();
            } else {
                profile = rules.below(inProfile.get(depth - 1), name);
            }
            put(atTop, depth, top);
            put(inProfile, depth, profile);
            PathRules.Place decided = top.decided() <= profile.decided() ? top : profile;
            FileKind kind = tree.isDirectory(node)
                    ? rules.ofFolder(decided).orElse(FileKind.OTHER)
                    : rules.ofFile(decided, name).orElse(FileKind.OTHER);
            one(node, tree.isElsewhere(node) && !tree.isDirectory(node) ? FileKind.ONEDRIVE : kind);
            return true;
        });
    }

    private static void put(List<PathRules.Place> places, int depth, PathRules.Place place) {
        if (places.size() == depth) {
            places.add(place);
        } else {
            places.set(depth, place);
        }
    }

    private void systemBelow(int node) throws IOException {
        one(node, FileKind.FILE_SYSTEM);
        tree.walk(node, (below, depth) -> {
            one(below, FileKind.FILE_SYSTEM);
            return true;
        });
    }

    private void one(int node, FileKind kind) {
        if (tree.isCountedElsewhere(node)) {
            return;
        }
        boolean file = !tree.isDirectory(node);
        add(kind, file ? 1 : 0, tree.stored(node));
        if (file && tree.isElsewhere(node)) {
            placeholders++;
            placeholderBytes += tree.size(node);
        }
        if (file && kind != FileKind.FILE_SYSTEM && top > 0) {
            if (files.size() < top || files.peek().bytes() < tree.stored(node)) {
                files.add(new ProfileUse.FileUse(tree.path(node), kind, tree.stored(node), tree.size(node)));
                if (files.size() > top) {
                    files.poll();
                }
            }
        }
    }

    /** Lists a folder whose folders are all small, or the large ones by themselves and the rest of it. */
    private void foldersBelow(int node, long least, int depth) {
        long rest = tree.storedBelow(node);
        int restFiles = tree.filesBelow(node);
        boolean divided = false;
        for (int child : tree.children(node)) {
            if (tree.isSystem(child)) {
                rest -= tree.storedBelow(child);
                restFiles -= tree.filesBelow(child);
            } else if (tree.isDirectory(child) && tree.storedBelow(child) >= least && depth < MAX_DEPTH) {
                foldersBelow(child, least, depth + 1);
                rest -= tree.storedBelow(child);
                restFiles -= tree.filesBelow(child);
                divided = true;
            }
        }
        if (rest > 0 && (!divided || restFiles > 0)) {
            folders.add(new ProfileUse.FolderUse(tree.path(node), restFiles, rest, divided));
        }
    }
}
