package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** What is looked at for every disk, shipped or another's: the witness agrees with itself and with the rest of the library. */
final class Agreement {
    private static final int SECTORS = 140_000;

    private Agreement() {}

    /**
     * All layouts of a disk have one sum, and each says of the disk what the rest of the library says.
     *
     * @return whether free clusters are known of by both
     */
    static boolean of(VirtualDisk disk) throws IOException {
        boolean files = ContentLayout.of(disk).kind() == ContentLayout.Kind.FILES;
        SectorSum expected = null;
        for (Map.Entry<String, ? extends BlockDevice> made : Layouts.of(disk).entrySet()) {
            SectorSum sum = Layouts.sum(made.getValue());
            expected = expected == null ? sum : expected;
            assertThat(sum.sameAs(expected))
                    .as("%s: %s, %s", made.getKey(), sum, expected)
                    .isTrue();
            of(made.getKey(), made.getValue(), expected);
        }
        return files;
    }

    /** What a container says is what the rest of the library says of it, sector by sector. */
    static void of(String name, BlockDevice file, SectorSum expected) throws IOException {
        SectorWitness witness = SectorWitness.of(file);
        VirtualDisk disk = Containers.open(file);
        assertThat(witness.virtualSize()).isEqualTo(disk.virtualSize());
        assertThat(witness.sectorSize()).isEqualTo(disk.logicalSectorSize());
        var layout = ContentLayout.of(disk);
        boolean files = layout.kind() == ContentLayout.Kind.FILES;
        long counting = 0;
        long notZero = 0;
        int size = witness.sectorSize();
        long[] sectors = Layouts.sectors(witness, SECTORS);
        for (long sector : sectors) {
            boolean counts = witness.counts(sector);
            if (files && counts == layout.ownerAt(sector * size) instanceof Owner.Nobody) {
                throw new AssertionError(name + ": sector " + sector + " counts for one only");
            }
            long place = witness.placeOf(sector);
            byte[] content = Layouts.bytes(disk.disk(), sector * size, size);
            byte[] told = place < 0 ? new byte[size] : Layouts.bytes(file, place, size);
            if (!Arrays.equals(content, told)) {
                throw new AssertionError(name + ": sector " + sector + " does not lie at " + place);
            }
            counting += counts ? 1 : 0;
            notZero += counts && !Arrays.equals(content, new byte[size]) ? 1 : 0;
        }
        if (sectors.length == witness.virtualSize() / size) {
            assertThat(expected.counted()).as(name).isEqualTo(counting);
            assertThat(expected.sectors()).as(name).isEqualTo(notZero);
        }
        assertThat(witness.finish(Progress.NONE).sameAs(expected)).as(name).isTrue();
    }
}
