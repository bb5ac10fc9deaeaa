package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.ntfs.compress.CompactSample;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The small volume with all kinds of files that the project ships (src/test/images/make-all-kinds.sh). */
class AllKindsTest {
    private static NtfsVolume volume() throws Exception {
        return NtfsVolume.open(Fixtures.ownImage("all-kinds.ntfs"));
    }

    @Test
    void every_file_is_as_ntfs3g_read_it() throws Exception {
        NtfsVolume volume = volume();
        var expected = new TreeMap<String, String>();
        for (List<String> fields : Listing.wtf8Lines(Fixtures.ownList("all-kinds.tsv"))) {
            expected.put(fields.get(0), String.join(" ", fields.subList(1, 6)));
        }
        TreeMap<String, String> listing = Listing.byTree(volume);
        assertThat(Listing.byTable(volume)).isEqualTo(listing);
        // ntfs-3g shows every reparse point as a link of its own making.
        listing.remove("reparse/compact xpress4k:" + WofContent.STREAM);
        assertThat(listing.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(200);
        expected.values().removeIf(line -> line.startsWith("l "));
        listing.keySet().retainAll(expected.keySet());
        assertThat(listing).isEqualTo(expected);
        assertThat(volume.notes()).isEmpty();
    }

    @Test
    void what_windows_compacted_is_unpacked() throws Exception {
        NtfsVolume volume = volume();
        NtfsFile file = volume.find("reparse/compact xpress4k").orElseThrow();
        assertThat(file.reparse()).isEqualTo(new ReparsePoint.Compressed(ReparsePoint.Compressed.Method.XPRESS4K));
        assertThat(Listing.sha256(volume.content(file).orElseThrow()))
                .isEqualTo(Listing.sha256(new MemoryDevice(CompactSample.bytes(8192, 7))));
    }

    @Test
    void links_lead_where_they_say() throws Exception {
        NtfsVolume volume = volume();
        assertThat(volume.find("REPARSE\\link").orElseThrow().reparse().target())
                .isEqualTo("..\\names\\README");
        assertThat(volume.find("reparse/junction").orElseThrow().reparse().meaning())
                .isEqualTo("junction");
        assertThat(volume.find("reparse/onedrive").orElseThrow().reparse().meaning())
                .isEqualTo("cloud file");
        assertThat(volume.find("reparse/onedrive")
                        .orElseThrow()
                        .requireStandard()
                        .attributes())
                .contains(FileAttribute.REPARSE_POINT);
    }

    @Test
    void names_without_valid_unicode_are_found() throws Exception {
        assertThat(volume().find(List.of("names", "lone \uD800 high"))).isPresent();
        assertThat(volume().find(List.of("names", "x\\y"))).isPresent();
        assertThat(volume().find("names/x\\y")).isEmpty();
        assertThat(volume().find("")).isPresent();
    }

    @Test
    void finding_a_file_takes_a_few_reads() throws Exception {
        var tracking = new TrackingDevice(Fixtures.ownImage("all-kinds.ntfs"));
        NtfsVolume volume = NtfsVolume.open(tracking);
        assertThat(volume.find("names/readme")).isPresent();
        assertThat(tracking.reads()).isLessThanOrEqualTo(20);
    }

    @Test
    void every_cluster_in_use_has_one_owner() throws Exception {
        NtfsVolume volume = volume();
        ClusterBitmap bitmap = volume.bitmap();
        OwnerIndex owners = volume.owners();
        long owned = 0;
        for (OwnerIndex.Run run : owners.owners(volume.clusterRange())) {
            assertThat(bitmap.countUsed(run.lcn(), run.lcn() + run.clusters())).isEqualTo(run.clusters());
            assertThat(volume.ownerName(run)).isNotEmpty();
            owned += run.clusters();
        }
        assertThat(owned).isEqualTo(bitmap.countUsed(0, bitmap.clusters()));
    }

    @Test
    void descriptors_of_files_are_text() throws Exception {
        NtfsVolume volume = volume();
        for (int i = 0; i < 10; i++) {
            NtfsFile file = volume.find("secured/" + i).orElseThrow();
            assertThat(file.requireStandard().securityId()).isPositive();
            assertThat(volume.security(file).orElseThrow().sddl()).matches("O:.*G:.*D:.*");
        }
        // mkntfs gives the root a descriptor of its own, as in the days of NTFS 1.
        assertThat(volume.security(volume.file(5)).orElseThrow().sddl()).isNotEmpty();
    }
}
