package dev.profilekeep.backup.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
    private static final int SAID = SealedFormat.SAID;
    private static final int RECORD = SealedFormat.RECORD;
    private final SecureRandom secure = new SecureRandom();
    private final MasterKey key = MasterKey.create(secure);
    private final Random random = new Random(7);

    @TempDir
    Path folder;

    private byte[] some(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] sealed(byte[] said, SealedKind kind) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (SealedWriter writer = new SealedWriter(Channels.newChannel(file), key, kind, secure)) {
            ByteBuffer left = ByteBuffer.wrap(said);
            while (left.hasRemaining()) {
                int count = Math.min(left.remaining(), 1 + random.nextInt(20_000));
                writer.write(left.slice(left.position(), count));
                left.position(left.position() + count);
                assertThat(writer.position()).isEqualTo(left.position());
            }
            assertThat(writer.fileSize(0)).isEqualTo(SealedFormat.fileSize(said.length));
            writer.finish();
        }
        return file.toByteArray();
    }

    private SealedReader open(byte[] file, SealedKind kind) throws IOException {
        return SealedReader.open("packs/1", new MemoryDevice(file), key, kind);
    }

    private static byte[] all(SealedReader reader) throws IOException {
        ByteBuffer said = ByteBuffer.allocate((int) reader.size());
        reader.readFully(0, said);
        assertThat(said.remaining()).isZero();
        return said.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, SAID - 1, SAID, SAID + 1, 2 * SAID - 1, 2 * SAID, 17 * SAID, 40 * SAID + 5})
    void what_was_said_is_read_from_every_place(int count) throws IOException {
        byte[] said = some(count);
        byte[] file = sealed(said, SealedKind.PACK);
        assertThat(file).hasSize((int) SealedFormat.fileSize(count));
        SealedReader reader = open(file, SealedKind.PACK);
        assertThat(reader.size()).isEqualTo(count);
        assertThat(all(reader)).isEqualTo(said);
        for (int i = 0; i < 200 && count > 0; i++) {
            int from = random.nextInt(count);
            int length = 1 + random.nextInt(Math.min(count - from, 1 + random.nextInt(3 * SAID)));
            ByteBuffer part = ByteBuffer.allocate(length);
            reader.readFully(from, part);
            assertThat(part.array()).isEqualTo(Arrays.copyOfRange(said, from, from + length));
        }
        assertThatThrownBy(() -> reader.readFully(count, ByteBuffer.allocate(1)))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> reader.readFully(-1, ByteBuffer.allocate(1))).isInstanceOf(EOFException.class);
    }

    @Test
    void a_file_that_was_cut_anywhere_is_not_opened() throws IOException {
        byte[] file = sealed(some(3 * SAID + 100), SealedKind.PACK);
        for (int length = 0; length < file.length; length += length % RECORD == 31 ? 1 : 61) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> open(cut, SealedKind.PACK))
                    .as("%d bytes of %d", length, file.length)
                    .isInstanceOf(SealException.Broken.class);
        }
        for (int records = 0; records <= 3; records++) {
            byte[] cut = Arrays.copyOf(file, SealedFormat.HEADER + records * RECORD);
            assertThatThrownBy(() -> open(cut, SealedKind.PACK))
                    .as("%d whole records", records)
                    .isInstanceOf(SealException.Broken.class);
        }
    }

    @Test
    void a_file_that_was_not_finished_is_not_opened() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (SealedWriter writer = new SealedWriter(Channels.newChannel(file), key, SealedKind.PACK, secure)) {
            writer.write(ByteBuffer.wrap(some(5 * SAID)));
        }
        assertThatThrownBy(() -> open(file.toByteArray(), SealedKind.PACK)).isInstanceOf(SealException.Broken.class);
    }

    @Test
    void every_changed_byte_is_found_and_told_where_it_stands() throws IOException {
        byte[] file = sealed(some(2 * SAID + 300), SealedKind.INDEX);
        for (int at = 0; at < file.length; at += at < 40 ? 1 : 97) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            int place = at;
            assertThatThrownBy(() -> all(open(changed, SealedKind.INDEX)))
                    .as("byte %d", at)
                    .isInstanceOf(SealException.class)
                    .satisfies(thrown -> {
                        if (thrown instanceof SealException.Broken broken && place >= SealedFormat.HEADER) {
                            assertThat(broken.at())
                                    .isEqualTo(SealedFormat.HEADER
                                            + (long) ((place - SealedFormat.HEADER) / RECORD) * RECORD);
                        }
                    });
        }
    }

    @Test
    void records_that_changed_places_within_a_file_or_between_two_are_found() throws IOException {
        byte[] one = sealed(some(4 * SAID), SealedKind.PACK);
        byte[] other = sealed(some(4 * SAID), SealedKind.PACK);
        byte[] swapped = one.clone();
        System.arraycopy(one, SealedFormat.HEADER, swapped, SealedFormat.HEADER + RECORD, RECORD);
        System.arraycopy(one, SealedFormat.HEADER + RECORD, swapped, SealedFormat.HEADER, RECORD);
        assertThatThrownBy(() -> all(open(swapped, SealedKind.PACK))).isInstanceOf(SealException.Broken.class);
        byte[] mixed = one.clone();
        System.arraycopy(other, SealedFormat.HEADER + RECORD, mixed, SealedFormat.HEADER + RECORD, RECORD);
        assertThatThrownBy(() -> all(open(mixed, SealedKind.PACK))).isInstanceOf(SealException.Broken.class);
    }

    @Test
    void a_file_of_another_kind_version_or_repository_is_refused() throws IOException {
        byte[] file = sealed(some(10), SealedKind.PACK);
        assertThatThrownBy(() -> open(file, SealedKind.INDEX)).isInstanceOf(SealException.Broken.class);
        byte[] renamed = file.clone();
        renamed[5] = (byte) SealedKind.INDEX.code();
        assertThatThrownBy(() -> open(renamed, SealedKind.INDEX)).isInstanceOf(SealException.Broken.class);
        byte[] newer = file.clone();
        newer[4] = 2;
        assertThatThrownBy(() -> open(newer, SealedKind.PACK))
                .isInstanceOf(SealException.TooNew.class)
                .hasMessageContaining("packs/1 has version 2");
        assertThatThrownBy(() ->
                        SealedReader.open("packs/1", new MemoryDevice(file), MasterKey.create(secure), SealedKind.PACK))
                .isInstanceOf(SealException.Broken.class);
        assertThatThrownBy(() -> open("just some text, long enough to be looked at twice".getBytes(), SealedKind.PACK))
                .isInstanceOf(SealException.Broken.class);
    }

    @Test
    void the_same_bytes_are_never_sealed_alike() throws IOException {
        byte[] said = some(100);
        assertThat(sealed(said, SealedKind.SNAPSHOT)).isNotEqualTo(sealed(said, SealedKind.SNAPSHOT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SAID, 3 * SAID + 17})
    void another_program_that_follows_the_document_reads_it(int count) throws Exception {
        byte[] said = some(count);
        Path file = folder.resolve("sealed");
        Files.write(file, sealed(said, SealedKind.SNAPSHOT));
        assertThat(Node.run(
                        folder,
                        "unseal.mjs",
                        file.toString(),
                        HexFormat.of().formatHex(key.secret()),
                        String.valueOf(SealedKind.SNAPSHOT.code())))
                .isEqualTo(said);
    }
}
