package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens while {@link FileCompactor} is at work: others, a stop, a server that gives back other bytes. */
class FileCompactorMeanwhileTest extends CompactedFile {
    private static void change(StorageProvider storage) throws IOException {
        try (StorageProvider host = storage.onOwnConnection();
                OpenFile open = host.openForWriting(DISK, Sharing.ALL)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            open.readFully(open.size() - 1, last);
            open.writeFully(open.size() - 1, last.flip());
        }
    }

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void what_somebody_has_open_is_left_alone(Sharing sharing) throws Exception {
        try (MemoryStorage storage = laid();
                StorageProvider host = storage.onOwnConnection()) {
            try (OpenFile held = host.openForWriting(DISK, sharing)) {
                assertThat(held.size()).isPositive();
                assertRefused(run(storage, CompactionProgress.NONE), Why.IN_USE);
                assertThat(swaps(storage)).isEmpty();
            }
            assertUntouched(storage);
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void what_is_written_to_meanwhile_is_not_swapped(Phase phase) throws Exception {
        try (MemoryStorage storage = laid()) {
            List<Phase> seen = new ArrayList<>();
            CompactionOutcome outcome = run(storage, (now, done, total) -> {
                if (now == phase && !seen.contains(now)) {
                    seen.add(now);
                    try {
                        change(storage);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
                return true;
            });
            assertThat(seen).containsExactly(phase);
            assertRefused(outcome, Why.IN_USE);
            assertUntouched(storage);
        }
    }

    @Test
    void a_lock_file_that_appears_before_the_exchange_forbids_it() throws Exception {
        try (MemoryStorage storage = laid()) {
            CompactionOutcome outcome = run(storage, (now, done, total) -> {
                if (now == Phase.EXCHANGING) {
                    try {
                        put(storage, DISK.name() + ".lock");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
                return true;
            });
            assertRefused(outcome, Why.LOCKED);
            assertUntouched(storage);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void stopped_in_any_phase_it_leaves_nothing(Phase phase) throws Exception {
        try (MemoryStorage storage = laid()) {
            assertThat(run(storage, (now, done, total) -> now != phase)).isInstanceOf(CompactionOutcome.Stopped.class);
            assertUntouched(storage);
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    @Test
    void a_byte_of_content_that_the_server_gives_back_changed_is_found() throws Exception {
        try (MemoryStorage storage = laid()) {
            StorageProvider flipping = new FlippingStorage(storage, FlippingStorage.largest());
            assertThatThrownBy(() -> run(flipping, CompactionProgress.NONE)).isInstanceOf(ProofFailedException.class);
            assertUntouched(storage);
        }
    }

    @Test
    void whichever_byte_the_server_changes_the_name_never_has_other_content() throws Exception {
        FlippingStorage.Flip counting = FlippingStorage.none();
        try (MemoryStorage storage = laid()) {
            run(new FlippingStorage(storage, counting), CompactionProgress.NONE);
        }
        RandomCases.run(10, random -> {
            try (MemoryStorage storage = laid()) {
                FlippingStorage.Flip flip = FlippingStorage.atWrite(random.nextInt(counting.writes()), random);
                try {
                    run(new FlippingStorage(storage, flip), CompactionProgress.NONE);
                } catch (StorageException e) {
                    throw e;
                } catch (IOException e) {
                    assertUntouched(storage); // the proof did not hold, or the new file could not even be read
                }
                assertThat(FullContainer.content(storage, DISK)).isEqualTo(full.content());
                assertThat(flip.isDone()).isTrue();
            }
        });
    }
}
