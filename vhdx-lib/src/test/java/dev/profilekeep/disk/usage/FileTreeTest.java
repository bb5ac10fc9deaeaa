package dev.profilekeep.disk.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.FileTimes;
import dev.profilekeep.disk.io.Wtf8;
import dev.profilekeep.disk.ntfs.FileName;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class FileTreeTest {
    private static NtfsVolume allKinds() throws IOException {
        return NtfsVolume.open(Fixtures.ownImage("all-kinds.ntfs"));
    }

    private static List<String> shown(FileTree tree) throws IOException {
        var paths = new ArrayList<String>();
        tree.walk(FileTree.ROOT, (node, depth) -> {
            if (tree.isSystem(node)) {
                return false;
            }
            paths.add(tree.path(node));
            assertThat(tree.path(node).chars().filter(c -> c == '/').count()).isEqualTo(depth - 1);
            tree.streams(node).forEach(stream -> paths.add(tree.path(node) + ":" + stream.name()));
            return true;
        });
        return paths;
    }

    @Test
    void every_name_and_stream_is_met_once_where_it_is() throws Exception {
        var expected = new TreeSet<String>();
        byte[] list = Fixtures.ownList("all-kinds.tsv");
        int from = 0;
        for (int i = 0; i < list.length; i++) {
            if (list[i] == '\n') {
                expected.add(Wtf8.decode(Arrays.copyOfRange(list, from, i)).split("\t", 2)[0]);
                from = i + 1;
            }
        }
        List<String> paths = shown(FileTree.read(allKinds(), Progress.NONE));
        // ntfs-3g keeps this one to itself.
        paths.removeIf(path -> path.endsWith(":WofCompressedData"));
        assertThat(paths).doesNotHaveDuplicates().hasSizeGreaterThan(200);
        assertThat(new TreeSet<>(paths)).isEqualTo(expected);
    }

    @Test
    void neighbours_stand_in_the_order_of_their_directory() throws Exception {
        NtfsVolume volume = allKinds();
        FileTree tree = FileTree.read(volume, Progress.NONE);
        NtfsFile large = volume.find("large").orElseThrow();
        var indexed = new ArrayList<String>();
        volume.directory(large).list(entry -> indexed.add(entry.name()));
        var walked = new ArrayList<String>();
        tree.walk(tree.node(large.number()), (node, depth) -> walked.add(tree.name(node)));
        assertThat(walked).isEqualTo(indexed).hasSizeGreaterThan(100);
    }

    @Test
    void all_that_files_take_is_all_that_is_in_use() throws Exception {
        NtfsVolume volume = allKinds();
        FileTree tree = FileTree.read(volume, Progress.NONE);
        long used = volume.bitmap().countUsed(0, volume.clusters()) * volume.clusterBytes();
        assertThat(tree.storedBelow(FileTree.ROOT) + tree.storedBelow(tree.lost()))
                .isEqualTo(used);
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void a_file_with_many_names_counts_once() throws Exception {
        NtfsVolume volume = allKinds();
        FileTree tree = FileTree.read(volume, Progress.NONE);
        int linked = tree.node(volume.find("linked").orElseThrow().number());
        int links = tree.node(volume.find("links").orElseThrow().number());
        assertThat(tree.names(linked)).isEqualTo(21);
        assertThat(tree.filesBelow(linked) + tree.filesBelow(links)).isEqualTo(1);
        assertThat(tree.sizeBelow(linked) + tree.sizeBelow(links)).isEqualTo(5000);
    }

    @Test
    void a_listing_ends_when_it_is_told_to() throws Exception {
        NtfsVolume volume = allKinds();
        assertThatThrownBy(() -> FileTree.read(volume, (done, total) -> done < 30))
                .isInstanceOf(CancellationException.class);
    }

    private static NtfsFile file(long record, boolean directory, long parent, String name) {
        var time = FileTimes.instant(0);
        var fileName = new FileName(
                new FileReference(parent, 1), name, FileName.Namespace.POSIX, time, time, time, time, 0, 0, 0);
        return new NtfsFile(
                new FileReference(record, 1), directory, 1, null, List.of(fileName), List.of(), null, List.of());
    }

    @Test
    void what_is_below_itself_or_below_nothing_is_lost_and_listed_once() throws Exception {
        var rows = new TreeBuilder(100, Progress.NONE);
        rows.accept(file(5, true, 5, "."));
        rows.accept(file(30, true, 32, "a"));
        rows.accept(file(31, true, 30, "b"));
        rows.accept(file(32, true, 31, "c"));
        rows.accept(file(33, false, 31, "in the loop"));
        rows.accept(file(34, true, 34, "own parent"));
        rows.accept(file(35, false, 99, "no parent"));
        rows.accept(file(36, false, 33, "in a file"));
        rows.accept(file(37, true, 5, "sound"));
        rows.accept(file(38, false, 37, "sound too"));
        var tree = new FileTree(allKinds(), rows);
        assertThat(shown(tree)).containsExactly("sound", "sound/sound too");
        var lost = new ArrayList<String>();
        tree.walk(tree.lost(), (node, depth) -> lost.add(tree.path(node)));
        assertThat(lost)
                .containsExactlyInAnyOrder(
                        "?/a", "?/a/b", "?/a/b/c", "?/a/b/in the loop", "?/own parent", "?/no parent", "?/in a file");
        assertThat(tree.problems()).hasSize(2).allMatch(problem -> problem.contains("is not there"));
    }
}
