package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmbRecordsTest {
    private static final SmbSession.Ask ASK = new SmbSession.Ask("list folder", "List folder");

    private static byte[] page(String... names) {
        ByteBuffer page = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (int i = 0; i < names.length; i++) {
            byte[] name = SmbRequests.utf16(names[i]);
            int length = (104 + name.length + 7) / 8 * 8;
            page.putInt(at, i == names.length - 1 ? 0 : length);
            page.putLong(at + 8, 11).putLong(at + 24, 22).putLong(at + 32, 33);
            page.putLong(at + 40, 44).putLong(at + 48, 55).putInt(at + 56, 0x20);
            page.putInt(at + 60, name.length).putLong(at + 96, 66 + i).put(at + 104, name);
            at += i == names.length - 1 ? 104 + name.length : length;
        }
        byte[] cut = new byte[at];
        page.get(0, cut);
        return cut;
    }

    private static List<StoredFile> parse(byte[] page) throws StorageException {
        List<StoredFile> files = new ArrayList<>();
        SmbRecords.directoryPage(ASK, StoragePath.of("folder"), page, files::add);
        return files;
    }

    @Test
    void reads_a_page_without_the_folder_itself_and_its_parent() throws StorageException {
        assertThat(parse(page(".", "..", "a", "grüße 😀")))
                .containsExactly(
                        new StoredFile(StoragePath.of("folder/a"), false, 44, 55, 11, 22, 33, 68, 0x20),
                        new StoredFile(StoragePath.of("folder/grüße 😀"), false, 44, 55, 11, 22, 33, 69, 0x20));
    }

    @Test
    void a_name_that_is_no_valid_unicode_goes_back_as_it_came() throws StorageException {
        String lone = "broken \uD83D name";
        StoredFile file = parse(page(lone)).get(0);
        assertThat(file.name()).isEqualTo(lone);
        assertThat(SmbRequests.utf16(file.name()))
                .isEqualTo(SmbRequests.utf16(lone))
                .hasSize(2 * lone.length());
    }

    @Test
    void no_unique_id_is_no_id() throws StorageException {
        byte[] page = page("a");
        ByteBuffer.wrap(page).putLong(96, -1);
        assertThat(parse(page).get(0).fileId()).isZero();
    }

    @Test
    void a_name_that_would_lead_elsewhere_is_refused() {
        for (String name : List.of("a/b", "", "nul\0")) {
            assertThatThrownBy(() -> parse(page(name))).isInstanceOf(StorageException.Failed.class);
        }
    }

    /** Whatever a server sends: an answer or a StorageException, and an end. */
    @Test
    void falsified_pages_end_in_an_answer_or_a_refusal() throws StorageException {
        byte[] good = page(".", "..", "one", "two", "a much longer name than the others");
        Random random = new Random(Integer.getInteger("tests.seed", 17));
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int flips = random.nextInt(4); flips > 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(parse(bad)).hasSizeLessThanOrEqualTo(bad.length / 104 + 1);
            } catch (StorageException.Failed e) {
                assertThat(e).hasMessageContaining("[MS-FSCC]");
            }
        }
    }

    @Test
    void a_short_answer_is_refused() {
        assertThatThrownBy(() -> SmbRecords.allInformation(ASK, StoragePath.ROOT, new byte[71]))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("71 bytes");
    }

    @Test
    void a_copy_names_the_source_and_each_chunk_with_both_its_places() {
        byte[] key = new byte[24];
        key[23] = 9;
        List<CopyRange> chunks = List.of(new CopyRange(1000, 7, 100), new CopyRange(1L << 40, 107, 50));
        ByteBuffer request = ByteBuffer.wrap(SmbRecords.copyChunks(key, chunks)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(request.capacity()).isEqualTo(32 + 2 * 24);
        assertThat(request.get(23)).isEqualTo((byte) 9);
        assertThat(request.getInt(24)).isEqualTo(2);
        assertThat(request.getLong(32 + 24)).isEqualTo(1L << 40);
        assertThat(request.getLong(32 + 32)).isEqualTo(107);
        assertThat(request.getInt(32 + 40)).isEqualTo(50);
    }

    @Test
    void what_a_server_takes_in_one_request_is_read_without_sign() {
        byte[] answer = new byte[12];
        answer[0] = 2;
        answer[5] = 16;
        answer[11] = (byte) 0x80;
        assertThat(SmbRecords.copyLimits(answer)).isEqualTo(new SmbRangeCopy.Limits(2, 4096, Integer.MAX_VALUE));
        assertThat(SmbRecords.copied(answer)).isEqualTo(1L << 31);
        assertThat(SmbRecords.copied(new byte[11])).isZero();
    }

    @Test
    void a_new_name_is_never_shorter_than_windows_takes() {
        assertThat(SmbRecords.newName(true, "a")).hasSize(24).startsWith(1, 0, 0);
        assertThat(SmbRecords.newName(false, "folder\\file")).hasSize(20 + 22);
        assertThat(ByteBuffer.wrap(SmbRecords.newName(false, "a"))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(16))
                .isEqualTo(2);
    }
}
