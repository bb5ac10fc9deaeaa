package dev.profilekeep.disk.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Others' disks, converted by us: the content is the one that the manifest tells, and qemu-img agrees. */
class ConvertedFixturesOracleTest {
    private static final int MIB = 1 << 20;
    /** Larger ones are converted with {@code -Dtests.soak}. */
    private static final long UP_TO = (Soak.asked() ? 1024L : 33L) * MIB;

    @TempDir
    Path work;

    record Image(String file, String facts, String hash) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Image> images() throws IOException {
        var shared = Fixtures.shared();
        if (shared.isEmpty()) {
            // One that skips loudly.
            return Stream.of(new Image("none", "", ""));
        }
        return Files.readAllLines(shared.get().resolve("MANIFEST.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(fields -> new Image(fields[0], fields[5], fields[6]))
                .filter(image -> !image.facts().contains("differencing"));
    }

    private static String sha256(BlockDevice disk) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        var piece = ByteBuffer.allocate(MIB);
        for (long at = 0; at < disk.size(); at += piece.limit()) {
            piece.clear().limit((int) Math.min(MIB, disk.size() - at));
            disk.readFully(at, piece);
            digest.update(piece.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest
    @MethodSource("images")
    void the_content_stays_what_the_manifest_tells(Image image) throws Exception {
        Fixtures.requireShared();
        try (FileDevice file = FileDevice.open(Fixtures.unpack(image.file(), null, work))) {
            VirtualDisk source = image.facts().startsWith("VHD") ? Containers.open(file) : new RawDisk(file, 512);
            if (source.virtualSize() > UP_TO) {
                return;
            }
            VhdxEnvelope carried = ConversionPlanner.envelopeOf(source);
            VhdxEnvelope dynamic = carried.withBlockSize(MIB).asDynamic();
            VhdxEnvelope fixed = carried.withBlockSize(8 * MIB).asFixed();
            for (VhdxEnvelope asked : Soak.asked() ? List.of(dynamic, fixed) : List.of(dynamic)) {
                var target = new SparseMemoryDevice(0);
                ConversionRun.run(ConversionPlanner.toVhdx(source, asked), target, Progress.NONE);
                VhdxFile made = VhdxFile.open(target);
                assertThat(sha256(made.disk())).isEqualTo(image.hash());
                Fixtures.requireTool("qemu-img");
                Path saved = target.saveTo(work.resolve("made.vhdx"));
                Fixtures.run(work, "qemu-img", "check", saved.toString());
            }
            var raw = new SparseMemoryDevice(0);
            ConversionRun.run(ConversionPlanner.toRaw(source), raw, Progress.NONE);
            assertThat(sha256(raw)).isEqualTo(image.hash());
        }
    }
}
