package dev.profilekeep.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNamesTest {
    private static final String SID = "S-1-5-21-1004336348-1177238915-682003330-1001";
    private static final String ENTRA = "S-1-12-1-1943430372-1249052806-2496021943-3034400218";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                SID + "_anna|" + SID + "|anna",
                "anna_" + SID + "|" + SID + "|anna",
                ENTRA + "_anna.example|" + ENTRA + "|anna.example",
                "anna_b_c_" + ENTRA + "|" + ENTRA + "|anna_b_c",
                SID + "_anna_b_c|" + SID + "|anna_b_c",
                SID + "|" + SID + "|''",
                SID + "_|" + SID + "|''",
                "s-1-5-21-1-2-3-4_anna|S-1-5-21-1-2-3-4|anna",
                "Zoë Müller_S-1-5-21-1-2-3-4|S-1-5-21-1-2-3-4|Zoë Müller",
                "S-1-5-21-1-2-3-4_张伟|S-1-5-21-1-2-3-4|张伟",
                "S-1-5-21-1-2-3-4_😀|S-1-5-21-1-2-3-4|😀",
                "S-1-5-21-1-2-3-4.anna|S-1-5-21-1-2-3-4|anna",
                "EXAMPLE.anna_S-1-5-21-1-2-3-4|S-1-5-21-1-2-3-4|EXAMPLE.anna",
                "S-1-5-21-1-2-3-4_$svc|S-1-5-21-1-2-3-4|$svc",
                "S-1-5-21-0-0-0-500_a|S-1-5-21-0-0-0-500|a",
                "S-1-5-21-4294967295-1-2-3_a|S-1-5-21-4294967295-1-2-3|a",
                "anna-S-1-5-21-1-2-3-4|S-1-5-21-1-2-3-4|anna",
                "S-1-5-21-1-2-3-4-anna|S-1-5-21-1-2-3-4|anna",
            })
    void a_folder_with_a_sid_is_a_persons_in_either_order(String name, String sid, String account) {
        assertThat(ContainerNames.folder(name)).isEqualTo(new FolderName.Person(sid, account));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna",
                "S-1-5-18_system",
                "S-1-5-32-544_admins",
                "S-1-5-21-1-2-3_short",
                "S-1-5-21-1-2-3-4-5_long",
                "S-1-5-21-4294967296-1-2-3_toolarge",
                "S-1-5-21-99999999999-1-2-3_toolarge",
                "S-1-5-21-01-1-2-3_leadingzero",
                "S-1-12-1-1-2-3_short",
                "xS-1-5-21-1-2-3-4",
                "S-1-5-21-1-2-3-4x",
                "a_S-1-5-21-1-2-3-4_b",
                "S-1-5-21-١-2-3-4_arabic",
                "",
            })
    void a_folder_without_a_persons_sid_is_another(String name) {
        assertThat(ContainerNames.folder(name)).isEqualTo(new FolderName.Other(name));
    }

    @Test
    void two_sids_are_never_guessed_about() {
        String name = SID + "_" + ENTRA;
        assertThat(ContainerNames.folder(name)).isEqualTo(new FolderName.Ambiguous(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {".profilekeep", "System Volume Information", "$RECYCLE.BIN", "~snapshot", "lost+found"})
    void folders_of_servers_and_ours_are_left_alone(String name) {
        assertThat(ContainerNames.folder(name)).isEqualTo(new FolderName.System(name));
    }

    @ParameterizedTest
    @CsvSource({
        "Profile_anna.VHDX, PROFILE, Profile_anna, anna",
        "profile_anna.vhd, PROFILE, profile_anna, anna",
        "PROFILE_ANNA.vHdX, PROFILE, PROFILE_ANNA, ANNA",
        "ODFC_anna.VHDX, ODFC, ODFC_anna, anna",
        "Profile.vhdx, PROFILE, Profile, ''",
        "Profile_anna.b_c.vhdx, PROFILE, Profile_anna.b_c, anna.b_c",
        "Profile_anna (2).vhdx, PROFILE, Profile_anna (2), anna (2)",
        "Profile-x.vhd, PROFILE, Profile-x, x",
        "Profile_.vhd, PROFILE, Profile_, ''",
        "Profile_x.vhdx.vhdx, PROFILE, Profile_x.vhdx, x.vhdx",
        "Profile_ro.vhdx, PROFILE, Profile_ro, ro",
        "Profile_odfc.vhdx, PROFILE, Profile_odfc, odfc",
    })
    void a_disk_is_told_by_the_beginning_of_its_name(String name, ContainerKind kind, String base, String account) {
        assertThat(ContainerNames.file(name, "")).isEqualTo(new FileName.Disk(kind, base, "", account));
    }

    @Test
    void a_sid_in_the_disks_own_name_counts() {
        assertThat(ContainerNames.file("Profile_" + SID + "_anna.vhdx", ""))
                .isEqualTo(new FileName.Disk(ContainerKind.PROFILE, "Profile_" + SID + "_anna", SID, "anna"));
    }

    @ParameterizedTest
    @CsvSource({
        "RW.VHDX, anna",
        "rw.vhd, anna",
        "RW_1.vhdx, anna",
        "Merge.VHDX, anna",
        SID + "_RO.VHDX, anna",
        SID + "_ODFC.VHD, anna",
        "PC17_ODFC.vhdx, anna",
        "ODFC_anna-SESSION-0.VHDX, anna",
        "odfc_anna-session-12.vhdx, ''",
        "Profile_anna_RO.vhdx, anna",
    })
    void difference_disks_are_never_taken_for_a_container(String name, String account) {
        assertThat(ContainerNames.file(name, account)).isEqualTo(new FileName.Difference(name));
    }

    @Test
    void a_person_whose_name_looks_like_a_session_keeps_the_container() {
        assertThat(ContainerNames.file("ODFC_anna-SESSION-1.VHDX", "anna-session-1"))
                .isInstanceOf(FileName.Disk.class);
        assertThat(ContainerNames.file("Profile_anna_RO.VHDX", "anna_ro")).isInstanceOf(FileName.Disk.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Profile_anna.VHDX.lock, Profile_anna.VHDX, LOCK",
        "profile_anna.vhd.META, profile_anna.vhd, META",
        "ODFC_a.vhdx.metadata, ODFC_a.vhdx, METADATA"
    })
    void sidecars_name_their_disk(String name, String disk, FileName.Sidecar.Type type) {
        assertThat(ContainerNames.file(name, "")).isEqualTo(new FileName.Sidecar(disk, type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup.vhdx", "Office.vhd", " Profile_x.vhdx", "_Profile.vhd"})
    void other_disks_are_strays_worth_telling(String name) {
        assertThat(ContainerNames.file(name, "")).isEqualTo(new FileName.StrayDisk(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desktop.ini",
                "Profile_x.vhdx.tmp",
                "Profile_x.vhdx.bak",
                ".vhdx",
                "vhdx",
                "Profile_x",
                "",
                "x.lock"
            })
    void anything_else_is_a_stray(String name) {
        assertThat(ContainerNames.file(name, "")).isEqualTo(new FileName.Stray(name));
    }

    @Test
    void any_account_in_either_order_is_read_back() {
        RandomCases.run(2_000, random -> {
            String sid = randomSid(random);
            String account = randomAccount(random);
            assertThat(ContainerNames.folder(sid + "_" + account)).isEqualTo(new FolderName.Person(sid, account));
            assertThat(ContainerNames.folder(account + "_" + sid)).isEqualTo(new FolderName.Person(sid, account));
            assertThat(ContainerNames.file("Profile_" + account + ".VHDX", account))
                    .isInstanceOfSatisfying(FileName.Disk.class, disk -> assertThat(disk.baseName())
                            .isEqualTo("Profile_" + account));
        });
    }

    private static String randomSid(Random random) {
        String parts =
                "-" + unsigned(random) + "-" + unsigned(random) + "-" + unsigned(random) + "-" + unsigned(random);
        return (random.nextBoolean() ? "S-1-5-21" : "S-1-12-1") + parts;
    }

    private static String unsigned(Random random) {
        return Long.toString(random.nextInt() & 0xffff_ffffL);
    }

    private static String randomAccount(Random random) {
        String letters = "abcXYZ019._- äßéñ中文😀$'`";
        StringBuilder account = new StringBuilder("u");
        int[] points = letters.codePoints().toArray();
        for (int i = random.nextInt(20); i > 0; i--) {
            account.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return account.toString();
    }
}
