package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageContract;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FencedStorageTest {
    private static final StoragePath DISK = StoragePath.of("disk");

    private final Fence fence = new Fence("fra");
    private final MemoryStorage server = MemoryStorage.likeWindows();
    private final StorageProvider fenced = new FencedStorage(server, fence);

    @Nested
    class OpenAroundMemory extends StorageContract {
        @Override
        protected StorageProvider empty() {
            return new FencedStorage(MemoryStorage.likeWindows(), new Fence("fra"));
        }
    }

    @Nested
    class OpenAroundAFolder extends StorageContract {
        @TempDir
        Path folder;

        @Override
        protected StorageProvider empty() {
            return new FencedStorage(
                    Storages.connect(new StorageAddress.Local(folder), StorageOptions.local()), new Fence("fra"));
        }

        @Override
        protected boolean keepsCreationTime() {
            return false;
        }

        @Override
        protected boolean keepsAttributes() {
            return false;
        }

        @Override
        protected boolean hasConnections() {
            return false;
        }

        @Override
        protected boolean copiesRanges() {
            return false;
        }
    }

    private static void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageException.Unreachable.class)
                .hasMessageContaining("location 'fra' cannot be reached: a drill");
    }

    @Test
    void behind_a_closed_fence_every_verb_fails_as_with_a_server_that_is_away() throws IOException {
        try (OpenFile file = fenced.create(DISK, Sharing.ALL)) {
            file.writeFully(0, ByteBuffer.allocate(10));
        }
        StorageProvider other = fenced.onOwnConnection();
        StorageProvider byTerms = fenced.onOwnConnection(ConnectionTerms.usual());
        FileServer administration = fenced.fileServer();
        fence.close("a drill");
        for (StorageProvider each : List.of(fenced, other, byTerms, fenced.onOwnConnection())) {
            for (ThrowingCallable verb : verbs(each)) {
                assertUnreachable(verb);
            }
        }
        assertUnreachable(() -> administration.openFiles(StoragePath.ROOT));
        assertUnreachable(administration::clock);
        fence.open();
        assertThat(fenced.list(StoragePath.ROOT)).singleElement().satisfies(file -> assertThat(file.size())
                .isEqualTo(10));
    }

    private static List<ThrowingCallable> verbs(StorageProvider one) {
        StoragePath to = StoragePath.of("to");
        return new ArrayList<>(Arrays.asList(
                one::capabilities,
                one::sessionId,
                one::roundTrip,
                one::volume,
                one::moments,
                () -> one.fileServer().clock(),
                () -> one.holder(DISK),
                () -> one.list(StoragePath.ROOT),
                () -> one.list(StoragePath.ROOT, file -> {}),
                () -> one.stat(DISK),
                () -> one.openForReading(DISK, Sharing.ALL),
                () -> one.openForWriting(DISK, Sharing.ALL),
                () -> one.openToRemove(DISK),
                () -> one.create(to, Sharing.ALL),
                () -> one.createFolder(to),
                () -> one.rename(DISK, to),
                () -> one.replace(DISK, to),
                () -> one.hardLink(DISK, to),
                () -> one.delete(DISK),
                () -> one.setAttributes(DISK, 0),
                () -> one.setTimes(DISK, 0, 0),
                () -> one.security(DISK),
                () -> one.setSecurity(DISK, new FileSecurity(null, null, new byte[0])),
                () -> one.closeToOtherAccounts(DISK),
                () -> one.copy(DISK, to)));
    }

    @Test
    void a_file_that_was_open_is_dead_with_the_server_and_let_go_of() throws IOException {
        OpenFile file = fenced.create(DISK, Sharing.NONE);
        file.writeFully(0, ByteBuffer.allocate(10));
        OpenFile source = fenced.create(StoragePath.of("source"), Sharing.ALL);
        fence.close("a drill");
        assertUnreachable(file::size);
        assertUnreachable(file::stat);
        assertUnreachable(file::flush);
        assertUnreachable(() -> file.readFully(0, ByteBuffer.allocate(1)));
        assertUnreachable(() -> file.writeFully(0, ByteBuffer.allocate(1)));
        assertUnreachable(() -> file.resize(5));
        assertUnreachable(() -> file.copyFrom(source, List.of()));
        assertUnreachable(file::removeWhenClosed);
        file.close();
        source.close();
        fence.open();
        try (OpenFile again = fenced.openForWriting(DISK, Sharing.NONE)) {
            assertThat(again.size()).isEqualTo(10);
        }
    }

    @Test
    void whether_a_file_is_gone_nobody_can_tell_while_the_fence_is_closed() throws IOException {
        fenced.create(DISK, Sharing.ALL).close();
        OpenFile file = fenced.openToRemove(DISK);
        file.removeWhenClosed();
        fence.close("a drill");
        assertUnreachable(file::close);
    }

    /** A verb with a body in the interface would otherwise pass by. */
    @Test
    void no_verb_is_left_to_the_interface() {
        List<String> left = new ArrayList<>();
        for (Method verb : StorageProvider.class.getMethods()) {
            if (!Modifier.isStatic(verb.getModifiers())) {
                try {
                    FencedStorage.class.getDeclaredMethod(verb.getName(), verb.getParameterTypes());
                } catch (NoSuchMethodException e) {
                    left.add(verb.toString());
                }
            }
        }
        assertThat(left).isEmpty();
    }

    @Test
    void a_fence_is_closed_for_a_reason() {
        assertThatThrownBy(() -> fence.close(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(fence.isClosed()).isFalse();
    }
}
