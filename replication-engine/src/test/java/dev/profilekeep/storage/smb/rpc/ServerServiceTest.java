package dev.profilekeep.storage.smb.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.smb.rpc.ServerService.OpenFileInfo;
import dev.profilekeep.storage.smb.rpc.ServerService.SessionInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server service against a scripted server: honest, slow, short and hostile. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ServerServiceTest {
    private static final int SEED = Integer.getInteger("tests.seed", 20);
    private static final long MORE_DATA = 234;

    private final ScriptedPipe pipe = new ScriptedPipe();

    private ServerService service() throws StorageException {
        return ServerService.bind("list open files", pipe, "fs1", Duration.ofSeconds(20));
    }

    /** A page of NetrFileEnum; each name is a path and an account. */
    private static byte[] files(long code, long resume, String... names) {
        NdrWriter page = new NdrWriter()
                .u32(3)
                .u32(3)
                .pointer()
                .u32(names.length)
                .pointer()
                .u32(names.length);
        for (int i = 0; i < names.length; i++) {
            page.u32(100 + resume + i).u32(i % 2 == 0 ? 3 : 1).u32(i).pointer().pointer();
        }
        for (String name : names) {
            page.string("D:\\profiles\\" + name).string(name);
        }
        return page.u32(names.length).pointer().u32(resume).u32(code).toBytes();
    }

    @Test
    void open_files_are_read_with_all_they_say() throws IOException {
        pipe.answer(files(0, 0, "anna", "jürgen"));
        assertThat(service().files("D:\\profiles"))
                .containsExactly(
                        new OpenFileInfo(100, true, 0, "D:\\profiles\\anna", "anna"),
                        new OpenFileInfo(101, false, 1, "D:\\profiles\\jürgen", "jürgen"));
        assertThat(pipe.operations()).containsExactly(9);
    }

    @Test
    void pages_are_asked_for_until_there_is_no_more() throws IOException {
        pipe.answer(files(MORE_DATA, 7, "a", "b"))
                .answer(files(MORE_DATA, 9, "c"))
                .answer(files(0, 0, "d"));
        assertThat(service().files(null)).extracting(OpenFileInfo::account).containsExactly("a", "b", "c", "d");
        assertThat(pipe.lastWords(1)).as("resume handle of the last question").containsExactly(9L);
    }

    @Test
    void a_long_answer_comes_in_fragments_and_in_pieces_of_them() throws IOException {
        String[] names = new String[500];
        for (int i = 0; i < names.length; i++) {
            names[i] = "somebody" + i;
        }
        for (int fragment : new int[] {1, 7, 100, 4000}) {
            for (int read : new int[] {3, 24, 1000, 64 * 1024}) {
                ScriptedPipe slow =
                        new ScriptedPipe().fragments(fragment).reads(read).answer(files(0, 0, names));
                ServerService service = ServerService.bind("list", slow, "fs1", Duration.ofSeconds(20));
                assertThat(service.files(null))
                        .as("fragments of %s, reads of %s", fragment, read)
                        .hasSize(500);
            }
        }
    }

    @Test
    void nothing_open_is_an_empty_list() throws IOException {
        pipe.answer(new NdrWriter()
                .u32(3)
                .u32(3)
                .pointer()
                .u32(0)
                .nullPointer()
                .u32(0)
                .nullPointer()
                .u32(0)
                .toBytes());
        assertThat(service().files(null)).isEmpty();
    }

    @Test
    void sessions_are_read_with_and_without_the_number_of_their_opens() throws IOException {
        pipe.answer(new NdrWriter()
                .u32(1)
                .u32(1)
                .pointer()
                .u32(1)
                .pointer()
                .u32(1)
                .pointer()
                .pointer()
                .u32(4)
                .u32(3600)
                .u32(12)
                .u32(0)
                .string("\\\\10.0.0.7")
                .string("anna")
                .u32(1)
                .nullPointer()
                .u32(0)
                .toBytes());
        pipe.answer(new NdrWriter()
                .u32(10)
                .u32(10)
                .pointer()
                .u32(1)
                .pointer()
                .u32(1)
                .pointer()
                .nullPointer()
                .u32(0xFFFFFFFFL)
                .u32(0)
                .string("AVD-12")
                .u32(1)
                .nullPointer()
                .u32(0)
                .toBytes());
        ServerService service = service();
        assertThat(service.sessions(true))
                .containsExactly(new SessionInfo("\\\\10.0.0.7", "anna", OptionalInt.of(4), 3600, 12));
        assertThat(service.sessions(false))
                .as("it began in the future by the server's reckoning")
                .containsExactly(new SessionInfo("AVD-12", "", OptionalInt.empty(), 0, 0));
    }

    @Test
    void the_place_of_a_share_is_read() throws IOException {
        pipe.answer(new NdrWriter()
                .u32(2)
                .pointer()
                .pointer()
                .u32(0)
                .pointer()
                .u32(0)
                .u32(0xFFFFFFFFL)
                .u32(1)
                .pointer()
                .nullPointer()
                .string("profiles")
                .string("what it is for")
                .string("D:\\shares\\profiles")
                .u32(0)
                .toBytes());
        assertThat(service().sharePath("profiles")).isEqualTo("D:\\shares\\profiles");
        assertThat(pipe.operations()).containsExactly(16);
    }

    @Test
    void the_time_of_day_is_read_to_the_hundredth() throws IOException {
        pipe.answer(new NdrWriter()
                .pointer()
                .u32(1_790_000_000L)
                .u32(5)
                .u32(1)
                .u32(2)
                .u32(3)
                .u32(42)
                .u32(0)
                .u32(310)
                .u32(1)
                .u32(2)
                .u32(2026)
                .u32(3)
                .u32(0)
                .toBytes());
        assertThat(service().timeOfDay()).isEqualTo(Instant.ofEpochSecond(1_790_000_000L, 420_000_000));
    }

    @Test
    void a_refusal_keeps_its_code() throws IOException {
        pipe.answer(new NdrWriter()
                .u32(3)
                .u32(3)
                .nullPointer()
                .u32(0)
                .nullPointer()
                .u32(5)
                .toBytes());
        assertThatThrownBy(() -> service().files(null))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.isDenied()).isTrue())
                .hasMessage("ERROR_ACCESS_DENIED");
        pipe.answer(new NdrWriter().u32(2314).toBytes());
        assertThatThrownBy(() -> service().closeFile(7))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.code()).isEqualTo(2314))
                .hasMessage("NERR_FileIdNotFound");
        pipe.answer(new NdrWriter().u32(4711).toBytes());
        assertThatThrownBy(() -> service().closeFile(7)).hasMessage("Windows error 4711");
    }

    @Test
    void a_fault_is_a_refusal_too() throws IOException {
        pipe.fault(0x1C010002);
        assertThatThrownBy(() -> service().requireFile(1))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.isUnsupported()).isTrue())
                .hasMessage("nca_s_op_rng_error");
    }

    @Test
    void a_server_without_the_service_is_named() {
        pipe.bindResult(2);
        assertThatThrownBy(this::service)
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("does not offer the service");
    }

    @Test
    void a_list_that_never_ends_is_given_up() throws IOException {
        pipe.answerAlways(files(MORE_DATA, 7, "a"));
        assertThatThrownBy(() -> service().files(null))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("does not come to an end");
        pipe.answerAlways(files(MORE_DATA, 7));
        assertThatThrownBy(() -> service().files(null)).isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void an_answer_that_takes_too_long_is_given_up() throws IOException {
        ServerService service = ServerService.bind("list", pipe, "fs1", Duration.ofMillis(200));
        pipe.fragments(0).reads(24).answer(files(0, 0, "a")); // fragments without end and content
        assertThatThrownBy(() -> service.files(null)).isInstanceOf(StorageException.Unreachable.class);
    }

    @Test
    void more_entries_than_there_are_bytes_for_take_no_room() throws IOException {
        for (long count : new long[] {3, 1000, 0x7FFFFFFFL, 0xFFFFFFFFL}) {
            pipe.answer(new NdrWriter()
                    .u32(3)
                    .u32(3)
                    .pointer()
                    .u32(count)
                    .pointer()
                    .u32(count)
                    .u32(1)
                    .u32(1)
                    .u32(1)
                    .u32(0)
                    .u32(0)
                    .u32(0)
                    .nullPointer()
                    .u32(0)
                    .toBytes());
            assertThatThrownBy(() -> service().files(null))
                    .isInstanceOf(StorageException.Failed.class)
                    .hasMessageContaining("list open files")
                    .hasMessageContaining(count + " entries");
        }
    }

    /** Whatever comes ends in values, in a refusal or in a StorageException. */
    @Test
    void every_cut_and_every_changed_byte_ends_well() throws IOException {
        byte[] whole = files(0, 0, "anna", "jürgen", "li");
        Random random = new Random(SEED);
        List<byte[]> wrong = new ArrayList<>();
        for (int length = 0; length < whole.length; length++) {
            wrong.add(Arrays.copyOf(whole, length));
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] = (byte) random.nextInt(256);
            wrong.add(changed);
        }
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            wrong.add(noise);
        }
        for (byte[] stub : wrong) {
            pipe.answer(stub);
            ends(stub);
        }
        for (int at = 0; at < 60; at++) {
            for (int times = 0; times < 20; times++) {
                pipe.damage(at, (byte) random.nextInt(256)).answer(whole);
                ends(whole);
            }
        }
    }

    private void ends(byte[] stub) {
        try {
            ServerService.bind("list", pipe, "fs1", Duration.ofMillis(500)).files(null);
        } catch (StorageException | ServiceRefused e) {
            assertThat(e).hasMessageMatching("(?s).+");
        } catch (RuntimeException e) {
            fail("-Dtests.seed=" + SEED + ": " + stub.length + " bytes", e);
        } finally {
            pipe.forget();
        }
    }
}
