package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every storage does, and every layer around one: all that its parents say, and attributes, times, rights, and what a server tells of itself. */
public abstract class StorageContract extends StorageSharingContract {
    private static final String OTHERS_SID = "S-1-5-21-1111111111-2222222222-3333333333-1001";

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
}
