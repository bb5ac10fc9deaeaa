package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
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
    private static final Set<String> READING =
            Set.of("capabilities", "list", "stat", "security", "close", "onOwnConnection");
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
        WRITES.put("openForWriting", s -> s.openForWriting(FILE, Sharing.ALL).close());
        WRITES.put("create", s -> s.create(StoragePath.of("new"), Sharing.NONE).close());
        WRITES.put("createFolder", s -> s.createFolder(StoragePath.of("folder")));
        WRITES.put("rename", s -> s.rename(FILE, StoragePath.of("renamed")));
        WRITES.put("replace", s -> s.replace(StoragePath.of("other"), FILE));
        WRITES.put("hardLink", s -> s.hardLink(FILE, StoragePath.of("link")));
        WRITES.put("delete", s -> s.delete(FILE));
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
            file.flush();
            assertThat(file.size()).isEqualTo(3);
        }
        assertThat(reached.count("file.writeFully")).isEqualTo(1);
        assertThat(reached.count("file.resize")).isZero();
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
        assertThat(verbs(OpenFile.class)).isEqualTo(union(READING_OPEN_FILE, Set.of("writeFully", "resize")));
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
