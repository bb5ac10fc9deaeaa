package dev.profilekeep.fslogix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.profilekeep.fslogix.LogObservation.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogObservationsTest {
    private static final String SID = "S-1-5-21-3623811015-3361044348-30300820-1013";

    private static List<LogObservation> observe(String log) throws IOException {
        List<LogObservation> seen = new ArrayList<>();
        FslogixLog.read(
                new StringReader(
                        "Log file created 2026-07-10 at 07:00:00\nUTC+00:00\nComputer Name: AVD-SH-1 User Name: SYSTEM\n"
                                + "-----------------\n" + log),
                new FslogixLog.Context(null, null),
                new LogObservations(seen::add));
        return seen;
    }

    @Test
    void the_machine_that_holds_a_disk_is_told_with_person_and_path() throws IOException {
        String disk = "\\\\storage01.file.core.windows.net\\profiles\\" + SID + "_jdoe\\Profile_jdoe.VHDX";
        assertThat(observe("[11:56:14.906][ERROR:00000020]   This machine 'avd-sh-1' is using jdoe's (SID=" + SID
                        + ") disk. Vhd(x): '" + disk + "' (The process cannot access the file.)\n"))
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.kind()).isEqualTo(Kind.HELD_BY);
                    assertThat(seen.host()).isEqualTo("AVD-SH-1");
                    assertThat(seen.holder()).isEqualTo("avd-sh-1");
                    assertThat(seen.sid()).isEqualTo(SID);
                    assertThat(seen.account()).isEqualTo("jdoe");
                    assertThat(seen.path()).isEqualTo(disk);
                    assertThat(seen.code()).isEqualTo(0x20);
                    assertThat(seen.at()).isEqualTo("2026-07-10T11:56:14.906Z");
                });
    }

    @Test
    void a_locked_disk_and_the_status_that_follows_belong_together() throws IOException {
        String disk = "\\\\fs02\\fslogix$\\" + SID + "_jdoe\\Profile_jdoe.vhdx";
        assertThat(observe(
                        "[07:15:03.789][tid:00000e2c.00001a2b][WARN: 00000020]   Attach vhd(x) failed, file is locked: "
                                + disk
                                + " (The process cannot access the file because it is being used by another process.)\n"
                                + "[07:15:11.000][tid:00000e2c.00001a2b][INFO]             Status set to 12: Can't attach to virtual disk\n"
                                + "[07:15:11.100][tid:00000e2c.00009999][INFO]             Status set to 0: Success\n"))
                .extracting(LogObservation::kind, LogObservation::path, LogObservation::sid, LogObservation::status)
                .containsExactly(tuple(Kind.IN_USE, disk, SID, null), tuple(Kind.STATUS, disk, SID, 12));
    }

    @Test
    void what_a_piece_of_work_said_belongs_to_its_thread_alone() throws IOException {
        assertThat(observe(
                        "[10:53:10.932][tid:00000ee4.00000001][INFO]           ===== Begin Session: Volume re-attach\n"
                                + "[10:53:10.932][tid:00000ee4.00000002][INFO] ===== Begin Session: Detach Outlook Data Folder Container: user1\n"
                                + "[10:53:10.932][tid:00000ee4.00000001][INFO]            VHDPath: \\\\fs01.example\\Profiles\\"
                                + SID
                                + "_user2\\user2.VHDX\n"
                                + "[10:53:10.979][tid:00000ee4.00000002][INFO]            Successfully opened VHD file\n"
                                + "[10:53:10.979][tid:00000ee4.00000001][INFO]            Successfully opened VHD file\n"
                                + "[10:53:12.077][tid:00000ee4.00000001][INFO]           ===== End Session: Volume re-attach\n"
                                + "[10:53:13.000][tid:00000ee4.00000001][ERROR:80070021] Lock\n"))
                .extracting(LogObservation::kind, LogObservation::account, LogObservation::sid)
                .containsExactly(
                        tuple(Kind.BEGIN, "", ""),
                        tuple(Kind.BEGIN, "user1", ""),
                        tuple(Kind.OPENED, "user1", ""),
                        tuple(Kind.OPENED, "user2", SID),
                        tuple(Kind.END, "user2", SID),
                        tuple(Kind.IN_USE, "", ""));
    }

    @Test
    void a_denied_folder_and_a_failed_load_tell_whose() throws IOException {
        assertThat(observe("[13:02:13.139][tid:00000dcc.00001d8c][ERROR:00000005]   No Create access: "
                        + "\\\\storage01.file.core.windows.net\\profiles\\user4_S-1-12-1-1-2-3-4 (Access is denied.)\n"
                        + "[13:02:13.155][tid:00000dcc.00001d8c][ERROR:00000005]   LoadProfile failed. Version: 3.26.126.19110 User:"
                        + " user4. SID: S-1-12-1-1-2-3-4. SessionId: 3. FrxStatus: 31 (Access is denied.)\n"))
                .extracting(LogObservation::kind, LogObservation::sid, LogObservation::account, LogObservation::status)
                .containsExactly(
                        tuple(Kind.DENIED, "S-1-12-1-1-2-3-4", "user4", null),
                        tuple(Kind.LOAD_FAILED, "S-1-12-1-1-2-3-4", "user4", 31));
    }

    @Test
    void lines_that_say_nothing_of_locks_are_passed_over() throws IOException {
        assertThat(
                        observe(
                                "[11:55:54.670][INFO]   Configuration Read (DWORD): SOFTWARE\\FSLogix\\Profiles\\LockedRetryCount.  Data: 3\n"
                                        + "[10:53:10.932][tid:00000ee4.00000ee8][WARN: 00000002]  Error querying VHDReAttachFilePath\n"))
                .isEmpty();
    }

    @Test
    void what_was_said_about_somebody_else_long_ago_or_by_no_named_thread_is_not_taken_over() throws IOException {
        String anna = "\\\\fs\\p\\S-1-5-21-1-2-3-1001_anna\\Profile_anna.VHDX";
        String about = "[INFO] VHDPath: " + anna + "\n";
        String inUse = "[ERROR:00000020] Operation 'OpenVirtualDisk' failed.";
        String thread = "[tid:00000ee4.00000001]";

        assertThat(observe("[10:00:00.000]" + thread + about + "[10:00:01.000]" + thread + inUse + "\n"))
                .extracting(LogObservation::path)
                .containsExactly(anna);
        for (String log : new String[] {
            "[10:00:00.000]" + about + "[10:00:01.000]" + inUse,
            "[10:00:00.000]" + thread + about + "[10:30:00.000]" + thread + inUse,
            "[10:00:00.000]" + thread + about + "[10:00:01.000]" + thread + inUse + " User: ben. ",
            "[10:00:00.000]" + thread + about + "[10:00:01.000]" + thread + inUse + " SID: S-1-5-21-1-2-3-1002",
        }) {
            assertThat(observe(log)).as(log).singleElement().satisfies(seen -> {
                assertThat(seen.path()).isEmpty();
                assertThat(seen.sid()).isNotEqualTo("S-1-5-21-1-2-3-1001");
                assertThat(seen.account()).isNotEqualTo("anna");
            });
        }
    }

    @Test
    void lines_made_to_take_long_are_read_as_quickly_as_others() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            log.append("[10:00:00.000][INFO] ").append("\\\\a".repeat(2_500)).append('\n');
            log.append("[10:00:00.000][INFO] ===== Begin Session: ")
                    .append(" ".repeat(7_000))
                    .append("x\n");
        }
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertThat(observe(log.toString()))
                .isNotEmpty());
    }
}
