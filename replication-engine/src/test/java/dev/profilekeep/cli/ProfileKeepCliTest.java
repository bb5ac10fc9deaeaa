package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileKeepCliTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1001";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int code = new ProfileKeepCli(
                        new PrintWriter(outText), new PrintWriter(errText), environment, Clock.systemUTC())
                .run(arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private String image(String image, String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, Fixtures.ownImage(image).bytes());
        return file.toString();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_disk_is_described_in_json_with_the_promised_names() throws Exception {
        int code = run("disk", "info", image("gpt-msr.vhdx", "a/Profile_anna.VHDX"), "--json");

        assertThat(code).isZero();
        assertThat(err).isEmpty();
        JsonNode disk = json();
        assertThat(names(disk))
                .contains(
                        "format",
                        "subformat",
                        "virtualSizeBytes",
                        "fileSizeBytes",
                        "blockSizeBytes",
                        "logicalSectorBytes",
                        "physicalSectorBytes",
                        "allocatedBlocks",
                        "log",
                        "dataWriteGuid",
                        "reclaimableBytes",
                        "partitions");
        assertThat(disk.path("format").asText()).isEqualTo("vhdx");
        assertThat(disk.path("subformat").asText()).isEqualTo("dynamic");
        assertThat(disk.path("virtualSizeBytes").asLong()).isEqualTo(64L << 20);
        assertThat(disk.path("log").asText()).isEqualTo("empty");
        assertThat(disk.path("dataWriteGuid").asText()).hasSize(36);
        assertThat(disk.path("partitions")).hasSize(2);
        JsonNode partition = disk.path("partitions").get(1);
        assertThat(names(partition))
                .contains(
                        "index",
                        "scheme",
                        "startBytes",
                        "sizeBytes",
                        "filesystem",
                        "label",
                        "usedBytes",
                        "freeBytes",
                        "dirty");
        assertThat(partition.path("scheme").asText()).isEqualTo("gpt");
        assertThat(partition.path("filesystem").asText()).isEqualTo("NTFS");
        assertThat(partition.path("freeBytes").asLong()).isEqualTo(9602L * 4096);
        assertThat(partition.path("dirty").asBoolean(true)).isFalse();
    }

    @Test
    void a_vhd_is_described_for_people() throws Exception {
        assertThat(run("disk", "info", image("mbr-dynamic.vhd", "x.vhd"))).isZero();
        assertThat(out)
                .contains("VHD, dynamic")
                .contains("40.0 MiB")
                .contains("\"Klein\"")
                .contains("clean")
                .doesNotContain("null");
    }

    @Test
    void a_dirty_volume_is_a_finding() throws Exception {
        assertThat(run("disk", "info", image("bare-dirty.vhdx", "x.vhdx"))).isEqualTo(1);
        assertThat(out).contains("dirty: asks for a check");
        assertThat(err).isEmpty();
    }

    @Test
    void what_is_no_disk_is_named_with_file_and_rule_and_no_stack_trace() throws Exception {
        Path file = folder.resolve("broken.vhdx");
        byte[] bytes = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        java.util.Arrays.fill(bytes, 192 * 1024, 320 * 1024, (byte) 7);
        Files.write(file, bytes);

        assertThat(run("disk", "info", file.toString())).isEqualTo(2);

        assertThat(out).isEmpty();
        assertThat(err)
                .startsWith("profilekeep: " + file + ": ")
                .contains("offset 0x")
                .doesNotContain("\tat ");
        assertThat(run("--debug", "disk", "info", file.toString())).isEqualTo(2);
        assertThat(err).contains("\tat dev.profilekeep");
        assertThat(run("disk", "info", "--debug", file.toString())).isEqualTo(2);
        assertThat(err).contains("\tat dev.profilekeep");
    }

    @Test
    void only_ordinary_files_of_this_machine_are_read() {
        assertThat(run("disk", "info", folder.toString())).isEqualTo(2);
        assertThat(err).contains("this is a folder");
        assertThat(run("disk", "info", folder.resolve("none.vhdx").toString())).isEqualTo(2);
        assertThat(err).contains("there is no such file");
        assertThat(run("disk", "info", "/dev/null")).isEqualTo(2);
        assertThat(err).contains("not an ordinary file");
        assertThat(run("disk", "info", folder.resolve("none.vhdx") + "/")).isEqualTo(2);
        assertThat(err).contains("names a folder");
        assertThat(run("disk", "info", "smb://host/share/a.vhdx/")).isEqualTo(2);
        assertThat(err).contains("names a folder");
    }

    @Test
    void a_file_of_arguments_is_not_read() throws Exception {
        Path arguments = Files.writeString(folder.resolve("arguments"), "--version\n");
        assertThat(run("@" + arguments)).isEqualTo(2);
        assertThat(out).isEmpty();
    }

    @Test
    void a_password_is_never_part_of_a_message() {
        assertThat(run("disk", "info", "smb://anna:hunter2@host/share/x.vhdx")).isEqualTo(2);
        assertThat(err).doesNotContain("hunter2");
        assertThat(run("disk", "info", "smb://host/share/x.vhdx", "--user", "anna", "--password-from", "hunter2"))
                .isEqualTo(2);
        assertThat(err)
                .contains("--password-from")
                .contains("arguments are seen by everybody")
                .doesNotContain("this file")
                .doesNotContain("hunter2");
        assertThat(run("disk", "info", "smb://host/share/x.vhdx", "--user", "anna"))
                .isEqualTo(2);
        assertThat(err).contains("needs a password");
        assertThat(run("disk", "info", "smb://host/share")).isEqualTo(2);
        assertThat(err).contains("not a file on it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "disk", "disk info", "nonsense", "disk info a b", "disk info --nonsense x", "location mode a"
            })
    void wrong_usage_is_told_on_stderr_with_exit_code_2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void help_and_version_are_answers() {
        assertThat(run("--help")).isZero();
        assertThat(out).contains("disk", "inventory", "health", "location", "users", "config", "audit", "Exit codes");
        assertThat(run("--version")).isZero();
        assertThat(out).startsWith("profilekeep ");
        assertThat(run("disk", "--help")).isZero();
        assertThat(run("inventory", "--help")).isZero();
    }

    private void estate() throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.createDirectories(folder.resolve("lon"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                locations: [{id: fra-p, site: fra, address: fra}, {id: lon-p, site: lon, address: lon}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}]
                """);
        environment.put("PROFILEKEEP_CONFIG", folder.resolve("profilekeep.yml").toString());
    }

    @Test
    void an_inventory_over_sound_containers_ends_with_0_and_a_second_opens_nothing() throws Exception {
        estate();
        image("gpt-msr.vhdx", "fra/" + ANNA + "_anna/Profile_anna.VHDX");
        image("gpt-msr.vhdx", "lon/anna_" + ANNA + "/Profile_anna.VHDX");

        assertThat(run("inventory", "--json")).as(err).isZero();
        assertThat(err).isEmpty();
        assertThat(json().path("result").asText()).isEqualTo("DONE");
        assertThat(json().path("counts").path("fresh").asLong()).isEqualTo(2);
        assertThat(json().path("totals").path("containers").asLong()).isEqualTo(1);
        assertThat(json().path("totals").path("copies").asLong()).isEqualTo(2);

        assertThat(run("inventory", "--progress")).isZero();
        assertThat(out).contains("done").contains("unchanged").doesNotContain("\r");
        assertThat(err).contains("\r");
    }

    @Test
    void that_a_location_was_emptied_is_believed_with_a_reason_alone() throws Exception {
        estate();
        assertThat(run("inventory", "--confirm-empty", "fra-p")).isEqualTo(2);
        assertThat(err).contains("--confirm-empty needs --reason TEXT");
        assertThat(run("inventory", "--confirm-empty", "fra-p", "--reason", "moved"))
                .as(err)
                .isZero();
    }

    @Test
    void what_could_not_be_read_stands_beside_the_total_and_ends_with_1() throws Exception {
        estate();
        Files.createDirectories(folder.resolve("fra/" + ANNA + "_anna"));
        Files.write(folder.resolve("fra/" + ANNA + "_anna/Profile_anna.VHDX"), new byte[5000]);
        Files.delete(folder.resolve("lon"));

        assertThat(run("inventory")).isEqualTo(1);

        assertThat(out)
                .contains("Not read: 2")
                .contains("lon-p: /")
                .contains("Profile_anna.VHDX")
                .contains("1  unreadable")
                .containsPattern("could not be read +1 ")
                .containsPattern("not read in all +2 ")
                .contains("lon-p: / (UNREACHABLE): " + folder.resolve("lon") + " is not there");
        assertThat(run("inventory", "--location", "fra-p", "--json")).isEqualTo(1);
        assertThat(json().path("counts").path("unreadable").asLong()).isEqualTo(1);
        assertThat(json().path("counts").path("notRead").asLong())
                .as("of this location alone")
                .isEqualTo(1);
        assertThat(json().path("unread").get(0).path("locationId").asText()).isEqualTo("fra-p");
        assertThat(run("inventory", "--location", "nowhere")).isEqualTo(2);
        assertThat(err).contains("there is no location 'nowhere'").contains("fra-p");
    }

    @Test
    void modes_are_listed_and_changed_and_the_chain_verified() throws Exception {
        estate();
        assertThat(run("audit", "verify", "--head", "0".repeat(64))).isZero();
        assertThat(run("location", "list")).isZero();
        assertThat(out).contains("fra-p", "OBSERVE", "never");
        assertThat(run("location", "mode", "fra-p", "assist", "--reason", "trial"))
                .as(err)
                .isZero();
        assertThat(run("location", "list", "--json")).isZero();
        assertThat(json().get(0).path("mode").asText()).isEqualTo("ASSIST");
        assertThat(run("location", "mode", "fra-p", "ACT")).isEqualTo(2);
        assertThat(err).contains("--reason");
        assertThat(run("location", "mode", "fra-p", "WRITE", "--reason", "x")).isEqualTo(2);
        assertThat(run("location", "mode", "none", "ACT", "--reason", "x")).isEqualTo(2);
        assertThat(run("audit", "verify")).isZero();
        assertThat(out).contains("1 entry").contains("Head: ");
        String head = out.replaceFirst("(?s).*Head: (\\S+).*", "$1");
        assertThat(run("audit", "list")).isZero();
        assertThat(out)
                .contains("location.mode.change")
                .contains("location:fra-p")
                .contains("trial");
        assertThat(run("audit", "list", "--json")).isZero();
        assertThat(json().get(0).path("hash").asText()).isEqualTo(head);
        assertThat(json().get(0).path("evidence").path("to").asText()).isEqualTo("ASSIST");
        assertThat(run("location", "mode", "fra-p", "observe", "--reason", "trial is over"))
                .isZero();
        assertThat(run("audit", "verify", "--head", head)).isZero();
        assertThat(out).contains("2 entries");
        assertThat(run("audit", "verify", "--head", "0".repeat(63) + "1")).isEqualTo(1);
        assertThat(out).contains("no entry has the hash");
        assertThat(run("audit", "verify", "--head", "0".repeat(64))).isEqualTo(1);
        assertThat(out).contains("that of a chain without entries, but this one has 2");
        assertThat(run("audit", "verify", "--head", "nonsense")).isEqualTo(2);
        assertThat(run("audit", "list", "--limit", "0")).isEqualTo(2);
    }

    @Test
    void no_name_on_a_share_can_act_on_the_terminal() throws Exception {
        estate();
        String evil = "fra/" + ANNA + "_anna/Profile_\u001b[2J\u009b31m\u202e\nforged.VHDX";
        Files.createDirectories(folder.resolve(evil).getParent());
        Files.write(folder.resolve(evil), new byte[5000]);

        assertThat(run("inventory", "--progress")).isEqualTo(1);
        assertThat(out).contains("Profile_\\u{1b}[2J\\u{9b}31m\\u{202e}\\u{a}forged.VHDX");
        assertThat(out + err).doesNotContain("\u001b", "\u009b", "\u202e", "\nforged");
        assertThat(run("disk", "info", folder.resolve(evil).toString())).isEqualTo(2);
        assertThat(err).contains("\\u{1b}[2J").doesNotContain("\u001b", "\u009b", "\u202e", "\nforged");
        assertThat(run("disk", "info", "a", "b\u001b[31m")).isEqualTo(2);
        assertThat(err).doesNotContain("\u001b");

        run("inventory", "--json");
        assertThat(out).doesNotContain("\u001b", "\u009b", "\u202e");
        assertThat(json().path("unread").get(0).path("path").asText())
                .as("as it is, for programs")
                .endsWith("Profile_\u001b[2J\u009b31m\u202e\nforged.VHDX");
    }

    @Test
    void a_check_names_the_metadata_that_is_not_there() throws Exception {
        estate();
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                Files.readString(config)
                        + """
                        portal: {publicUrl: "https://profiles.example.com"}
                        signIn:
                          identityProviders: [{id: corp, metadata: "file:idp.xml"}]
                          roles: {USER: ["*"]}
                        """);
        assertThat(run("config", "check")).isEqualTo(2);
        assertThat(err)
                .contains("signIn.identityProviders[0].metadata (corp)")
                .contains("there is no file " + folder.resolve("idp.xml"));
        Files.createDirectories(folder.resolve("idp.xml"));
        assertThat(run("config", "check")).isEqualTo(2);
        Files.delete(folder.resolve("idp.xml"));
        Files.writeString(folder.resolve("idp.xml"), "<EntityDescriptor/>");
        assertThat(run("config", "check")).as(err).isZero();
        assertThat(out).contains("is sound");
    }

    @Test
    void an_inventory_of_one_location_answers_for_that_one() throws Exception {
        estate();
        image("gpt-msr.vhdx", "fra/" + ANNA + "_anna/Profile_anna.VHDX");
        image("gpt-msr.vhdx", "lon/" + ANNA + "_anna/Profile_anna.VHDX");
        String ben = "lon/S-1-5-21-1-2-3-1002_ben/Profile_ben.VHDX";
        Files.createDirectories(folder.resolve(ben).getParent());
        Files.write(folder.resolve(ben), new byte[5000]);
        assertThat(run("inventory", "--json")).isEqualTo(1);
        assertThat(json().path("result").asText()).isEqualTo("DONE_WITH_FINDINGS");
        assertThat(run("inventory", "--location", "lon-p", "--json")).isEqualTo(1);
        assertThat(json().path("findings").path("UNREADABLE").asLong()
                        + json().path("findings").path("DAMAGED").asLong())
                .isPositive();
        // one that is only at the second site is a finding of the first: Frankfurt misses it
        Files.delete(folder.resolve(ben));
        assertThat(run("inventory", "--location", "lon-p", "--json")).isEqualTo(1);
        assertThat(run("inventory", "--location", "fra-p", "--json")).as(out).isZero();
        assertThat(json().path("result").asText()).isEqualTo("DONE");
        assertThat(json().path("findings")).isEmpty();
    }

    @Test
    void an_inventory_is_told_from_its_beginning_to_its_end() throws Exception {
        estate();
        run("inventory", "--location", "fra-p", "--json");
        long id = json().path("run").asLong();
        assertThat(run("audit", "list", "--json")).isZero();
        JsonNode entries = json();
        assertThat(entries).hasSize(2);
        assertThat(entries.get(1).path("outcome").asText()).isEqualTo("begun");
        assertThat(entries.get(1).path("evidence").path("locations").asText()).isEqualTo("fra-p");
        assertThat(entries.get(0).path("act").asText()).isEqualTo("job.start");
        assertThat(entries.get(0).path("outcome").asText()).isEqualTo("done");
        assertThat(entries.get(0).path("evidence").path("inventory").asLong()).isEqualTo(id);
        assertThat(entries.get(0).path("evidence").path("result").asText()).startsWith("DONE");
    }

    /** Whoever can write to the database may grant a mode there; the chain tells. */
    @Test
    void a_mode_that_was_changed_past_the_chain_is_told() throws Exception {
        estate();
        assertThat(run("location", "mode", "fra-p", "assist", "--reason", "trial"))
                .isZero();
        try (var catalog = dev.profilekeep.catalog.Catalog.open(
                dev.profilekeep.config.ConfigFile.read(folder.resolve("profilekeep.yml"))
                        .database())) {
            catalog.database().<RuntimeException>run(session -> session.update("UPDATE location SET mode = 'ACT'"));
        }
        assertThat(run("audit", "verify")).isEqualTo(1);
        assertThat(out)
                .contains("location 'fra-p' is in mode ACT, but the last change in the chain says ASSIST")
                .contains("location 'lon-p' is in mode ACT, but the last change in the chain says OBSERVE");
    }

    @Test
    void a_configuration_is_checked() throws Exception {
        estate();
        assertThat(run("config", "check")).isZero();
        assertThat(out).contains("2 sites").contains("2 locations");
        Path bad = folder.resolve("bad.yml");
        Files.writeString(bad, "sites: []\nlocatons: []\n");
        assertThat(run("config", "check", "--config", bad.toString())).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err)
                .contains("locatons")
                .contains("did you mean 'locations'?")
                .contains("sets: is missing");
        environment.clear();
        assertThat(run("config", "check", "--config", folder.resolve("none.yml").toString()))
                .isEqualTo(2);
        assertThat(err).contains("there is no such file");
    }

    @Test
    void sizes_are_told_in_binary_units() {
        assertThat(Sizes.of(0)).isEqualTo("0 B");
        assertThat(Sizes.of(1023)).isEqualTo("1023 B");
        assertThat(Sizes.of(1536)).isEqualTo("1.50 KiB");
        assertThat(Sizes.of(30L << 30)).isEqualTo("30.0 GiB");
        assertThat(Sizes.of(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
        assertThat(Sizes.percent(1, 0)).isEqualTo("–");
    }
}
