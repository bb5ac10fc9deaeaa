package dev.profilekeep.replicate;

import static dev.profilekeep.replicate.ReplicatedPair.DISK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.convert.DraftDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.layer.HandleDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks of the older format. */
class CarryVhdTest {
    private static final int TAIL = 4 << 20;

    @TempDir
    private Path folder;

    private long lay(ReplicatedPair pair, boolean fixed) throws IOException {
        VirtualDisk disk = Containers.open(FullContainer.withTail(TAIL).file());
        VhdEnvelope envelope = new VhdEnvelope(disk.virtualSize(), VhdEnvelope.USUAL_BLOCK, fixed, UUID.randomUUID());
        try (OpenFile file = pair.from().create(DISK, Sharing.NONE)) {
            ConversionRun.run(ConversionPlanner.toVhd(disk, envelope), new HandleDevice(file), Progress.NONE);
        }
        return disk.virtualSize() - TAIL;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_change_where_something_is_stored_is_sent_alone(boolean fixed) throws IOException {
        try (ReplicatedPair pair = new ReplicatedPair(folder, MemoryStorage.likeWindows(), MemoryStorage.likeSamba())) {
            long tail = lay(pair, fixed);
            assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
            byte[] bytes = new byte[ReplicatedPair.BLOCK];
            new Random(3).nextBytes(bytes);
            try (OpenFile file = pair.from().openForWriting(DISK, Sharing.NONE);
                    DraftDisk disk = DraftDisk.open(new HandleDevice(file))) {
                // over the end of a block
                disk.write(tail + (2 << 20) - 8192, ByteBuffer.wrap(bytes));
            }
            ReplicationOutcome next = pair.carry();
            assertThat(next.word()).as("%s", next).isEqualTo(Word.CARRIED);
            assertThat(next.counts().sent()).isEqualTo(ReplicatedPair.BLOCK);
            assertThat(ReplicatedPair.content(pair.to())).isEqualTo(ReplicatedPair.content(pair.from()));
            ReplicatedPair.assertNothingLeft(pair.to(), "after it was carried");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_disk_that_was_made_anew_does_not_take_the_place_of_the_copy(boolean fixed) throws IOException {
        try (ReplicatedPair pair = new ReplicatedPair(folder, MemoryStorage.likeWindows(), MemoryStorage.likeSamba())) {
            lay(pair, fixed);
            assertThat(pair.carry().word()).isEqualTo(Word.COPIED);
            pair.from().delete(DISK);
            long tail = lay(pair, fixed);
            try (OpenFile file = pair.from().openForWriting(DISK, Sharing.NONE);
                    DraftDisk disk = DraftDisk.open(new HandleDevice(file))) {
                disk.write(tail, ByteBuffer.wrap(new byte[4096]));
            }
            var before = ReplicatedPair.content(pair.to());
            ReplicationOutcome next = pair.carry();
            assertThat(next.reason()).as("%s", next).isEqualTo(Reason.DIVERGED);
            assertThat(next.sentence()).contains("a profile that was made anew");
            assertThat(ReplicatedPair.content(pair.to())).isEqualTo(before);
        }
    }
}
