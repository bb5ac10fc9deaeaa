package dev.profilekeep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup …} on folders of this machine. */
class BackupCommandsTest {
    private static final String PERSON = "S-1-5-21-1-2-3-1104_anna";
    private static final String KEY = "FIRST_KEY";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path container;

    @BeforeEach
    void estate() throws IOException {
        environment.put("PROFILEKEEP_REPO", folder.resolve("repo").toString());
        // a key file, which takes no time to open with
        environment.put(KEY, Secret.KeyText.create(new SecureRandom()).text());
        container = folder.resolve("profiles").resolve(PERSON).resolve("Profile_anna.VHDX");
        Files.createDirectories(container.getParent());
        Files.write(container, Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    private SlicedFile.Slices slices = SlicedFile.STANDARD;

    private CommandRun backup(String... arguments) {
        List<String> all = new ArrayList<>(List.of("backup"));
        all.addAll(Arrays.asList(arguments));
        int options = arguments[0].equals("key") ? 3 : 2;
        all.addAll(options, List.of("--key-from", "env:" + KEY));
        return CommandRun.on(Terminal.NONE, environment, slices, all.toArray(String[]::new));
    }

    private CommandRun done(String... arguments) {
        CommandRun ran = backup(arguments);
        // the folders of a test lie on one disk
        assertThat(ran.err().lines().filter(line -> !line.contains("on the same storage as")))
                .isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    private Path init() {
        Path recovery = folder.resolve("recovery.txt");
        assertThat(done("init", "--recovery-to", recovery.toString()).out()).contains("is ready", "was proved");
        return recovery;
    }

    private String profiles() {
        return folder.resolve("profiles").toString();
    }

    @Test
    void a_container_is_backed_up_listed_read_and_made_anew() throws Exception {
        init();
        assertThat(done("list").out()).contains("There is no backup yet.");
        assertThat(done("create", "--set", "office", profiles()).out())
                .contains("backed up")
                .contains("has 1 of 1.");
        assertThat(done("create", "--set", "office", profiles()).out()).contains("as it was at the last backup");

        assertThat(done("list", "anna").out().lines()).hasSize(2).allMatch(line -> line.contains("Profile_anna.VHDX"));
        assertThat(done("ls", "latest/anna", "-R").out()).isEqualTo("Profile\nProfile/kept.txt\n");
        assertThat(done("cat", "latest/S-1-5-21-1-2-3-1104", "Profile/kept.txt").bytes())
                .isEqualTo(CommandRun.of("disk", "cat", container.toString(), "Profile/kept.txt")
                        .bytes());
        Path out = folder.resolve("out.vhdx");
        assertThat(done("restore", "latest/anna", out.toString()).out()).doesNotContain("becomes", "identity");
        assertThat(CommandRun.of("disk", "diff", container.toString(), out.toString())
                        .code())
                .isZero();
        String id = "virtualDiskId";
        assertThat(info(out).get(id)).isEqualTo(info(container).get(id));
        assertThat(info(out).get("blockSizeBytes")).isEqualTo(info(container).get("blockSizeBytes"));
    }

    private static JsonNode info(Path disk) throws IOException {
        return new ObjectMapper()
                .readTree(
                        CommandRun.of("disk", "info", "--json", disk.toString()).out());
    }

    @Test
    void a_lost_file_that_makes_the_folder_a_repository_is_written_anew_by_a_repair() throws Exception {
        init();
        done("create", "--set", "office", profiles());
        Files.delete(folder.resolve("repo/repository"));
        CommandRun refused = backup("list");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("'backup check --repair'").doesNotContain("make one");
        assertThat(done("check", "--repair").out()).contains("Repaired: Wrote the file repository anew", "All is well");
        assertThat(done("check", "--repair", "--read-data").out()).contains("nothing to repair", "All is well");
    }

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

    private List<String> listed() {
        return done("list").out().lines().toList();
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
    void what_cannot_be_read_is_named_and_the_rest_is_backed_up() throws Exception {
        init();
        Path text = folder.resolve("profiles/S-1-5-21-1-2-3-1105_ben/Profile_ben.VHDX");
        Files.createDirectories(text.getParent());
        Files.writeString(text, "no disk");
        CommandRun ran = backup("create", profiles());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("Profile_ben.VHDX: not backed up: ").contains("has 1 of 2.");
    }

    @Test
    void a_folder_that_cannot_be_listed_and_a_pipe_keep_nobody_else_from_being_backed_up() throws Exception {
        init();
        Files.createSymbolicLink(folder.resolve("profiles/S-1-5-21-1-2-3-1105_ben"), Path.of("/"));
        assertThat(new ProcessBuilder(
                                "bash",
                                "-c",
                                "cd \"$1\" && mkdir $'S-1-5-21-1-2-3-1106_c\\xe9line' && mkdir S-1-5-21-1-2-3-1107_fifi"
                                        + " && mkfifo S-1-5-21-1-2-3-1107_fifi/Profile_f.VHDX",
                                "bash",
                                profiles())
                        .start()
                        .waitFor())
                .isZero();

        CommandRun ran = backup("create", profiles());

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out().lines())
                .anyMatch(line -> line.contains("Profile_anna.VHDX: backed up"))
                .anyMatch(line -> line.contains("1105_ben: not backed up: the folder cannot be listed")
                        && line.contains("a symbolic link leads out"))
                .anyMatch(line -> line.contains("S-1-5-21-1-2-3-1106_c") && line.contains("not backed up: "))
                .anyMatch(line ->
                        line.contains("Profile_f.VHDX: not backed up: ") && line.contains("it is not an ordinary file"))
                .anyMatch(line -> line.endsWith("has 1 of 2; what lies in 2 folders is not known."));
        assertThat(backup("list", "anna").out()).contains("Profile_anna.VHDX");
        JsonNode facts = new ObjectMapper()
                .readTree(backup("create", "--json", profiles()).out());
        assertThat(facts.get("unlisted").findValuesAsText("sid"))
                .containsExactlyInAnyOrder("S-1-5-21-1-2-3-1105", "S-1-5-21-1-2-3-1106");
    }

    @Test
    void a_damaged_repository_is_told_with_whom_it_concerns_and_heals_with_the_next_full_backup() throws Exception {
        init();
        done("create", profiles());
        assertThat(done("check", "--read-data").out()).startsWith("All is well: 1 snapshots with 1 maps");
        assertThat(done("check", "--read-data=2/3", "--json").out()).contains("\"clean\" : true");
        for (Path pack : packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length / 2] ^= 1;
            Files.write(pack, bytes);
        }
        CommandRun found = backup("check", "--read-data");
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.out()).contains("LOSS", "Profile_anna S-1-5-21-1-2-3-1104: ", "the next full backup");
        assertThat(backup("check", "--read-data", "--repair").out()).contains("Repaired: ");
        assertThat(done("create", "--full", profiles()).out()).contains("backed up");
        Path out = folder.resolve("healed.vhdx");
        done("restore", "latest/anna", out.toString());
        assertThat(CommandRun.of("disk", "diff", container.toString(), out.toString())
                        .code())
                .isZero();
        assertThat(backup("check", "--read-data=4/3").err()).contains("there is no part 4 of 3");
        assertThat(backup("check", "--read-data=all").err()).contains("--read-data takes N/M");
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.walk(folder.resolve("repo/packs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void a_rule_says_what_goes_and_nothing_goes_at_once() throws Exception {
        init();
        for (int i = 0; i < 3; i++) {
            done("create", profiles());
        }
        assertThat(done("forget").out()).contains("1 stay, 2 would be forgotten 14 days after --run.");
        assertThat(done("forget", "--keep-last", "2", "--json").out()).contains("\"decided\" : false");
        assertThat(done("forget", "--keep-last", "1", "--run").out()).contains("1 stay, 2 are forgotten in 14 days.");
        assertThat(done("list").out().lines()).as("nothing is gone").hasSize(3);
        assertThat(done("prune", "--plan").out()).contains("There is nothing to prune.");
        assertThat(backup("prune").code()).isLessThan(2);
        assertThat(done("check", "--read-data").out()).startsWith("All is well");
        assertThat(backup("forget", "--zone", "Mars").err()).contains("there is no zone 'Mars'");
        assertThat(backup("forget", "--keep-last", "-1").code()).isEqualTo(2);
        assertThat(backup("forget", "--keep-last", "0").err())
                .contains("must keep something: one of its numbers")
                .doesNotContain("forget its snapshots");
        assertThat(backup("prune", "--plan", "--undo").err()).contains("one of the two");
        assertThat(done("prune", "--undo").out()).contains("0 files were put back");
    }

    @Test
    void a_backup_is_shown_with_what_it_was_and_until_when_it_is_kept() throws Exception {
        init();
        done("create", "--set", "office", profiles());
        String snapshot = done("show", "latest").out();
        assertThat(snapshot).contains("Snapshot", "Shard", "1 containers", "FILES", "Profile_anna.VHDX");
        String one = done("show", "latest/anna").out();
        assertThat(one)
                .contains("S-1-5-21-1-2-3-1104, PROFILE, set office", "dynamic VHDX of ", "Map        FILES, ")
                .contains("kept until a rule or a person decides otherwise");
        JsonNode facts = new ObjectMapper()
                .readTree(done("show", "--json", "latest/anna").out());
        assertThat(facts.get("mapKind").asText()).isEqualTo("FILES");
        assertThat(facts.get("rawReasons")).isEmpty();
        assertThat(facts.get("format").asText()).isEqualTo("VHDX");
        assertThat(facts.get("chunkBytes").asLong()).isPositive();
        assertThat(facts.get("diskId")).isEqualTo(info(container).get("virtualDiskId"));
        assertThat(facts.get("copiedFrom").isNull()).isTrue();
        JsonNode whole =
                new ObjectMapper().readTree(done("show", "--json", "latest").out());
        assertThat(whole.at("/containers/0/sid").asText()).isEqualTo("S-1-5-21-1-2-3-1104");
        assertThat(backup("show", "2001-01-01").err()).contains("no backup is in the repository for '2001-01-01'");
    }

    @Test
    void forget_decides_nothing_while_a_decision_cannot_be_read_and_names_it() throws Exception {
        init();
        done("create", profiles());
        done("create", profiles());
        done("hold", "anna", "--reason", "case 4711");
        Path hold;
        try (Stream<Path> decisions = Files.list(folder.resolve("repo/decisions"))) {
            hold = decisions.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(hold);
        bytes[40] ^= 1;
        Files.write(hold, bytes);
        CommandRun ran = backup("forget", "--keep-last", "1", "--run");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("nothing is forgotten", hold.getFileName().toString(), "from a copy of the repository");
    }

    @Test
    void what_is_pinned_or_on_hold_stays_and_says_by_whom_and_why() throws Exception {
        init();
        for (int i = 0; i < 3; i++) {
            done("create", profiles());
        }
        JsonNode list = new ObjectMapper().readTree(done("list", "--json").out());
        String oldest = list.get(2).get("snapshot").asText();
        assertThat(done("pin", oldest + "/anna", "--reason", "before the move").out())
                .contains("is pinned.");
        assertThat(done("forget", "--keep-last", "1").out()).contains("2 stay, 1 would be forgotten");
        assertThat(done("show", oldest + "/anna").out()).contains("pinned: ", "command line:", ": before the move");
        assertThat(done("list").out().lines().filter(line -> line.endsWith("  pinned")))
                .hasSize(1);

        assertThat(done("hold", "anna", "--reason", "case 4711").out()).contains("is on hold: none of its backups");
        assertThat(done("forget", "--keep-last", "1", "--run").out()).contains("3 stay, 0 are forgotten");
        JsonNode held = new ObjectMapper()
                .readTree(done("show", "--json", "latest/anna").out());
        assertThat(held.at("/keeping/hold/reason").asText()).isEqualTo("case 4711");
        assertThat(done("list").out().lines()).allMatch(line -> line.contains("on hold"));

        assertThat(done("release", "anna", "--reason", "case closed").out()).contains("on hold no more");
        assertThat(done("unpin", oldest + "/anna", "--reason", "moved").out()).contains("pinned no more");
        assertThat(done("forget", "--keep-last", "1", "--run").out()).contains("1 stay, 2 are forgotten in 14 days.");
        assertThat(done("show", oldest + "/anna").out()).contains("kept until ").contains("not kept by the rule");
        assertThat(done("list").out()).contains("forgotten 20");

        assertThat(backup("unpin", "latest/anna", "--reason", "x").err()).contains("is not pinned");
        assertThat(backup("release", "anna", "--reason", "x").err()).contains("is not on hold");
        assertThat(backup("hold", "anna", "--reason", " ").err()).contains("--reason: say why");
        assertThat(backup("hold", "nobody", "--reason", "x").err()).contains("no backup of 'nobody'");
        assertThat(backup("hold", "anna").code()).isEqualTo(2);
    }

    @Test
    void backups_are_copied_into_a_second_repository_and_come_back_from_there() throws Exception {
        init();
        done("create", profiles());
        done("create", profiles());
        Path second = folder.resolve("second");
        environment.put("SECOND", Secret.KeyText.create(new SecureRandom()).text());
        String[] opened = {"--to", second.toString(), "--to-key-from", "env:SECOND"};
        assertThat(copy(opened).err()).contains("there is no such folder");
        assertThat(CommandRun.on(
                                Terminal.NONE,
                                environment,
                                "backup",
                                "init",
                                "--repo",
                                second.toString(),
                                "--key-from",
                                "env:SECOND",
                                "--recovery-to",
                                folder.resolve("second.txt").toString())
                        .code())
                .isZero();
        assertThat(copy("--plan", opened[0], opened[1], opened[2], opened[3]).out())
                .contains("Would copy 2 backups of 2 snapshots");
        assertThat(copy(opened).out())
                .contains("Copied 2 backups in 2 snapshots")
                .contains("0 were there");
        CommandRun again = copy("latest/anna", "--json", opened[0], opened[1], opened[2], opened[3]);
        assertThat(again.code()).isZero();
        assertThat(new ObjectMapper().readTree(again.out()).get("there").asInt())
                .isEqualTo(1);
        assertThat(copy("--to", environment.get("PROFILEKEEP_REPO")).err()).contains("both are the same repository");

        JsonNode here = new ObjectMapper().readTree(done("list", "--json").out());
        environment.put("PROFILEKEEP_REPO", second.toString());
        environment.put(KEY, environment.get("SECOND"));
        JsonNode there = new ObjectMapper().readTree(done("list", "--json").out());
        assertThat(there).hasSize(2);
        assertThat(there.get(0).get("made")).isEqualTo(here.get(0).get("made"));
        assertThat(there.at("/0/copiedFrom/snapshot")).isEqualTo(here.get(0).get("snapshot"));
        assertThat(done("show", "latest").out()).contains("Copied", "of repository");
        Path out = folder.resolve("copied.vhdx");
        done("restore", "latest/anna", out.toString());
        assertThat(CommandRun.of("disk", "diff", container.toString(), out.toString())
                        .code())
                .isZero();
        assertThat(done("check", "--read-data").out()).startsWith("All is well");
    }

    private CommandRun copy(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "copy";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return backup(all);
    }

    @Test
    void who_keeps_backups_beside_the_profiles_is_warned() throws Exception {
        init();
        assertThat(backup("create", profiles()).err())
                .contains("the repository lies on the same storage as", "destroys the backups with it");
        assertThat(OneStorage.warning("smb://nas/backups", List.of("smb://NAS/profiles")))
                .isPresent();
        assertThat(OneStorage.warning("smb://nas/backups", List.of("smb://fra/profiles")))
                .isEmpty();
        assertThat(OneStorage.warning(folder.toString(), List.of("smb://fra/profiles")))
                .isEmpty();
    }

    @Test
    void a_full_backup_says_what_the_short_way_would_have_missed() throws Exception {
        init();
        done("create", profiles());
        assertThat(done("create", "--full", profiles()).out())
                .contains("backed up")
                .doesNotContain("although nothing said so");
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

    @Test
    void what_nobody_can_open_meanwhile_is_read_without_pauses() throws Exception {
        init();
        Duration rest = SlicedFile.STANDARD.rest();
        Queue<Duration> pauses = new ConcurrentLinkedQueue<>();
        slices = new SlicedFile.Slices(Duration.ZERO, rest, pauses::add); // a slice is over with each question

        assertThat(done("create", "--offline", "--full", profiles()).out()).contains("backed up");
        assertThat(pauses).isEmpty();

        assertThat(done("create", "--full", profiles()).out()).contains("has 1 of 1.");
        assertThat(pauses).as("somebody may want to sign in").isNotEmpty().containsOnly(rest);
    }

    @Test
    void keys_are_added_changed_proved_and_removed_without_writing_data_again() throws Exception {
        Path recovery = init();
        done("create", profiles());
        long packs = size(folder.resolve("repo/packs"));
        environment.put("NEW", "a passphrase that is long");
        environment.put("NEWER", "another one that is long");
        String added = done("key", "add", "--new-passphrase-from", "env:NEW").out();
        String id = added.substring(4, 40);
        assertThat(byPassphrase("NEW").code()).isZero();
        done("key", "change", id, "--new-passphrase-from", "env:NEWER");
        assertThat(byPassphrase("NEW").err()).contains("opens none of the 3 keys");
        assertThat(byPassphrase("NEWER").code()).isZero();
        assertThat(done("key", "prove", "--recovery-from", "file:" + recovery).out())
                .contains("opens the repository");

        JsonNode keys =
                new ObjectMapper().readTree(done("key", "list", "--json").out());
        assertThat(keys).hasSize(3);
        for (JsonNode key : keys) {
            if (key.get("kind").asText().equals("PASSPHRASE")) {
                done("key", "remove", key.get("id").asText());
            }
        }
        assertThat(byPassphrase("NEWER").code()).isEqualTo(2);
        for (JsonNode key : keys) {
            if (key.get("kind").asText().equals("KEY_FILE")) {
                assertThat(backup("key", "remove", key.get("id").asText()).err())
                        .contains("last one beside recovery keys");
            }
        }
        environment.put(KEY, Files.readString(recovery, UTF_8).strip());
        assertThat(done("ls", "latest/anna").out())
                .as("opened by the recovery key")
                .isEqualTo("Profile\n");
        assertThat(size(folder.resolve("repo/packs"))).isEqualTo(packs);
    }

    private CommandRun byPassphrase(String variable) {
        return CommandRun.on(Terminal.NONE, environment, "backup", "list", "--passphrase-from", "env:" + variable);
    }

    private static long size(Path below) throws IOException {
        try (var files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void what_is_missing_or_wrong_is_said_in_a_line_that_helps() throws Exception {
        assertThat(backup("list").err()).contains("there is no such folder");
        Path inside = folder.resolve("repo/key.txt");
        assertThat(backup("init", "--recovery-to", inside.toString()).err()).contains("lies in the repository");
        init();
        assertThat(backup("init", "--recovery-to", folder.resolve("two.txt").toString())
                        .err())
                .contains("repository");
        assertThat(folder.resolve("two.txt")).doesNotExist();
        assertThat(backup("create", folder.resolve("none").toString()).err())
                .contains("there is no such file or folder");
        assertThat(backup("create", folder.resolve("repo").toString()).err()).contains("no container is in it");
        assertThat(backup("ls", "anna").err()).contains("WHEN/WHO");
        assertThat(backup("ls", "xyz/anna").err()).contains("neither latest, a day");
        assertThat(CommandRun.on(Terminal.NONE, environment, "backup", "list").err())
                .contains("what opens the repository?");
        assertThat(CommandRun.on(Terminal.NONE, environment, "backup", "list", "--key-from", "secret")
                        .err())
                .contains("never the secret itself");
        environment.put(KEY, environment.get(KEY).replace(environment.get(KEY).charAt(1), '0') + "A");
        assertThat(backup("list").err()).contains("--key-from: ");
        environment.remove("PROFILEKEEP_REPO");
        assertThat(backup("list").err()).contains("which repository?");
    }
}
