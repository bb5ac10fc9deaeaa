package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.TrackingStorage;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GuardedStorageTest {
    private static final StoragePath FILE = StoragePath.of("Profile_somebody.vhdx");
    private static final Set<String> READING = Set.of(
            "capabilities",
            "moments",
            "asOf",
            "list",
            "stat",
            "security",
            "close",
            "onOwnConnection",
            "sessionId",
            "roundTrip",
            "volume",
            "fileServer",
            "holder");
    private static final Set<String> ASKING =
            Set.of("listsOpenFiles", "listsSessions", "closesHandles", "openFiles", "sessions", "clock");
    private static final Set<String> READING_OPEN_FILE = Set.of("size", "stat", "readFully", "flush", "close");

    private final AtomicReference<LocationMode> mode = new AtomicReference<>(LocationMode.OBSERVE);
    private final MemoryStorage server = MemoryStorage.likeWindows();
    private final TrackingStorage reached = new TrackingStorage(server);

    private interface Verb {
        void on(StorageProvider storage) throws IOException;
    }

    /** Every way to change something, by the name of its method. */
    private static final Map<String, Verb> WRITES = new LinkedHashMap<>();

    static {
        WRITES.put("openForReading", s -> s.openForReading(FILE, Sharing.NONE).close());
        WRITES.put("openToRemove", s -> s.openToRemove(FILE).close());
        WRITES.put("openForWriting", s -> s.openForWriting(FILE, Sharing.ALL).close());
        WRITES.put("create", s -> s.create(StoragePath.of("new"), Sharing.NONE).close());
        WRITES.put("createFolder", s -> s.createFolder(StoragePath.of("folder")));
        WRITES.put("rename", s -> s.rename(FILE, StoragePath.of("renamed")));
        WRITES.put("replace", s -> s.replace(StoragePath.of("other"), FILE));
        WRITES.put("hardLink", s -> s.hardLink(FILE, StoragePath.of("link")));
        WRITES.put("delete", s -> s.delete(FILE));
        WRITES.put("closeToOtherAccounts", s -> s.closeToOtherAccounts(FILE));
        WRITES.put("setAttributes", s -> s.setAttributes(FILE, 0));
        WRITES.put("setTimes", s -> s.setTimes(FILE, 0, 1));
        WRITES.put("setSecurity", s -> s.setSecurity(FILE, new FileSecurity("S-1-5-32-544", null, new byte[0])));
        WRITES.put("copy", s -> s.copy(FILE, StoragePath.of("copy")));
    }

    static List<Arguments> everything() {
        List<Arguments> cases = new ArrayList<>();
        for (LocationMode mode : LocationMode.values()) {
            for (Initiator initiator : Initiator.values()) {
                WRITES.keySet().forEach(verb -> cases.add(Arguments.of(mode, initiator, verb)));
            }
        }
        return cases;
    }

    @BeforeEach
    void twoFiles() throws IOException {
        for (StoragePath path : List.of(FILE, StoragePath.of("other"))) {
            try (OpenFile file = server.create(path, Sharing.NONE)) {
                file.writeFully(0, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            }
        }
    }

    private GuardedStorage guarded(Initiator initiator) {
        return new GuardedStorage(reached, mode::get, initiator, "FRA profiles");
    }

    private static boolean allowed(LocationMode mode, Initiator initiator) {
        return switch (mode) {
            case OBSERVE -> false;
            case ASSIST -> initiator == Initiator.PERSON;
            case ACT -> true;
        };
    }

    @ParameterizedTest
    @MethodSource("everything")
    void a_write_goes_through_where_the_mode_allows_it_only(LocationMode set, Initiator initiator, String verb) {
        mode.set(set);
        if (allowed(set, initiator)) {
            assertThatCode(() -> WRITES.get(verb).on(guarded(initiator))).doesNotThrowAnyException();
            assertThat(reached.verbs()).contains(verb);
        } else {
            assertThatThrownBy(() -> WRITES.get(verb).on(guarded(initiator)))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("'FRA profiles'")
                    .hasMessageContaining(set.name())
                    .hasMessageContaining(initiator == Initiator.JOB ? "set it to ACT" : "ASSIST or ACT");
            assertThat(reached.verbs()).as("what the server saw").isEmpty();
        }
    }

    @Test
    void another_connection_is_guarded_too() {
        for (Verb write : WRITES.values()) {
            assertThatThrownBy(() -> write.on(guarded(Initiator.PERSON).onOwnConnection()))
                    .isInstanceOf(StorageException.Denied.class);
        }
    }

    @Test
    void going_back_to_observe_stops_writes_to_files_already_open() throws IOException {
        mode.set(LocationMode.ACT);
        try (OpenFile file = guarded(Initiator.JOB).openForWriting(FILE, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(new byte[] {9}));
            mode.set(LocationMode.ASSIST);
            assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("ASSIST");
            assertThatThrownBy(() -> file.resize(0)).isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> file.copyFrom(file, List.of(new CopyRange(0, 3, 3))))
                    .isInstanceOf(StorageException.Denied.class);
            file.flush();
            assertThat(file.size()).isEqualTo(3);
        }
        assertThat(reached.count("file.writeFully")).isEqualTo(1);
        assertThat(reached.count("file.resize")).isZero();
        assertThat(reached.count("file.copyFrom")).isZero();
    }

    @Test
    void going_back_to_observe_stops_a_removal_that_was_begun() throws IOException {
        mode.set(LocationMode.ASSIST);
        try (OpenFile file = guarded(Initiator.PERSON).openToRemove(FILE)) {
            mode.set(LocationMode.OBSERVE);
            assertThatThrownBy(file::removeWhenClosed)
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("OBSERVE");
        }
        assertThat(reached.count("file.removeWhenClosed")).isZero();
        assertThat(server.stat(FILE).size()).isEqualTo(3);
    }

    @Test
    void a_probe_of_a_disk_is_allowed_in_every_mode() throws IOException {
        for (LocationMode any : LocationMode.values()) {
            mode.set(any);
            assertThat(guarded(Initiator.JOB).holder(FILE).state()).isEqualTo(Held.State.FREE);
        }
    }

    @Test
    void the_file_server_may_be_asked_in_every_mode_and_handles_closed_only_where_writing_is_allowed()
            throws IOException {
        try (OpenFile held = server.onOwnConnection().openForWriting(FILE, Sharing.NONE)) {
            FileServer asked = guarded(Initiator.PERSON).fileServer();
            assertThat(asked.listsOpenFiles().can()).isTrue();
            assertThat(asked.closesHandles().can()).isTrue();
            assertThat(asked.sessions()).isNotEmpty();
            List<ServerOpenFile> open = asked.openFiles(StoragePath.ROOT);
            assertThat(open).extracting(ServerOpenFile::path).containsExactly(FILE);
            assertThatThrownBy(() -> asked.close(open.get(0)))
                    .isInstanceOf(StorageException.Denied.class)
                    .hasMessageContaining("OBSERVE");
            assertThat(reached.count("server.close")).isZero();
            assertThat(held.size()).isEqualTo(3);
            mode.set(LocationMode.ASSIST);
            asked.close(open.get(0));
            assertThat(asked.openFiles(StoragePath.ROOT)).isEmpty();
        }
    }

    @Test
    void an_earlier_session_is_ended_only_where_writing_is_allowed() throws IOException {
        StorageProvider dead = server.onOwnConnection();
        OpenFile held = dead.openForWriting(FILE, Sharing.NONE);
        ConnectionTerms taking = ConnectionTerms.usual().ending(dead.sessionId().getAsLong());
        assertThatThrownBy(() -> guarded(Initiator.JOB).onOwnConnection(taking))
                .isInstanceOf(StorageException.Denied.class);
        assertThat(held.size()).isEqualTo(3);
        mode.set(LocationMode.ACT);
        try (StorageProvider next = guarded(Initiator.JOB).onOwnConnection(taking);
                OpenFile taken = next.openForWriting(FILE, Sharing.NONE)) {
            assertThat(taken.size()).isEqualTo(3);
            assertThatThrownBy(held::size).isInstanceOf(StorageException.Failed.class);
        }
    }

    @Test
    void reading_is_always_allowed() throws IOException {
        GuardedStorage guarded = guarded(Initiator.JOB);
        assertThat(guarded.list(StoragePath.ROOT)).hasSize(2);
        assertThat(guarded.stat(FILE).size()).isEqualTo(3);
        assertThat(guarded.security(FILE).ownerSid()).isNotNull();
        assertThat(guarded.capabilities().server()).isEqualTo("memory");
        try (OpenFile file = guarded.openForReading(FILE, Sharing.ALL)) {
            ByteBuffer target = ByteBuffer.allocate(3);
            file.readFully(0, target);
            assertThat(target.array()).containsExactly(1, 2, 3);
        }
    }

    /** A verb added to the interface must be decided about here before it can slip through. */
    @Test
    void every_verb_there_is_is_known_to_this_test() {
        assertThat(verbs(StorageProvider.class)).isEqualTo(union(READING, WRITES.keySet()));
        assertThat(verbs(OpenFile.class))
                .isEqualTo(union(READING_OPEN_FILE, Set.of("writeFully", "copyFrom", "resize", "removeWhenClosed")));
        // "close" of a file server closes somebody's handle and is guarded; that of a storage is not
        assertThat(verbs(FileServer.class)).isEqualTo(union(ASKING, Set.of("close")));
        assertThat(Arrays.stream(GuardedStorage.class.getDeclaredMethods()).map(Method::getName))
                .as("overridden one by one")
                .containsAll(union(READING, WRITES.keySet()));
    }

    private static Set<String> verbs(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Method method : type.getMethods()) {
            names.add(method.getName());
        }
        return names;
    }

    private static Set<String> union(Set<String> one, Set<String> two) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(two);
        return all;
    }
}
