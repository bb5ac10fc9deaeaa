package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every storage does, and every layer around one. What differs by kind is asked of {@link Capabilities} or below. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StorageContract {
    private static final String OTHERS_SID = "S-1-5-21-1111111111-2222222222-3333333333-1001";
    private static final int SEED = Integer.getInteger("tests.seed", 20);

    private StorageProvider storage;
    private StorageProvider other;

    /** An empty location. */
    protected abstract StorageProvider empty() throws Exception;

    /** Whether the time of creation can be set. */
    protected boolean keepsCreationTime() {
        return true;
    }

    /** Whether HIDDEN and SYSTEM are kept; READONLY is by all. */
    protected boolean keepsAttributes() {
        return true;
    }

    /** Whether a file closed over one connection fails on it afterwards. */
    protected boolean hasConnections() {
        return true;
    }

    /** Whether ranges of open files are copied at the server. */
    protected boolean copiesRanges() {
        return true;
    }

    @BeforeEach
    void connect() throws Exception {
        storage = empty();
        other = storage.onOwnConnection();
    }

    @AfterEach
    void disconnect() throws IOException {
        if (other != null) {
            other.close();
        }
        if (storage != null) {
            storage.close();
        }
    }

    protected final StorageProvider storage() {
        return storage;
    }

    protected final StorageProvider other() {
        return other;
    }

    private boolean can(Function<Capabilities, Boolean> what) throws IOException {
        return what.apply(storage.capabilities());
    }

    protected static StoragePath path(String value) {
        return StoragePath.of(value);
    }

    protected final void write(String name, String content) throws IOException {
        try (OpenFile file = storage.create(path(name), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    protected final String read(String name) throws IOException {
        try (OpenFile file = storage.openForReading(path(name), Sharing.ALL)) {
            return new String(bytes(file, 0, (int) file.size()), StandardCharsets.UTF_8);
        }
    }

    protected static byte[] bytes(OpenFile file, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        file.readFully(offset, target);
        assertThat(target.hasRemaining()).isFalse();
        return target.array();
    }

    private List<String> names(String folder) throws IOException {
        return storage.list(path(folder)).stream()
                .map(StoredFile::name)
                .sorted()
                .toList();
    }

    @Test
    void an_empty_folder_lists_nothing() throws IOException {
        assertThat(storage.list(StoragePath.ROOT)).isEmpty();
        storage.createFolder(path("empty"));
        assertThat(storage.list(path("empty"))).isEmpty();
    }

    @Test
    void whoever_stops_a_listing_half_way_leaves_nothing_open() throws IOException {
        storage.createFolder(path("folder"));
        write("folder/one", "x");
        IllegalStateException enough = new IllegalStateException("enough");
        assertThatThrownBy(() -> storage.list(path("folder"), entry -> {
                    throw enough;
                }))
                .isSameAs(enough);
        storage.delete(path("folder/one"));
        storage.delete(path("folder"));
        // On a share a folder that somebody has open keeps its name until it is closed.
        storage.createFolder(path("folder"));
        assertThat(storage.list(path("folder"))).isEmpty();
    }

    @Test
    void an_entry_says_what_stat_says() throws IOException {
        write("one.vhdx", "content");
        storage.createFolder(path("folder"));
        List<StoredFile> listed = storage.list(StoragePath.ROOT);
        assertThat(listed).hasSize(2).allSatisfy(entry -> assertThat(storage.stat(entry.path()))
                .isEqualTo(entry));
        StoredFile file = storage.stat(path("one.vhdx"));
        assertThat(file.directory()).isFalse();
        assertThat(file.size()).isEqualTo(7);
        assertThat(file.fileId()).isNotZero();
        assertThat(file.changeTime()).isNotZero();
        StoredFile folder = storage.stat(path("folder"));
        assertThat(folder.directory()).isTrue();
        assertThat(folder.size()).isZero();
        assertThat(storage.stat(StoragePath.ROOT).directory()).isTrue();
    }

    @Test
    void a_large_folder_is_listed_whole_and_each_entry_once() throws IOException {
        storage.createFolder(path("large"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            String name =
                    "S-1-5-21-1111111111-2222222222-3333333333-" + (100_000 + i) + "_somebody.with.a.long.name" + i;
            storage.create(path("large/" + name), Sharing.NONE).close();
            expected.add(name);
        }
        assertThat(storage.list(path("large")))
                .extracting(StoredFile::name)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void only_the_folder_itself_is_listed() throws IOException {
        storage.createFolder(path("a"));
        storage.createFolder(path("a/b"));
        write("a/b/deep", "x");
        write("a/near", "x");
        assertThat(names("")).containsExactly("a");
        assertThat(names("a")).containsExactly("b", "near");
        assertThat(storage.list(path("a/b"))).extracting(StoredFile::path).containsExactly(path("a/b/deep"));
    }

    @Test
    void names_are_kept_as_they_are() throws IOException {
        List<String> odd = List.of(
                "Profile_jürgen.größe.vhdx",
                "名前 プロファイル.vhdx",
                "emoji 😀 and 𝄞.vhdx",
                "e\u0301 combining and \u00e9 composed",
                ".hidden",
                "%41 & #hash 100% [x] {y} 'q' ~1 ;=,+@!$^",
                "UPPER lower",
                "x".repeat(200) + ".vhdx");
        for (String name : odd) {
            write(name, name);
        }
        assertThat(names("")).containsExactlyInAnyOrderElementsOf(odd);
        for (String name : odd) {
            assertThat(read(name)).isEqualTo(name);
            assertThat(storage.stat(path(name)).name()).isEqualTo(name);
        }
    }

    @Test
    void a_path_may_be_longer_than_260_characters() throws IOException {
        StoragePath folder = StoragePath.ROOT;
        for (int i = 0; i < 6; i++) {
            folder = folder.child("folder".repeat(20) + i);
            storage.createFolder(folder);
        }
        StoragePath file = folder.child("Profile_somebody.vhdx");
        write(file.value(), "deep");
        assertThat(file.value().length()).isGreaterThan(700);
        assertThat(read(file.value())).isEqualTo("deep");
        assertThat(storage.list(folder)).extracting(StoredFile::path).containsExactly(file);
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        write("file", "x");
        assertThatThrownBy(() -> storage.list(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.list(path("file"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.stat(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.stat(path("none/deeper"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.openForReading(path("none"), Sharing.ALL))
                .isInstanceOf(StorageException.NotFound.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> storage.openForWriting(path("none"), Sharing.NONE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.create(path("none/x"), Sharing.NONE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.delete(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.rename(path("none"), path("x"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.copy(path("none"), path("x"))).isInstanceOf(StorageException.NotFound.class);
        assertThat(names("")).containsExactly("file");
    }

    @Test
    void a_folder_is_not_opened_as_a_file() throws IOException {
        storage.createFolder(path("folder"));
        assertThatThrownBy(() -> storage.openForReading(path("folder"), Sharing.ALL))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> storage.openForWriting(path("folder"), Sharing.NONE))
                .isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void bytes_beyond_4_gib_are_read_where_they_were_written() throws IOException {
        long far = (5L << 30) + 123;
        byte[] mark = "far beyond".getBytes(StandardCharsets.UTF_8);
        try (OpenFile file = storage.create(path("sparse"), Sharing.NONE)) {
            file.writeFully(far, ByteBuffer.wrap(mark));
            file.writeFully((1L << 32) - 4, ByteBuffer.wrap(mark));
            assertThat(file.size()).isEqualTo(far + mark.length);
        }
        try (OpenFile file = storage.openForReading(path("sparse"), Sharing.ALL)) {
            assertThat(bytes(file, far, mark.length)).isEqualTo(mark);
            assertThat(bytes(file, (1L << 32) - 4, mark.length)).isEqualTo(mark);
            assertThat(bytes(file, far - (1L << 32), mark.length)).containsOnly(0);
            assertThat(file.stat().size()).isEqualTo(far + mark.length);
        }
    }

    @Test
    void reading_ends_where_the_file_does() throws IOException {
        write("ten", "0123456789");
        try (OpenFile file = storage.openForReading(path("ten"), Sharing.ALL)) {
            assertThat(bytes(file, 0, 10)).asString(StandardCharsets.UTF_8).isEqualTo("0123456789");
            assertThat(bytes(file, 7, 3)).asString(StandardCharsets.UTF_8).isEqualTo("789");
            assertThat(bytes(file, 10, 0)).isEmpty();
            assertThatThrownBy(() -> bytes(file, 7, 4)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> bytes(file, 10, 1)).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> bytes(file, 1L << 40, 1)).isInstanceOf(EOFException.class);
            assertThatIllegalArgumentException().isThrownBy(() -> bytes(file, -1, 1));
        }
    }

    @Test
    void large_and_crooked_pieces_come_back_as_they_went() throws IOException {
        byte[] content = new byte[9 * 1024 * 1024 + 4321];
        Random random = new Random(SEED);
        random.nextBytes(content);
        try (OpenFile file = storage.create(path("large"), Sharing.NONE)) {
            ByteBuffer source = ByteBuffer.wrap(content);
            file.writeFully(777, source);
            assertThat(source.hasRemaining()).isFalse();
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(content.length);
                int length = random.nextInt(content.length - from);
                ByteBuffer target =
                        ByteBuffer.allocateDirect(length + 10).position(3).limit(3 + length);
                file.readFully(777 + from, target);
                assertThat(target.position()).isEqualTo(3 + length);
                assertThat(target.flip().position(3)).isEqualTo(ByteBuffer.wrap(content, from, length));
            }
            assertThat(bytes(file, 0, 777)).containsOnly(0);
        }
    }

    @Test
    void one_open_file_is_read_by_many_threads() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(SEED).nextBytes(content);
        try (OpenFile file = storage.create(path("shared"), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content));
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try (OpenFile file = storage.openForReading(path("shared"), Sharing.ALL)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int from = i * 49_000;
                answers.add(threads.submit(() ->
                        ByteBuffer.wrap(bytes(file, from, 50_000)).equals(ByteBuffer.wrap(content, from, 50_000))));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void who_holds_a_file_alone_keeps_others_out() throws IOException {
        assumeTrue(can(Capabilities::seesOtherOpens), "this kind of storage does not see who has a file open");
        write("held", "x");
        try (OpenFile holder = other.openForWriting(path("held"), Sharing.NONE)) {
            assertThatThrownBy(() -> storage.openForReading(path("held"), Sharing.ALL))
                    .isInstanceOfSatisfying(StorageException.Busy.class, e -> assertThat(e.retryable())
                            .isTrue())
                    .hasMessageContaining("held");
            assertThatThrownBy(() -> storage.openForWriting(path("held"), Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
            assertThatThrownBy(() -> storage.delete(path("held"))).isInstanceOf(StorageException.Busy.class);
            assertThatThrownBy(() -> storage.rename(path("held"), path("x"))).isInstanceOf(StorageException.Busy.class);
            assertThat(storage.stat(path("held")).size()).isEqualTo(1);
        }
        assertThat(read("held")).isEqualTo("x");
    }

    @Test
    void who_shares_for_reading_keeps_writers_out() throws IOException {
        assumeTrue(can(Capabilities::seesOtherOpens), "this kind of storage does not see who has a file open");
        write("held", "x");
        try (OpenFile holder = other.openForReading(path("held"), Sharing.READ)) {
            assertThat(read("held")).isEqualTo("x");
            assertThatThrownBy(() -> storage.openForWriting(path("held"), Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
        }
        storage.openForWriting(path("held"), Sharing.NONE).close();
    }

    @Test
    void reading_is_in_nobodys_way() throws IOException {
        write("read", "before");
        write("doomed", "before");
        try (OpenFile reader = storage.openForReading(path("read"), Sharing.ALL);
                OpenFile second = storage.openForReading(path("doomed"), Sharing.ALL)) {
            try (OpenFile writer = other.openForWriting(path("read"), Sharing.READ)) {
                writer.writeFully(0, ByteBuffer.wrap("after ".getBytes(StandardCharsets.UTF_8)));
            } catch (StorageException.Busy e) {
                throw new AssertionError("a reader held a writer off", e);
            }
            assertThat(bytes(reader, 0, 6)).asString(StandardCharsets.UTF_8).isEqualTo("after ");
            other.rename(path("read"), path("renamed"));
            other.delete(path("doomed"));
        }
        assertThat(names("")).containsExactly("renamed");
    }

    @Test
    void a_name_that_is_taken_is_never_taken_again() throws IOException {
        write("a", "a");
        write("b", "b");
        storage.createFolder(path("folder"));
        assertThatThrownBy(() -> storage.create(path("a"), Sharing.NONE)).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.create(path("folder"), Sharing.NONE))
                .isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.createFolder(path("a"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.createFolder(path("folder"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.rename(path("a"), path("b"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.hardLink(path("a"), path("b"))).isInstanceOf(StorageException.Exists.class);
        assertThatThrownBy(() -> storage.copy(path("a"), path("b"))).isInstanceOf(StorageException.Exists.class);
        assertThat(read("a")).isEqualTo("a");
        assertThat(read("b")).isEqualTo("b");
        assertThat(names("")).containsExactly("a", "b", "folder");
    }

    @Test
    void renaming_moves_files_and_folders() throws IOException {
        storage.createFolder(path("from"));
        storage.createFolder(path("to"));
        write("from/file", "content");
        StoredFile before = storage.stat(path("from/file"));
        storage.rename(path("from/file"), path("to/renamed"));
        StoredFile after = storage.stat(path("to/renamed"));
        assertThat(after.fileId()).isEqualTo(before.fileId());
        assertThat(after.lastWriteTime()).isEqualTo(before.lastWriteTime());
        assertThat(names("from")).isEmpty();
        storage.rename(path("to"), path("moved"));
        assertThat(read("moved/renamed")).isEqualTo("content");
        assertThat(names("")).containsExactly("from", "moved");
    }

    @Test
    void replacing_puts_one_file_in_the_place_of_another() throws IOException {
        storage.createFolder(path("txn"));
        write("profile", "old");
        write("txn/new", "new");
        storage.replace(path("txn/new"), path("profile"));
        assertThat(read("profile")).isEqualTo("new");
        assertThat(names("txn")).isEmpty();
        write("txn/first", "first");
        storage.replace(path("txn/first"), path("no-predecessor"));
        assertThat(read("no-predecessor")).isEqualTo("first");
    }

    @Test
    void replacing_a_file_that_another_holds_goes_as_the_kind_of_server_says() throws IOException {
        assumeTrue(can(Capabilities::seesOtherOpens), "this kind of storage does not see who has a file open");
        write("profile", "old");
        write("new", "new");
        try (OpenFile holder = other.openForWriting(path("profile"), Sharing.NONE)) {
            if (can(Capabilities::replacesOpenFiles)) {
                storage.replace(path("new"), path("profile"));
                assertThat(read("profile")).isEqualTo("new");
            } else {
                assertThatThrownBy(() -> storage.replace(path("new"), path("profile")))
                        .isInstanceOf(StorageException.Busy.class);
                assertThat(names("")).containsExactly("new", "profile");
            }
        }
        assertThat(read("profile")).isEqualTo(can(Capabilities::replacesOpenFiles) ? "new" : "old");
    }

    /** FSLogix makes a new, empty profile the moment the name is free. */
    @Test
    void the_name_never_vanishes_while_its_file_is_replaced() throws Exception {
        write("profile", "0");
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch looking = new CountDownLatch(1);
        ExecutorService host = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> created = host.submit(() -> {
                int made = 0;
                while (!done.get()) {
                    try {
                        other.create(path("profile"), Sharing.ALL).close();
                        made++;
                    } catch (StorageException.Exists | StorageException.Busy e) {
                        looking.countDown();
                    }
                }
                return made;
            });
            looking.await();
            for (int i = 1; i <= 100; i++) {
                write("new", Integer.toString(i));
                storage.replace(path("new"), path("profile"));
            }
            done.set(true);
            assertThat(created.get()).as("times the name was free").isZero();
        } finally {
            done.set(true);
            host.shutdownNow();
        }
        assertThat(read("profile")).isEqualTo("100");
    }

    @Test
    void a_hard_link_is_a_second_name() throws IOException {
        assumeTrue(can(Capabilities::hardLinks), "no hard links here");
        storage.createFolder(path("kept"));
        write("file", "content");
        storage.hardLink(path("file"), path("kept/second"));
        assertThat(storage.stat(path("kept/second")).fileId())
                .isEqualTo(storage.stat(path("file")).fileId());
        write("new", "new");
        storage.replace(path("new"), path("file"));
        assertThat(read("kept/second")).isEqualTo("content");
        assertThat(read("file")).isEqualTo("new");
        assertThatThrownBy(() -> storage.hardLink(path("none"), path("x")))
                .isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void files_and_empty_folders_are_deleted() throws IOException {
        storage.createFolder(path("folder"));
        write("folder/file", "x");
        assertThatThrownBy(() -> storage.delete(path("folder")))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("not empty");
        storage.delete(path("folder/file"));
        storage.delete(path("folder"));
        assertThat(names("")).isEmpty();
        assertThatThrownBy(() -> storage.delete(StoragePath.ROOT)).isInstanceOf(StorageException.Denied.class);
    }

    @Test
    void attributes_are_kept() throws IOException {
        write("file", "x");
        storage.setAttributes(
                path("file"), StoredFile.READONLY | StoredFile.HIDDEN | StoredFile.SYSTEM | StoredFile.SPARSE);
        StoredFile set = storage.stat(path("file"));
        assertThat(set.has(StoredFile.READONLY)).isTrue();
        if (keepsAttributes()) {
            assertThat(set.has(StoredFile.HIDDEN)).isTrue();
            assertThat(set.has(StoredFile.SYSTEM)).isTrue();
        }
        assertThat(set.has(StoredFile.SPARSE)).isFalse();
        storage.setAttributes(path("file"), 0);
        StoredFile cleared = storage.stat(path("file"));
        assertThat(cleared.attributes() & (StoredFile.READONLY | StoredFile.HIDDEN | StoredFile.SYSTEM))
                .isZero();
        storage.delete(path("file"));
    }

    @Test
    void times_are_exact_to_100_ns() throws IOException {
        write("file", "x");
        long created = StoredFile.fromInstant(Instant.parse("2019-02-03T04:05:06.123456700Z"));
        long written = StoredFile.fromInstant(Instant.parse("2024-11-12T13:14:15.987654300Z"));
        storage.setTimes(path("file"), created, written);
        assertThat(storage.stat(path("file")).lastWriteTime()).isEqualTo(written);
        assertThat(storage.stat(path("file")).lastWritten()).isEqualTo("2024-11-12T13:14:15.987654300Z");
        storage.setTimes(path("file"), 0, written + 1);
        assertThat(storage.list(StoragePath.ROOT).get(0).lastWriteTime()).isEqualTo(written + 1);
        if (keepsCreationTime()) {
            assertThat(storage.stat(path("file")).creationTime()).isEqualTo(created);
            storage.setTimes(path("file"), created + 3, 0);
            assertThat(storage.stat(path("file")).creationTime()).isEqualTo(created + 3);
            assertThat(storage.stat(path("file")).lastWriteTime()).isEqualTo(written + 1);
        }
    }

    @Test
    void a_dacl_comes_back_as_it_was_set() throws IOException {
        assumeTrue(
                CapabilityProbe.run(storage, StoragePath.ROOT, null).securityDescriptors(), "no Windows security here");
        write("old", "x");
        write("new", "x");
        FileSecurity first = storage.security(path("old"));
        assertThat(first.ownerSid()).startsWith("S-1-5-21-");
        byte[] dacl = dacl(first.ownerSid(), OTHERS_SID);
        byte[] none = new byte[0];
        storage.setSecurity(
                path("old"), new FileSecurity(null, null, new SecurityDescriptor(0x1004, none, none, dacl).toSet()));
        FileSecurity set = storage.security(path("old"));
        assertThat(SecurityDescriptor.parse(set.descriptor()).dacl()).isEqualTo(dacl);
        assertThat(SecurityDescriptor.parse(set.descriptor()).control() & 0x1000)
                .as("protected from inheritance")
                .isNotZero();
        assertThat(set.ownerSid()).isEqualTo(first.ownerSid());
        storage.setSecurity(path("new"), set);
        FileSecurity copied = storage.security(path("new"));
        assertThat(copied.ownerSid()).isEqualTo(set.ownerSid());
        assertThat(copied.groupSid()).isEqualTo(set.groupSid());
        assertThat(SecurityDescriptor.parse(copied.descriptor()).dacl()).isEqualTo(dacl);
        assertThatThrownBy(() -> storage.setSecurity(path("none"), set)).isInstanceOf(StorageException.NotFound.class);
    }

    /** The owner everything, somebody else read and execute. */
    private static byte[] dacl(String owner, String reader) {
        byte[] own = Sids.bytes(owner);
        byte[] others = Sids.bytes(reader);
        ByteBuffer acl = ByteBuffer.allocate(24 + own.length + others.length).order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2)
                .put((byte) 0)
                .putShort((short) acl.capacity())
                .putShort((short) 2)
                .putShort((short) 0);
        acl.putShort((short) 0)
                .putShort((short) (8 + own.length))
                .putInt(0x001F01FF)
                .put(own);
        acl.putShort((short) 0)
                .putShort((short) (8 + others.length))
                .putInt(0x001200A9)
                .put(others);
        return acl.array();
    }

    @Test
    void a_copy_holds_the_same_bytes() throws IOException {
        byte[] content = new byte[17 * 1024 * 1024 + 99];
        new Random(SEED).nextBytes(content);
        try (OpenFile file = storage.create(path("source"), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content));
        }
        storage.createFolder(path("to"));
        storage.copy(path("source"), path("to/copy"));
        try (OpenFile file = storage.openForReading(path("to/copy"), Sharing.ALL)) {
            assertThat(file.size()).isEqualTo(content.length);
            assertThat(ByteBuffer.wrap(bytes(file, 0, content.length))).isEqualTo(ByteBuffer.wrap(content));
        }
        write("nothing", "");
        storage.copy(path("nothing"), path("to/nothing"));
        assertThat(storage.stat(path("to/nothing")).size()).isZero();
    }

    @Test
    void a_file_is_made_longer_and_shorter() throws IOException {
        try (OpenFile file = storage.create(path("file"), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.UTF_8)));
            file.resize(4);
            assertThat(file.size()).isEqualTo(4);
            file.resize(100_000);
            file.flush();
            assertThat(file.size()).isEqualTo(100_000);
            assertThat(bytes(file, 0, 4)).asString(StandardCharsets.UTF_8).isEqualTo("0123");
            assertThat(bytes(file, 4, 99_996)).containsOnly(0);
            assertThatIllegalArgumentException().isThrownBy(() -> file.resize(-1));
        }
        assertThat(storage.stat(path("file")).size()).isEqualTo(100_000);
    }

    @Test
    void what_was_opened_for_reading_is_not_written() throws IOException {
        write("file", "x");
        try (OpenFile file = storage.openForReading(path("file"), Sharing.ALL)) {
            assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> file.resize(0)).isInstanceOf(StorageException.Denied.class);
        }
        assertThat(read("file")).isEqualTo("x");
    }

    @Test
    void a_closed_file_says_so_and_closes_twice() throws IOException {
        write("file", "x");
        OpenFile file = storage.openForReading(path("file"), Sharing.ALL);
        file.close();
        file.close();
        assertThatThrownBy(() -> bytes(file, 0, 1)).isInstanceOf(StorageException.Failed.class);
        assertThatThrownBy(file::stat).isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void each_connection_closes_for_itself() throws IOException {
        assumeTrue(hasConnections(), "a folder has no connections");
        write("file", "x");
        assertThat(other.stat(path("file")).size()).isEqualTo(1);
        other.close();
        assertThat(read("file")).isEqualTo("x");
        assertThatThrownBy(() -> other.stat(path("file"))).isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void a_probe_tells_who_is_held_from_free_and_absent() throws IOException {
        write("disk", "x");
        storage.createFolder(path("folder"));
        assertThat(storage.holder(path("none")).state()).isEqualTo(Held.State.ABSENT);
        assertThat(storage.holder(path("none/deeper")).state()).isEqualTo(Held.State.ABSENT);
        assertThatThrownBy(() -> storage.holder(path("folder"))).isInstanceOf(StorageException.Failed.class);
        Held.State free = storage.holder(path("disk")).state();
        if (!can(Capabilities::seesOtherOpens)) {
            assertThat(free).isEqualTo(Held.State.UNTOLD);
            assertThat(storage.holder(path("disk")).why()).contains("use the address of the share");
            return;
        }
        assertThat(free).isEqualTo(Held.State.FREE);
        for (Sharing sharing : Sharing.values()) {
            try (OpenFile reader = other.openForReading(path("disk"), sharing)) {
                assertThat(storage.holder(path("disk")).state())
                        .as("%s", sharing)
                        .isEqualTo(Held.State.HELD);
            }
        }
        assertThat(storage.holder(path("disk")).state()).isEqualTo(Held.State.FREE);
        try (OpenFile writer = other.openForWriting(path("disk"), Sharing.ALL)) {
            assertThat(storage.holder(path("disk")).state()).isEqualTo(Held.State.HELD);
            writer.writeFully(0, ByteBuffer.wrap(new byte[] {'y'}));
        }
        assertThat(read("disk")).isEqualTo("y");
    }

    @Test
    void a_probe_leaves_nothing_open() throws IOException {
        write("disk", "x");
        for (int i = 0; i < 50; i++) {
            storage.holder(path("disk"));
            try (OpenFile alone = other.openForWriting(path("disk"), Sharing.NONE)) {
                assertThat(alone.size()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_file_opened_to_be_removed_goes_only_if_that_is_said() throws IOException {
        write("lock", "whose it is");
        try (OpenFile file = storage.openToRemove(path("lock"))) {
            assertThat(bytes(file, 0, 5)).asString(StandardCharsets.UTF_8).isEqualTo("whose");
            assertThat(file.stat().size()).isEqualTo(11);
            assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(StorageException.Denied.class);
        }
        assertThat(read("lock")).isEqualTo("whose it is");
        OpenFile file = storage.openToRemove(path("lock"));
        file.removeWhenClosed();
        assertThat(bytes(file, 6, 2)).asString(StandardCharsets.UTF_8).isEqualTo("it");
        file.close();
        file.close();
        assertThat(names("")).isEmpty();
        assertThatThrownBy(() -> other.stat(path("lock"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(file::removeWhenClosed).isInstanceOf(StorageException.Failed.class);
        write("lock", "a new one can be made at once");
    }

    @Test
    void only_what_was_opened_to_be_removed_is() throws IOException {
        write("lock", "x");
        storage.createFolder(path("folder"));
        try (OpenFile file = storage.openForReading(path("lock"), Sharing.ALL)) {
            assertThatThrownBy(file::removeWhenClosed).isInstanceOf(StorageException.Denied.class);
        }
        try (OpenFile file = storage.openForWriting(path("lock"), Sharing.ALL)) {
            assertThatThrownBy(file::removeWhenClosed).isInstanceOf(StorageException.Denied.class);
        }
        assertThat(read("lock")).isEqualTo("x");
        assertThatThrownBy(() -> storage.openToRemove(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.openToRemove(path("folder"))).isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void who_has_a_file_to_remove_keeps_others_out_and_is_kept_out() throws IOException {
        assumeTrue(can(Capabilities::removesByHandle), "here a file is removed by its name");
        write("lock", "x");
        try (OpenFile file = storage.openToRemove(path("lock"))) {
            assertThatThrownBy(() -> other.openForReading(path("lock"), Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
            assertThat(other.holder(path("lock")).state()).isEqualTo(Held.State.HELD);
        }
        for (Sharing sharing : Sharing.values()) {
            try (OpenFile holder = other.openForReading(path("lock"), sharing)) {
                assertThatThrownBy(() -> storage.openToRemove(path("lock")))
                        .as("%s", sharing)
                        .isInstanceOf(StorageException.Busy.class);
            }
        }
        assertThat(read("lock")).isEqualTo("x");
    }

    /** The dead one lives as a lease does, with a deadline: without encryption no server answers what it sends later. */
    @Test
    void an_earlier_session_is_ended_with_all_it_held() throws IOException {
        assumeTrue(storage.sessionId().isPresent(), "there are no sessions here");
        write("held", "x");
        ConnectionTerms lease = ConnectionTerms.usual().answeringWithin(Duration.ofSeconds(2));
        try (StorageProvider dead = storage.onOwnConnection(lease)) {
            long session = dead.sessionId().getAsLong();
            assertThat(storage.sessionId().getAsLong()).isNotEqualTo(session);
            OpenFile held = dead.openForWriting(path("held"), Sharing.NONE);
            try (StorageProvider next = storage.onOwnConnection(lease.ending(session));
                    OpenFile taken = next.openForWriting(path("held"), Sharing.NONE)) {
                assertThat(taken.size()).isEqualTo(1);
                assertThatThrownBy(() -> held.writeFully(0, ByteBuffer.wrap(new byte[] {'y'})))
                        .isInstanceOf(StorageException.class);
                assertThat(next.sessionId().getAsLong()).isNotEqualTo(session);
            }
        }
        assertThat(read("held"))
                .as("what the dead one sent later is not written")
                .isEqualTo("x");
    }

    @Test
    void a_session_that_is_gone_already_is_not_missed() throws IOException {
        assumeTrue(storage.sessionId().isPresent(), "there are no sessions here");
        long gone = other.sessionId().getAsLong();
        other.close();
        try (StorageProvider next =
                storage.onOwnConnection(ConnectionTerms.usual().ending(gone))) {
            assertThat(next.list(StoragePath.ROOT)).isEmpty();
        }
        assertThat(storage.list(StoragePath.ROOT)).isEmpty();
    }

    @Test
    void a_volume_has_room_or_none_is_told() throws IOException {
        storage.volume().ifPresent(volume -> {
            assertThat(volume.totalBytes()).isPositive();
            assertThat(volume.freeBytes()).isBetween(0L, volume.totalBytes());
        });
        assertThat(storage.volume())
                .as("every kind of storage there is tells it")
                .isPresent();
    }

    @Test
    void a_round_trip_takes_its_time_where_there_is_one() throws IOException {
        assertThat(storage.roundTrip().isPresent()).isEqualTo(hasConnections());
        storage.roundTrip().ifPresent(time -> assertThat(time).isPositive().isLessThan(Duration.ofSeconds(5)));
    }

    @Test
    void a_file_server_tells_who_has_what_open_or_why_it_does_not() throws IOException {
        FileServer server = storage.fileServer();
        write("disk", "x");
        Ability lists = server.listsOpenFiles();
        if (!lists.can()) {
            assertThat(lists.why()).startsWith("open files cannot be listed here: ");
            assertThatThrownBy(() -> server.openFiles(StoragePath.ROOT))
                    .isInstanceOf(StorageException.class)
                    .hasMessage(lists.why());
            return;
        }
        assertThat(server.openFiles(StoragePath.ROOT)).isEmpty();
        try (OpenFile held = other.openForWriting(path("disk"), Sharing.NONE)) {
            assertThat(server.openFiles(StoragePath.ROOT)).singleElement().satisfies(open -> {
                assertThat(open.path()).isEqualTo(path("disk"));
                assertThat(open.writes()).isTrue();
                assertThat(open.account()).isNotEmpty();
            });
            assertThat(server.openFiles(path("disk"))).hasSize(1);
            assertThat(server.openFiles(path("dis"))).isEmpty();
        }
        assertThat(server.openFiles(StoragePath.ROOT)).isEmpty();
    }

    @Test
    void a_file_server_has_a_clock() throws IOException {
        Instant before = Instant.now();
        assertThat(storage.fileServer().clock())
                .as("on this machine it is ours")
                .isBetween(before.minusSeconds(2), before.plusSeconds(60));
    }

    @Test
    void trying_finds_what_the_server_can() throws IOException {
        Capabilities told = storage.capabilities();
        Capabilities found = CapabilityProbe.run(storage, StoragePath.ROOT, null);
        assertThat(found.seesOtherOpens()).isEqualTo(told.seesOtherOpens());
        assertThat(found.replacesOpenFiles()).isEqualTo(told.replacesOpenFiles());
        assertThat(found.hardLinks()).isEqualTo(told.hardLinks());
        assertThat(found.securityDescriptors())
                .as("never less than told")
                .isEqualTo(told.securityDescriptors() || found.securityDescriptors());
        assertThat(found.removesByHandle()).isEqualTo(told.removesByHandle());
        assertThat(found.server()).isEqualTo(told.server()).isNotBlank();
        assertThat(names("")).as("left behind").isEmpty();
    }

    private byte[] random(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        try (OpenFile file = storage.create(path(name), Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(bytes));
        }
        return bytes;
    }

    /** Copies what the ranges say, and looks at every byte of the target. */
    private void assertCopied(byte[] content, int targetSize, List<CopyRange> ranges) throws IOException {
        try (OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            target.resize(targetSize);
            byte[] expected = new byte[targetSize];
            long copied = target.copyFrom(source, ranges);
            assertThat(copied).isEqualTo(copiesRanges() ? CopyRange.bytes(ranges) : 0);
            if (copied > 0) {
                for (CopyRange range : ranges) {
                    System.arraycopy(
                            content, (int) range.from(), expected, (int) range.to(), Math.toIntExact(range.length()));
                }
            }
            target.flush();
            assertThat(target.size()).isEqualTo(targetSize);
            assertThat(bytes(target, 0, targetSize)).isEqualTo(expected);
        }
        storage.delete(path("target"));
    }

    @Test
    void ranges_of_any_size_are_copied_to_where_they_belong_and_nothing_else() throws IOException {
        int size = 3_000_001;
        byte[] content = random("source", size);
        assertCopied(content, size, List.of());
        assertCopied(content, size, List.of(new CopyRange(0, 0, size)));
        assertCopied(content, size + 7, List.of(new CopyRange(size - 1, 0, 1), new CopyRange(5, size + 2, 5)));
        Random random = new Random(SEED);
        for (int round = 0; round < 5; round++) {
            List<CopyRange> ranges = new ArrayList<>();
            for (int to = random.nextInt(5000); to < size - 1; to += 1 + random.nextInt(100_000)) {
                int length = 1 + random.nextInt(Math.min(size - to, 1 << random.nextInt(21)));
                ranges.add(new CopyRange(random.nextInt(size - length + 1), to, length));
                to += length;
            }
            assertCopied(content, size, ranges);
        }
    }

    @Test
    void more_ranges_and_more_bytes_than_a_server_takes_at_once_are_copied_too() throws IOException {
        int size = 20 << 20;
        byte[] content = random("source", size);
        List<CopyRange> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(new CopyRange(size - (i + 1) * 1000L, i * 1001L, 1000));
        }
        assertCopied(content, 1_001_000, many);
        assertCopied(content, size + 1, List.of(new CopyRange(0, 1, size)));
    }

    @Test
    void what_is_copied_behind_the_end_makes_a_file_longer() throws IOException {
        assumeTrue(copiesRanges(), "nothing is copied here");
        write("source", "0123456789");
        try (OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            assertThat(target.copyFrom(source, List.of(new CopyRange(2, 3, 4)))).isEqualTo(4);
            assertThat(target.size()).isEqualTo(7);
            assertThat(bytes(target, 0, 7)).isEqualTo(new byte[] {0, 0, 0, '2', '3', '4', '5'});
        }
    }

    @Test
    void a_source_that_ends_too_early_is_told() throws IOException {
        write("source", "0123456789");
        try (OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            assertThatThrownBy(() -> target.copyFrom(source, List.of(new CopyRange(0, 0, 5), new CopyRange(5, 5, 6))))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("ends at 10");
        }
    }

    @Test
    void only_open_files_are_copied_and_only_into_what_may_be_written() throws IOException {
        write("source", "0123456789");
        List<CopyRange> range = List.of(new CopyRange(0, 0, 5));
        OpenFile source = storage.openForReading(path("source"), Sharing.ALL);
        try (OpenFile alike = storage.openForReading(path("source"), Sharing.ALL)) {
            assertThatThrownBy(() -> alike.copyFrom(source, range)).isInstanceOf(StorageException.Denied.class);
        }
        try (OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            source.close();
            assertThatThrownBy(() -> target.copyFrom(source, range)).isInstanceOf(StorageException.class);
        }
        OpenFile closed = storage.openForWriting(path("target"), Sharing.NONE);
        closed.close();
        try (OpenFile open = storage.openForReading(path("source"), Sharing.ALL)) {
            assertThatThrownBy(() -> closed.copyFrom(open, range)).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void nothing_is_copied_from_over_another_connection() throws IOException {
        write("source", "0123456789");
        try (OpenFile source = other.openForReading(path("source"), Sharing.ALL);
                OpenFile target = storage.create(path("target"), Sharing.NONE)) {
            assertThat(target.copyFrom(source, List.of(new CopyRange(0, 0, 5)))).isZero();
            assertThat(target.size()).isZero();
        }
    }
}
