package dev.profilekeep.disk.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.StreamExtent;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteOwnersTest {
    private interface Asking {
        void run(OwnerSink sink) throws IOException;
    }

    private static List<ByteOwner> ask(Asking asking) throws IOException {
        var owners = new ArrayList<ByteOwner>();
        asking.run(owners::add);
        return owners;
    }

    private static void covers(List<ByteOwner> owners, ByteRange asked) {
        long at = asked.start();
        for (ByteOwner owner : owners) {
            assertThat(owner.range().start()).isEqualTo(at);
            at = owner.range().end();
            if (owner.inside() != null) {
                assertThat(owner.inside().length()).isEqualTo(owner.range().length());
            }
        }
        assertThat(at).isEqualTo(asked.end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-msr.vhdx",
                "mbr-fixed.vhdx",
                "gpt-4kn.vhdx",
                "bare-dirty.vhdx",
                "empty.vhdx",
                "mbr-dynamic.vhd",
                "gpt-fixed.vhd"
            })
    void every_byte_of_disk_and_file_has_one_owner(String image) throws Exception {
        BlockDevice file = Fixtures.ownImage(image);
        VirtualDisk disk = Containers.open(file);
        var owners = new ByteOwners(disk, file);
        var all = new ByteRange(0, disk.virtualSize());
        covers(ask(sink -> owners.ofDisk(all, sink)), all);
        var whole = new ByteRange(0, file.size());
        covers(ask(sink -> owners.ofFile(whole, sink)), whole);
        var odd = new ByteRange(file.size() / 3 + 5, file.size() / 3 + 7);
        covers(ask(sink -> owners.ofFile(odd, sink)), odd);
    }

    @Test
    void bytes_of_a_file_are_where_its_content_is() throws Exception {
        BlockDevice file = Fixtures.ownImage("gpt-msr.vhdx");
        VirtualDisk disk = Containers.open(file);
        var owners = new ByteOwners(disk, file);
        byte[] line = "a line of a document that somebody keeps\n".getBytes(StandardCharsets.US_ASCII);
        long kept = 0;
        for (ByteOwner owner : ask(sink -> owners.ofFile(new ByteRange(0, file.size()), sink))) {
            if (owner.name().equals("Profile/kept.txt")) {
                assertThat(owner.kind()).isEqualTo(ByteOwner.Kind.FILE);
                kept += owner.range().length();
                ByteBuffer bytes = ByteBuffer.allocate(64);
                file.readFully(owner.range().start(), bytes);
                for (int i = 0; i < 64; i++) {
                    assertThat(bytes.get(i))
                            .isEqualTo(line[(int) ((owner.inside().start() + i) % line.length)]);
                }
            }
        }
        assertThat(kept).isEqualTo(6 << 20);
    }

    @Test
    void every_extent_of_every_file_is_its_own() throws Exception {
        BlockDevice image = Fixtures.ownImage("all-kinds.ntfs");
        NtfsVolume volume = NtfsVolume.open(image);
        var disk = new RawDisk(image, 512);
        var owners = new ByteOwners(disk, image);
        Volumes.Place place = Volumes.of(disk).get(0);
        int cluster = volume.clusterBytes();
        int[] asked = {0};
        volume.forEachFile(file -> {
            for (var stream : file.streams()) {
                for (StreamExtent extent : stream.extents()) {
                    if (extent instanceof StreamExtent.Stored stored && file.number() != 0) {
                        // Its second half, so that the place in the file has to be counted.
                        var range = new ByteRange(
                                stored.lcn() * cluster + stored.clusters() * cluster / 2,
                                stored.clusters() * cluster - stored.clusters() * cluster / 2);
                        List<ByteOwner> found = ask(sink -> owners.ofVolume(place, range, sink));
                        covers(found, range);
                        assertThat(found.get(0).name()).startsWith(name(volume, file));
                        assertThat(found.get(0).inside().start())
                                .isEqualTo(stored.vcn() * cluster + stored.clusters() * cluster / 2);
                        asked[0]++;
                    }
                }
            }
        });
        assertThat(asked[0]).isGreaterThan(80);
    }

    private static String name(NtfsVolume volume, NtfsFile file) throws IOException {
        List<String> paths = volume.paths(file);
        return paths.isEmpty() ? "?" : paths.get(0);
    }

    @Test
    void a_file_record_is_named_with_the_file_that_it_is_of() throws Exception {
        BlockDevice image = Fixtures.ownImage("all-kinds.ntfs");
        NtfsVolume volume = NtfsVolume.open(image);
        var disk = new RawDisk(image, 512);
        var owners = new ByteOwners(disk, image);
        NtfsFile small = volume.find("Long file name.text").orElseThrow();
        NtfsFile table = volume.file(0);
        long at = -1;
        for (StreamExtent extent : table.stream("").orElseThrow().extents()) {
            if (extent instanceof StreamExtent.Stored stored) {
                long inside = small.number() * volume.recordBytes() - stored.vcn() * volume.clusterBytes();
                if (inside >= 0 && inside < stored.clusters() * volume.clusterBytes()) {
                    at = stored.lcn() * volume.clusterBytes() + inside;
                }
            }
        }
        var asked = new ByteRange(at, 10);
        List<ByteOwner> found = ask(sink -> owners.ofVolume(Volumes.of(disk).get(0), asked, sink));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).detail())
                .isEqualTo("file record " + small.number() + ": Long file name.text, with its content");
    }
}
