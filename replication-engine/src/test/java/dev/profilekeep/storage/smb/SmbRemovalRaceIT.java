package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.RacingProcess;
import dev.profilekeep.storage.RacingProcess.Has;
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
 * Removal against a session host that opens the same file in that very moment, 50 times ({@code -Dtests.rounds=1000} for
 * more). Whoever has the file keeps it: nothing is ever removed under its holder, nor what the holder made in its place. Samba
 * 4.17 looks a name up before it looks who holds the file, so whoever is in between as the removal is over may be given what was
 * removed (seen: three times in a hundred, with both timed to the millisecond).
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class SmbRemovalRaceIT {
    private static final int RACES = Integer.getInteger("tests.rounds", 50);
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

    /** @param begun when the file was about to be let go, and with that removed */
    private record Removal(Told told, Instant begun) {}

    private static Removal remove(StorageProvider storage, StoragePath file) throws IOException {
        OpenFile open;
        try {
            open = storage.openToRemove(file);
        } catch (StorageException.Busy e) {
            return new Removal(Told.REFUSED, Instant.MAX);
        }
        open.removeWhenClosed();
        Instant begun = Instant.now();
        try {
            open.close();
            return new Removal(Told.REMOVED, begun);
        } catch (StorageException.Failed | StorageException.Busy e) {
            return new Removal(Told.DOUBTED, begun);
        }
    }

    @Test
    void nothing_is_removed_under_who_has_it() throws Exception {
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        ConnectionTerms lease = ConnectionTerms.usual().answeringWithin(Duration.ofSeconds(30));
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
                Removal removal = remove(storage, file);
                Has has = host.outcome();
                String what = "race " + i + ": removal " + removal + ", the host " + has;
                if (has.outcome() == Outcome.OPENED && removal.told() != Told.REFUSED) {
                    assertThat(has.since())
                            .as(what + ": it did not have it before")
                            .isAfter(removal.begun());
                    assertThat(stored).as(what).doesNotExist();
                    host.letGo();
                    continue;
                }
                assertThat(removal.told() == Told.REFUSED).as(what).isEqualTo(has.outcome() == Outcome.OPENED);
                assertThat(Files.readString(stored))
                        .as(what + ": what the host has is there, with what it wrote")
                        .isEqualTo("theirs");
                host.letGo();
                assertThat(Files.readString(stored)).isEqualTo("theirs");
                seen.merge(has.outcome(), 1, Integer::sum);
            }
        }
        assertThat(seen)
                .as("both sides won some, or it was no race: %s", seen)
                .containsKeys(Outcome.OPENED, Outcome.MADE);
    }
}
