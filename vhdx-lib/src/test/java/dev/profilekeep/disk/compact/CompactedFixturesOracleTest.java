package dev.profilekeep.disk.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.ntfs.SharedVolumes;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.disk.witness.SectorWitness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Others' volumes, repacked out of a container full of what was deleted: every file is the one of the truth list, as ntfs-3g reads it. */
class CompactedFixturesOracleTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path work;

    @ParameterizedTest
    @MethodSource("dev.profilekeep.disk.ntfs.SharedVolumes#all")
    void every_file_is_what_it_was(SharedVolumes.Volume shared) throws Exception {
        try (FileDevice file = FileDevice.open(shared.unpack(work))) {
            VirtualDisk disk = shared.container() ? Containers.open(file) : RawDisk.open(file);
            ContentLayout layout = ContentLayout.of(disk);
            if (layout.kind() == ContentLayout.Kind.RAW) {
                refused(disk, layout);
                return;
            }
            SparseMemoryDevice stale = Stale.vhdx(disk, 2 * MIB);
            CompactionPlan plan = Repacked.plan(stale, Repacked.anyGain(MIB).withForm(false, true));
            var unworthy = plan.obstacles().stream()
                    .filter(obstacle -> obstacle.kind() != Obstacle.Kind.ALREADY_MINIMAL)
                    .toList();
            if (!unworthy.isEmpty()) {
                // Some of these disks have faults of their own.
                assertThat(unworthy).extracting(Obstacle::kind).containsOnly(Obstacle.Kind.DAMAGED);
                return;
            }
            var made = new SparseMemoryDevice(0);
            if (plan.isAllowed()) {
                Repacked.make(plan, made);
            } else {
                made = stale;
            }
            assertThat(Repacked.content(made)).isEqualTo(Repacked.content(stale));
            assertThat(SectorWitness.of(made).firstDifference(SectorWitness.of(stale), Progress.NONE))
                    .isEmpty();
            files(shared, made, disk.logicalSectorSize());
        }
    }

    /** In doubt nothing is done, with a reason. */
    private static void refused(VirtualDisk disk, ContentLayout layout) throws Exception {
        var vhdx = new SparseMemoryDevice(0);
        ConversionRun.run(ConversionPlanner.toVhdx(disk, ConversionPlanner.envelopeOf(disk)), vhdx, Progress.NONE);
        var check = DiskCheck.run("disk", vhdx, (child, parent) -> Optional.empty(), Progress.NONE);
        CompactionPlan plan = CompactionPlanner.plan(
                vhdx.size(),
                ContentLayout.of(VhdxFile.open(vhdx)),
                check,
                Repacked.anyGain(MIB).withForm(false, true),
                Long.MAX_VALUE);
        assertThat(plan.isAllowed()).isFalse();
        assertThat(plan.obstacles()).extracting(Obstacle::sentence).containsAll(layout.rawReasons());
    }

    private void files(SharedVolumes.Volume shared, SparseMemoryDevice made, int sectorSize) throws Exception {
        if (sectorSize == 512) { // qemu-img knows no others
            Fixtures.requireTool("qemu-img");
            Fixtures.run(
                    work,
                    "qemu-img",
                    "check",
                    made.saveTo(work.resolve("made.vhdx")).toString());
        }
        Fixtures.requireMounting();
        var raw = new SparseMemoryDevice(0);
        ConversionRun.run(ConversionPlanner.toRaw(VhdxFile.open(made)), raw, Progress.NONE);
        raw.saveTo(work.resolve("raw"));
        String sums = Fixtures.run(
                work,
                "bash",
                "-c",
                """
                set -e
                dd if=raw of=volume bs=1M iflag=skip_bytes skip=%d conv=sparse status=none
                mkdir fs
                trap 'mountpoint -q fs && umount fs' EXIT
                ntfs-3g -o ro volume fs
                cd fs
                find . -type f -print0 | xargs -0 -r sha256sum -z | tr '\\0' '\\n'
                cd ..
                """
                        .formatted(shared.offset()));
        var found = new TreeMap<String, String>();
        sums.lines()
                .filter(line -> line.length() > 66)
                .forEach(line -> found.put(line.substring(68), line.substring(0, 64)));
        int compared = 0;
        for (String line : shared.truthLines()) {
            String[] fields = line.split("\t", -1);
            if (fields[1].equals("f") && fields[5].matches("[0-9a-f]{64}")) {
                assertThat(found.get(fields[0])).as(fields[0]).isEqualTo(fields[5]);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }
}
