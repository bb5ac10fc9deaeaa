package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a backup and a person are named on the command line. */
class BackupNamingTest extends BackupCommandsContract {
    @Test
    void a_snapshot_is_named_by_its_day_its_time_and_its_id() throws Exception {
        init();
        JsonNode made =
                new ObjectMapper().readTree(done("create", "--json", profiles()).out());
        String when = made.get("made").asText();
        String id = made.get("snapshot").asText();
        assertThat(made.at("/containers/0/outcome").asText()).isEqualTo("Stored");
        assertThat(made.at("/containers/0/sid").asText()).isEqualTo("S-1-5-21-1-2-3-1104");
        for (String named : List.of("latest", when.substring(0, 10), when, id, id.substring(0, 6))) {
            assertThat(done("ls", named + "/profile_ANNA").out()).isEqualTo("Profile\n");
        }
        for (String named : List.of("2001-01-01", "2001-01-01T00:00:00Z", "ffffffff-ffff")) {
            CommandRun none = backup("ls", named + "/anna");
            assertThat(none.code()).isEqualTo(2);
            assertThat(none.err()).contains("no backup of 'anna'").contains("'backup list'");
        }
    }

    @Test
    void a_time_as_a_list_prints_it_names_that_backup_and_none_before_it() throws Exception {
        init();
        done("create", profiles());
        Instant first = Instant.parse(listed().get(0).substring(0, "2026-11-20T21:00:00Z".length()));
        // the storage dates a backup, by a clock that nobody can move
        while (!Instant.now().isAfter(first.plusSeconds(1))) {
            Thread.sleep(20);
        }
        Files.write(container, Fixtures.ownImage("mbr-fixed.vhdx").bytes());
        done("create", profiles());

        for (String line : listed()) {
            String when = line.substring(0, "2026-11-20T21:00:00Z".length());
            String id = line.substring(when.length()).strip().substring(0, 8);
            assertThat(done("show", when).out()).as(line).contains(id);
            assertThat(done("pin", when + "/anna", "--reason", "tried").out()).contains("The backup of " + when);
            Path out = folder.resolve(id + ".vhdx");
            assertThat(done("restore", when + "/anna", out.toString()).out())
                    .contains("as it was at the backup of " + when + " of ");
        }
        assertThat(done("show", listed().get(0).substring(0, "2026-11-20T21:00".length()))
                        .out())
                .as("a minute lasts until it is over")
                .contains("Snapshot");
    }

    @Test
    void who_fits_several_is_asked_which() throws Exception {
        init();
        Path other = folder.resolve("profiles/S-1-5-21-1-2-3-1105_annabel/Profile_annabel.VHDX");
        Files.createDirectories(other.getParent());
        Files.write(other, Fixtures.ownImage("mbr-fixed.vhdx").bytes());
        done("create", profiles());
        CommandRun ran = backup("ls", "latest/anna");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("fits 2 containers", "Profile_anna.VHDX", "Profile_annabel.VHDX");
        assertThat(done("ls", "latest/annabel").code()).isZero();
    }

    @Test
    void a_disk_that_is_named_by_itself_is_the_one_of_its_folder_and_what_is_named_twice_is_one() throws Exception {
        init();
        done("create", profiles());
        assertThat(done("create", container.toString()).out()).contains("has 1 of 1.");
        assertThat(done("create", profiles(), container.toString(), profiles() + "/" + PERSON)
                        .out())
                .contains("has 1 of 1.");
        assertThat(done("list", "S-1-5-21-1-2-3-1104").out().lines()).hasSize(3);
        assertThat(done("forget").out()).contains("1 stay");
    }

    @Test
    void many_disks_may_be_named_and_two_that_would_be_one_are_told_of() throws Exception {
        init();
        List<String> all = new ArrayList<>(List.of("create"));
        for (int i = 0; i < 2; i++) {
            Path other = folder.resolve("other" + i).resolve("Profile.vhdx");
            Files.createDirectories(other.getParent());
            Files.copy(container, other);
            all.add(other.toString());
        }
        for (int i = 0; i < 800; i++) {
            all.add(folder + "/".repeat(100) + "profiles");
        }

        CommandRun ran = backup(all.toArray(String[]::new));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("nobody can tell which one counts").contains("has 1 of 3.");
    }

    @Test
    void an_exact_name_wins_over_a_part_of_one() throws Exception {
        init();
        for (String name : List.of("disk.vhd", "disk.vhdx")) {
            Files.copy(container, folder.resolve("profiles").resolve(name));
        }
        done(
                "create",
                folder.resolve("profiles/disk.vhd").toString(),
                folder.resolve("profiles/disk.vhdx").toString());
        assertThat(done("show", "latest/disk.vhd").out()).contains("disk.vhd");
        assertThat(backup("show", "latest/disk").err()).contains("fits 2 containers");
    }

    @Test
    void somebody_whose_name_begins_anothers_can_be_named() throws Exception {
        init();
        for (String name : List.of("jdoe", "jdoe2")) {
            Path person = Files.createDirectory(
                    folder.resolve("profiles").resolve("S-1-5-21-1-2-3-" + name.length() + "_" + name));
            Files.copy(container, person.resolve("Profile_" + name + ".VHDX"));
        }
        done("create", profiles());
        for (String who : List.of("Profile_jdoe", "PROFILE_JDOE", "Profile_jdoe.vhdx", "_jdoe/Profile")) {
            assertThat(done("show", "latest/" + who).out()).as(who).contains("Profile_jdoe.VHDX");
        }
        assertThat(backup("show", "latest/jdoe").err()).contains("fits 2 containers", "by its SID");
    }
}
