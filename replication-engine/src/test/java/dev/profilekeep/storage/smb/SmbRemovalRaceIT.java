package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.RacingProcess;
import dev.profilekeep.storage.RacingProcess.Outcome;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Removal against a session host that opens the same file in that very moment, 50 times ({@code -Dprofilekeep.races=1000} for
 * more). Whoever has the file keeps it: nothing is ever removed under its holder, nor what the holder made in its place.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class SmbRemovalRaceIT {
    private static final int RACES = Integer.getInteger("profilekeep.races", 50);
    private static SambaServer server;

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    /** What the removing side was told. */
    private enum Told {
        REMOVED,
        REFUSED,
        /** It may be gone and another of that name there: said when a number of a file came back. */
        DOUBTED
    }

    private static Told remove(StorageProvider storage, StoragePath file) throws IOException {
        OpenFile open;
        try {
            open = storage.openToRemove(file);
        } catch (StorageException.Busy e) {
            return Told.REFUSED;
        }
        open.removeWhenClosed();
        try {
            open.close();
            return Told.REMOVED;
        } catch (StorageException.Failed | StorageException.Busy e) {
            return Told.DOUBTED;
        }
    }

    @Test
    void nothing_is_removed_under_who_has_it() throws Exception {
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        ConnectionTerms lease = ConnectionTerms.usual().answeringWithin(Duration.ofSeconds(2));
        try (StorageProvider shared = server.connect("profiles");
                StorageProvider storage = shared.onOwnConnection(lease);
                RacingProcess host = RacingProcess.start(server, "profiles")) {
            storage.sessionId();
            for (int i = 0; i < RACES; i++) {
                StoragePath file = StoragePath.of("disk" + i + ".lock");
                Path stored = server.folder("profiles").resolve(file.value());
                Files.writeString(stored, "before");
                Instant moment = Instant.now().plusMillis(20);
                // from 1 ms before the removal begins to 3 ms after, where it is over
                host.openAt(moment.plusNanos(TimeUnit.MICROSECONDS.toNanos(-1000 + 4000L * i / RACES)), file);
                RacingProcess.awaitMoment(moment);
                Told told = remove(storage, file);
                Outcome outcome = host.outcome();
                assertThat(told == Told.REFUSED)
                        .as("race %d: removal %s, the host %s", i, told, outcome)
                        .isEqualTo(outcome == Outcome.OPENED);
                assertThat(Files.readString(stored))
                        .as("race %d: what the host has is there, with what it wrote", i)
                        .isEqualTo("theirs");
                host.letGo();
                assertThat(Files.readString(stored)).isEqualTo("theirs");
                seen.merge(outcome, 1, Integer::sum);
            }
        }
        assertThat(seen)
                .as("both sides won some, or it was no race: %s", seen)
                .containsKeys(Outcome.OPENED, Outcome.MADE);
    }
}
