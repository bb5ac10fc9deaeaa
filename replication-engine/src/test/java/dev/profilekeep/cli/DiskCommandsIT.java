package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disk commands on a real share. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DiskCommandsIT {
    private static final String PERSON = "S-1-5-21-1-2-3-4_Zoë";

    @TempDir
    Path folder;

    private static Map<String, String> account(SambaServer server) {
        return Map.of(
                "PROFILEKEEP_SMB_USER",
                SambaServer.USER,
                "PROFILEKEEP_SMB_PASSWORD",
                server.password().use(String::new));
    }

    private static byte[] same(SambaServer server, Path local, String path, String... verb) {
        var there = new ArrayList<>(
                List.of("disk", verb[0], server.address("profiles", path).toString()));
        var here = new ArrayList<>(List.of("disk", verb[0], local.toString()));
        for (String more : List.of(verb).subList(1, verb.length)) {
            there.add(more);
            here.add(more);
        }
        CommandRun remote = CommandRun.on(Terminal.NONE, account(server), there.toArray(new String[0]));
        assertThat(remote.err()).isEmpty();
        CommandRun known = CommandRun.of(here.toArray(new String[0]));
        assertThat(remote.code()).isEqualTo(known.code());
        assertThat(remote.bytes()).isEqualTo(known.bytes()).isNotEmpty();
        return remote.bytes();
    }

    /** As {@link #same}, of what says which file it is about. */
    private static void sameButForItsName(SambaServer server, Path local, String path, String... verb)
            throws IOException {
        String address = server.address("profiles", path).toString();
        var there = new ArrayList<>(List.of("disk", verb[0], address));
        var here = new ArrayList<>(List.of("disk", verb[0], local.toString()));
        there.addAll(List.of(verb).subList(1, verb.length));
        here.addAll(List.of(verb).subList(1, verb.length));
        CommandRun remote = CommandRun.on(Terminal.NONE, account(server), there.toArray(new String[0]));
        CommandRun known = CommandRun.of(here.toArray(new String[0]));
        assertThat(remote.err()).isEmpty();
        assertThat(remote.code()).isEqualTo(known.code());
        if (List.of(verb).contains("--json")) {
            assertThat(nameless(remote)).isEqualTo(nameless(known)).isNotEmpty();
        } else {
            assertThat(remote.out().replace(address, "FILE"))
                    .isEqualTo(known.out().replace(local.toString(), "FILE"))
                    .isNotEmpty();
        }
    }

    private static ObjectNode nameless(CommandRun ran) throws IOException {
        var document = (ObjectNode) new ObjectMapper().readTree(ran.bytes());
        document.remove("file");
        return document;
    }

    @Test
    void damage_on_a_share_is_found_as_in_a_folder() throws Exception {
        byte[] damaged = Fixtures.ownImage("bare-dirty.vhdx").bytes();
        damaged[64 * 1024 + 20]++;
        try (SambaServer server = SambaServer.builder().share("profiles").start()) {
            Path file = Files.write(server.folder("profiles").resolve("damaged.vhdx"), damaged);
            sameButForItsName(server, file, "damaged.vhdx", "check");
            sameButForItsName(server, file, "damaged.vhdx", "check", "--json");
        }
    }

    @Test
    void a_container_on_a_share_answers_as_one_in_a_folder() throws Exception {
        try (SambaServer server = SambaServer.builder().share("profiles").start()) {
            String path = PERSON + "/Profile_Zoë.VHDX";
            Path file = server.folder("profiles").resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, Fixtures.ownImage("gpt-msr.vhdx").bytes());

            assertThat(new String(same(server, file, path, "ls", "-R"), StandardCharsets.UTF_8))
                    .isEqualTo("Profile\nProfile/kept.txt\n");
            assertThat(same(server, file, path, "cat", "Profile/kept.txt")).hasSize(6 << 20);
            same(server, file, path, "tree");
            same(server, file, path, "ls", "-R", "-l");
            for (String verb : List.of("check", "info")) {
                sameButForItsName(server, file, path, verb);
                sameButForItsName(server, file, path, verb, "--json");
            }
            sameButForItsName(server, file, path, "ls", "-R", "--json");
            sameButForItsName(server, file, path, "tree", "--json");
            same(server, file, path, "biggest");
            same(server, file, path, "space", "--at-least", "1");
            same(server, file, path, "who-uses", "--in-file", "0+16M");
            same(server, file, path, "map", "--chunks");

            Path ours = folder.resolve("raw");
            CommandRun exported = CommandRun.on(
                    Terminal.NONE,
                    account(server),
                    "disk",
                    "export",
                    server.address("profiles", path).toString(),
                    ours.toString());
            assertThat(exported.err()).isEmpty();
            CommandRun known = CommandRun.of(
                    "disk", "export", file.toString(), folder.resolve("known").toString());
            assertThat(known.code()).isZero();
            assertThat(ours).hasSameBinaryContentAs(folder.resolve("known"));

            CommandRun none = CommandRun.on(
                    Terminal.NONE,
                    account(server),
                    "disk",
                    "ls",
                    server.address("profiles", "none.vhdx").toString());
            assertThat(none.code()).isEqualTo(2);
            assertThat(none.err()).contains("none.vhdx").doesNotContain("\tat ");
        }
    }

    @Test
    void a_differencing_disk_finds_its_parent_on_its_share() throws Exception {
        Path child = Fixtures.unpack("dfvfs-fat-differential.vhdx.gz", null, folder.resolve("unpacked"));
        Path parent = Fixtures.unpack("dfvfs-fat-parent.vhdx.gz", null, folder.resolve("unpacked"));
        try (SambaServer server = SambaServer.builder().share("profiles").start()) {
            Path there = Files.createDirectories(server.folder("profiles").resolve(PERSON));
            Files.copy(child, there.resolve("child.vhdx"));
            String address = server.address("profiles", PERSON + "/child.vhdx").toString();
            CommandRun orphan = CommandRun.on(
                    Terminal.NONE,
                    account(server),
                    "disk",
                    "export",
                    address,
                    folder.resolve("none").toString());
            assertThat(orphan.code()).isEqualTo(2);
            assertThat(orphan.err()).contains("the parent of").contains("was not found");

            Files.copy(parent, there.resolve("fat-parent.vhdx"));
            export(server, address, "found");
            Files.move(there.resolve("fat-parent.vhdx"), there.resolve("elsewhere.vhdx"));
            export(
                    server,
                    address,
                    "given",
                    "--parent",
                    server.address("profiles", PERSON + "/elsewhere.vhdx").toString());
            assertThat(folder.resolve("given")).hasSameBinaryContentAs(folder.resolve("found"));

            CommandRun flat = CommandRun.of(
                    "disk",
                    "convert",
                    "--parent",
                    parent.toString(),
                    child.toString(),
                    folder.resolve("flat.vhdx").toString());
            assertThat(flat.err()).isEmpty();
            assertThat(flat.out()).contains("the disk and its parents become one disk");
            assertThat(CommandRun.of(
                                    "disk",
                                    "export",
                                    folder.resolve("flat.vhdx").toString(),
                                    folder.resolve("flat").toString())
                            .code())
                    .isZero();
            assertThat(folder.resolve("flat")).hasSameBinaryContentAs(folder.resolve("found"));
        }
    }

    private void export(SambaServer server, String address, String name, String... more) {
        var all = new ArrayList<>(
                List.of("disk", "export", address, folder.resolve(name).toString()));
        all.addAll(List.of(more));
        CommandRun ran = CommandRun.on(Terminal.NONE, account(server), all.toArray(new String[0]));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
    }
}
