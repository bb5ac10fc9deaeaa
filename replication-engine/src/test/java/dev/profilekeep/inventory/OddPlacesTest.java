package dev.profilekeep.inventory;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.ContainerSort.Column;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.InventoryRun.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What else may lie in a folder of this machine: links, pipes, folders within folders. None is left out in silence. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddPlacesTest {
    @TempDir
    Path folder;

    private Path share;

    @BeforeEach
    void oneLocation() throws IOException {
        share = Files.createDirectory(folder.resolve("share"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra, site: fra, address: share}]
                sets: [{id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra]}]
                """);
    }

    private void container(String path) throws IOException {
        Path file = share.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, Fixtures.ownImage("gpt-msr.vhdx").bytes());
    }

    private record Found(
            List<String> accounts, Map<String, String> states, ContainerTotals totals, List<Unread> unread) {
        Unread at(String path) {
            return unread.stream()
                    .filter(one -> one.path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(path + " is not among " + unread));
        }
    }

    private Found inventory() throws InventoryRunningException {
        try (Engine engine =
                Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), new Estate.MovingClock())) {
            InventoryRun run = engine.inventory().runAll("Ada", RunControl.NEVER_STOP, progress -> {});
            assertThat(run.phase()).isEqualTo(Phase.DONE);
            return new Found(
                    engine
                            .containers()
                            .find(ContainerFilter.ALL, new ContainerSort(Column.ACCOUNT, false), 0, 100)
                            .stream()
                            .map(row -> row.account())
                            .toList(),
                    engine
                            .containers()
                            .find(ContainerFilter.ALL, new ContainerSort(Column.ACCOUNT, false), 0, 100)
                            .stream()
                            .collect(Collectors.toMap(
                                    row -> row.account(), row -> row.findings().toString(), (one, more) -> one)),
                    engine.containers().totals(ContainerFilter.ALL),
                    engine.containers().unread());
        }
    }

    @Test
    void a_pipe_called_like_a_container_is_listed_and_stops_nothing() throws Exception {
        container(ANNA + "_anna/Profile_anna.VHDX");
        Path bens = Files.createDirectory(share.resolve(BEN + "_ben"));
        new ProcessBuilder("mkfifo", bens.resolve("Profile_ben.vhdx").toString())
                .start()
                .waitFor();
        Found found = inventory();
        assertThat(found.accounts()).containsExactly("anna");
        Unread pipe = found.at(BEN + "_ben/Profile_ben.vhdx");
        assertThat(pipe.kind()).isEqualTo("NAME");
        assertThat(pipe.reason()).contains("not an ordinary file");
    }

    @Test
    void folders_that_are_links_are_listed_wherever_they_lead() throws Exception {
        container(ANNA + "_anna/Profile_anna.VHDX");
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(share.resolve(BEN + "_ben"), elsewhere);
        Files.createSymbolicLink(share.resolve("again"), share.resolve(ANNA + "_anna"));
        Found found = inventory();
        assertThat(found.accounts()).containsExactly("anna");
        assertThat(found.at(BEN + "_ben").kind()).isEqualTo("NAME");
        assertThat(found.at(BEN + "_ben").reason()).contains("link");
        assertThat(found.at("again").reason()).contains("link");
    }

    @Test
    void files_that_are_links_are_nobodys_container_and_listed() throws Exception {
        container(ANNA + "_anna/Profile_anna.VHDX");
        Path bens = Files.createDirectory(share.resolve(BEN + "_ben"));
        Files.createSymbolicLink(
                bens.resolve("Profile_ben.VHDX"), share.resolve(ANNA + "_anna").resolve("Profile_anna.VHDX"));
        Files.createSymbolicLink(bens.resolve("ODFC_ben.VHDX"), folder.resolve("gone"));
        Found found = inventory();
        assertThat(found.accounts()).containsExactly("anna");
        assertThat(found.at(BEN + "_ben/Profile_ben.VHDX").reason()).contains("link");
        assertThat(found.at(BEN + "_ben/ODFC_ben.VHDX").reason()).contains("link");
    }

    @Test
    void a_persons_folder_that_holds_only_folders_is_a_line_too() throws Exception {
        container(ANNA + "_anna/Profile_anna.VHDX");
        Files.createDirectories(share.resolve(ANNA + "_anna/backup"));
        container(BEN + "_ben/sub/Profile_ben.VHDX");
        Found found = inventory();
        assertThat(found.accounts()).containsExactly("anna");
        assertThat(found.unread()).hasSize(1);
        assertThat(found.at(BEN + "_ben").reason()).contains("only further folders");
    }

    @Test
    void a_folder_that_holds_only_folders_is_one_line() throws Exception {
        container(ANNA + "_anna/Profile_anna.VHDX");
        container("team-a/ben/Profile_ben.vhdx");
        container("team-a/chiara/Profile_chiara.vhdx");
        container("by-name/Profile_dana.vhdx");
        Files.createDirectories(share.resolve("by-name/backup"));
        Found found = inventory();
        assertThat(found.accounts()).containsExactlyInAnyOrder("anna", "by-name");
        assertThat(found.unread()).hasSize(1);
        assertThat(found.at("team-a").kind()).isEqualTo("NAME");
        assertThat(found.at("team-a").reason()).contains("location of its own");
    }

    /** Java shows such a name with U+FFFD in it, by which nobody finds the file again. */
    @Test
    void a_name_that_is_no_utf8_is_listed_as_not_read() throws Exception {
        container(ANNA + "_anna/Profile_anna.vhdx");
        container("folder/Profile_x.vhdx");
        container(BEN + "_ben/file");
        var moving = new ProcessBuilder(
                        "sh",
                        "-c",
                        "mv folder \"$(printf 'S-1-5-21-1-1-1-9_\\377\\376')\" && cd *_ben && mv file \"$(printf 'Profile_\\377.vhdx')\"")
                .directory(share.toFile())
                .inheritIO()
                .start();
        assertThat(moving.waitFor()).isZero();

        Found found = inventory();

        assertThat(found.accounts()).contains("anna");
        assertThat(found.unread())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.reason()).contains("no UTF-8").contains("rename"));
    }

    /** As bytes of another character set: what a share looks like that was written by a machine with another locale. */
    @Test
    void a_name_that_cannot_be_read_takes_nothing_for_gone_that_it_may_hide() throws Exception {
        container(ANNA + "_anna/Profile_anna.vhdx");
        container(BEN + "_Jürgen/Profile_Jürgen.vhdx");
        container("S-1-5-21-1-2-3-1003_Zoë/Profile_Zoë.vhdx");
        container("S-1-5-21-1-2-3-1003_Zoë/ODFC_Zoë.vhdx");
        assertThat(inventory().states()).containsOnlyKeys("anna", "Jürgen", "Zoë");
        shell("mv *_Jürgen \"$(printf '" + BEN + "_J\\374rgen')\"; rm -r *_anna;"
                + " cd *_Zoë && mv ODFC* \"$(printf 'ODFC_Zo\\353.vhdx')\" && rm Profile*");

        Found found = inventory();

        assertThat(found.states().get("anna"))
                .as("of ASCII, so it cannot be hidden")
                .isEqualTo("[GONE]");
        assertThat(found.states().get("Jürgen")).isEqualTo("[]");
        assertThat(found.states().get("Zoë")).isEqualTo("[]");
        assertThat(found.totals().unread()).isEqualTo(3);
        assertThat(found.unread()).hasSize(2).allSatisfy(one -> assertThat(one.kind())
                .isEqualTo("ILLEGIBLE"));
    }

    @Test
    void a_process_that_reads_names_as_ascii_takes_nothing_for_gone_and_makes_nothing_up() throws Exception {
        container(ANNA + "_anna/Profile_anna.vhdx");
        container(BEN + "_Jürgen/Profile_Jürgen.vhdx");
        inventory();

        ProcessBuilder posix = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.profilekeep.cli.ProfileKeepCli",
                        "inventory",
                        "--config",
                        folder.resolve("profilekeep.yml").toString())
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile());
        posix.environment().put("LC_ALL", "POSIX");
        assertThat(posix.start().waitFor()).isEqualTo(1);
        assertThat(folder.resolve("out")).content().contains("ILLEGIBLE", "UTF-8 locale that exists", "of 1 a copy");

        Found found = inventory();
        assertThat(found.states()).containsOnlyKeys("anna", "Jürgen").doesNotContainValue("[GONE]");
    }

    private void shell(String commands) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", commands)
                .directory(share.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }
}
