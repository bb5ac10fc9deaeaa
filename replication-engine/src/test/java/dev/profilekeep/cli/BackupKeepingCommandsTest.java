package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.backup.seal.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stays and what goes: rules, pins, holds, and copies in a second repository. */
class BackupKeepingCommandsTest extends BackupCommandsContract {
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
}
