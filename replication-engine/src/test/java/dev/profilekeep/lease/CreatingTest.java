package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is made under a name that nothing has. */
class CreatingTest {
    private static final StoragePath DISK = StoragePath.of("user/Profile_user.vhdx");
    private static final String NEW = "a new disk";
    private static final String OWNER = "S-1-5-21-1-2-3-1104";

    @TempDir
    Path folder;

    private final MemoryStorage storage = MemoryStorage.likeWindows();
    private FileSecurity security;
    private Catalog catalog;

    @BeforeEach
    void open() throws IOException {
        catalog = Catalog.open(Databases.h2(folder.resolve("catalog")));
        StoragePath other = StoragePath.of("other");
        try (OpenFile file = storage.create(other, Sharing.NONE)) {
            assertThat(file.size()).isZero();
        }
        security = new FileSecurity(OWNER, null, storage.security(other).descriptor());
        storage.setSecurity(other, security);
        security = storage.security(other);
        storage.delete(other);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private static SafeReplace swaps(StorageProvider at) {
        return new SafeReplace(new TestPlaces().at("here", at), Clock.systemUTC(), "node-a");
    }

    private void make(SafeReplace swaps, String text) throws IOException {
        swaps.create(
                new SafeReplace.NewPlace(9, "here", DISK, "a test", Initiator.PERSON, security, 0),
                file -> file.writeFully(0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))),
                file -> {});
    }

    private String read() throws IOException {
        try (OpenFile file = storage.openForReading(DISK, Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return new String(all.array(), StandardCharsets.UTF_8);
        }
    }

    private boolean isThere() throws IOException {
        try {
            storage.stat(DISK);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    @Test
    void it_has_its_name_when_it_is_whole_and_belongs_to_its_owner_with_its_folder() throws Exception {
        make(swaps(storage), NEW);
        assertThat(read()).isEqualTo(NEW);
        assertThat(storage.security(DISK).ownerSid()).isEqualTo(OWNER);
        assertThat(storage.security(StoragePath.of("user")).ownerSid()).isEqualTo(OWNER);
        assertThat(storage.list(SwapPaths.FOLDER)).isEmpty();
    }

    @Test
    void what_has_the_name_keeps_it() throws Exception {
        make(swaps(storage), NEW);
        assertThatThrownBy(() -> make(swaps(storage), "another")).isInstanceOf(StorageException.Exists.class);
        assertThat(read()).isEqualTo(NEW);
        assertThat(storage.list(SwapPaths.FOLDER)).isEmpty();
    }

    /** For n = 0, 1, 2 … the process is killed at its n-th change. */
    @Test
    void wherever_it_is_killed_the_name_is_free_or_has_the_whole_file() throws Exception {
        for (boolean answerLost : new boolean[] {false, true}) {
            int changes = 0;
            while (killedAt(changes, answerLost)) {
                changes++;
            }
            assertThat(changes).isGreaterThan(8);
        }
    }

    private boolean killedAt(int change, boolean answerLost) throws Exception {
        String where = "killed " + (answerLost ? "after" : "before") + " change " + change;
        if (isThere()) {
            storage.delete(DISK);
            storage.delete(StoragePath.of("user"));
        }
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        plan.crashAt(change, answerLost);
        try {
            make(swaps(new CrashingStorage(storage.onOwnConnection(), plan)), NEW);
        } catch (IOException e) {
            assertThat(plan.isDead()).as(where + ": " + e).isTrue();
        }
        try (Leases leases = new Leases(
                catalog.database(),
                new TestPlaces().at("here", storage),
                Clock.systemUTC(),
                "node-b",
                SwapContract.UNHURRIED)) {
            assertThat(swaps(storage).recover("here", Initiator.PERSON, leases, Actor.SCHEDULE))
                    .as(where)
                    .isEmpty();
        }
        if (isThere()) {
            assertThat(read()).as(where).isEqualTo(NEW);
        }
        sweep();
        return plan.isDead();
    }

    /** Folders without a journal stay for a day: they may be somebody's who is just beginning. */
    private void sweep() throws IOException {
        List<StoredFile> left;
        try {
            left = storage.list(SwapPaths.FOLDER);
        } catch (StorageException.NotFound e) {
            return;
        }
        for (StoredFile entry : left) {
            assertThat(storage.list(entry.path())).noneMatch(file -> file.name().equals("journal.jsonl"));
            for (StoredFile file : storage.list(entry.path())) {
                storage.delete(file.path());
            }
            storage.delete(entry.path());
        }
    }
}
