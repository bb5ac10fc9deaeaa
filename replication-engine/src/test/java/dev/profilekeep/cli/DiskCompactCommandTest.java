package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.WritableFileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code disk compact}, on files of this machine. */
class DiskCompactCommandTest {
    private static final String SMALL = "--min-gain=0";
    private static final String FEW = "--min-percent=0";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path disk;

    /** A disk of 64 MiB in which much was stored and is free by now. */
    @BeforeEach
    void fill() throws IOException {
        disk = folder.resolve("Profile_anna.VHDX");
        VirtualDisk small = Containers.open(Fixtures.ownImage("gpt-msr.vhdx"));
        byte[] old = new byte[100_000];
        new Random(3).nextBytes(old);
        ConversionRun.runToFile(
                ConversionPlanner.toVhdx(
                        small, ConversionPlanner.envelopeOf(small).withBlockSize(1 << 20)),
                disk,
                Progress.NONE);
        try (WritableFileDevice file = WritableFileDevice.open(disk);
                WritableVhdx writable = WritableVhdx.open(file)) {
            long[] free = {0};
            ContentLayout.of(small).counted(range -> {
                for (long at = free[0]; at + old.length < range.start(); at += 1 << 20) {
                    writable.write(at, ByteBuffer.wrap(old));
                }
                free[0] = range.end();
            });
        }
    }

    private CommandRun compact(String... more) {
        List<String> all = new ArrayList<>(List.of("disk", "compact", disk.toString()));
        all.addAll(Arrays.asList(more));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private String content() {
        CommandRun map = CommandRun.of("disk", "map", disk.toString());
        assertThat(map.code()).isZero();
        return map.out().lines().findFirst().orElseThrow();
    }

    /** As finely as a server keeps it. */
    private long hundredNanos() throws IOException {
        return Files.getLastModifiedTime(disk).to(TimeUnit.NANOSECONDS) / 100;
    }

    private List<String> beside() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replaceAll("[0-9a-f-]{30,}", "ID"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_plan_tells_what_would_come_of_it_and_writes_nothing() throws Exception {
        long before = Files.size(disk);
        CommandRun ran = compact("--plan", "--offline", SMALL, FEW);
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("after ", "stored for nothing", "in blocks of 2.00 MiB", "may be compacted");
        JsonNode told = JSON.readTree(
                compact("--plan", "--offline", SMALL, FEW, "--json").bytes());
        assertThat(told.at("/allowed").asBoolean()).isTrue();
        assertThat(told.at("/fileSizeBytes").asLong()).isEqualTo(before);
        assertThat(told.at("/fileSizeAfterBytes").asLong()).isBetween(1L << 20, before - 1);
        assertThat(told.at("/secondsExpected").asDouble()).isPositive();
        assertThat(told.at("/choices/0/blockSizeBytes").asInt()).isEqualTo(1 << 20);
        assertThat(beside()).containsExactly("Profile_anna.VHDX");
        assertThat(Files.size(disk)).isEqualTo(before);
    }

    @Test
    void a_disk_becomes_as_small_as_planned_and_says_the_same() throws Exception {
        String content = content();
        long written = hundredNanos();
        long planned = JSON.readTree(
                        compact("--plan", "--offline", SMALL, FEW, "--json").bytes())
                .at("/fileSizeAfterBytes")
                .asLong();
        JsonNode told = JSON.readTree(compact("--offline", SMALL, FEW, "--json").bytes());
        assertThat(told.at("/compacted").asBoolean()).isTrue();
        assertThat(told.at("/sectorsCompared").asLong()).isPositive();
        assertThat(content).contains(told.at("/content").asText());
        assertThat(content()).isEqualTo(content);
        assertThat(Files.size(disk))
                .isEqualTo(planned)
                .isEqualTo(told.at("/fileSizeAfterBytes").asLong());
        assertThat(hundredNanos()).isEqualTo(written);
        assertThat(folder.resolve(told.at("/kept").asText())).exists();
        CommandRun again = compact("--offline", SMALL, FEW);
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("left as it is (already-minimal)");
    }

    @Test
    void the_way_back_is_open_until_the_old_file_is_removed() throws Exception {
        byte[] old = Files.readAllBytes(disk);
        assertThat(compact("--offline", SMALL, FEW).out()).contains("--undo goes back to it");
        byte[] small = Files.readAllBytes(disk);
        CommandRun back = compact("--undo", "--offline");
        assertThat(back.err()).isEmpty();
        assertThat(back.code()).isZero();
        assertThat(Files.readAllBytes(disk)).isEqualTo(old);
        CommandRun forth = compact("--undo", "--offline");
        assertThat(forth.code()).isZero();
        assertThat(Files.readAllBytes(disk)).isEqualTo(small);
        CommandRun removed = compact("--remove-old");
        assertThat(removed.code()).isZero();
        assertThat(removed.out().lines()).hasSize(3).allMatch(line -> line.contains(": removed "));
        assertThat(beside()).containsExactly("Profile_anna.VHDX");
        assertThat(compact("--remove-old").out()).contains("no old file of it is kept");
        CommandRun nothing = compact("--undo", "--offline");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).contains("refused (nothing-kept)");
    }

    @Test
    void there_is_no_way_back_over_what_was_written_since() throws Exception {
        compact("--offline", SMALL, FEW);
        try (WritableFileDevice file = WritableFileDevice.open(disk);
                WritableVhdx writable = WritableVhdx.open(file)) {
            writable.write(writable.virtualSize() / 2, ByteBuffer.wrap(new byte[512]));
        }
        byte[] used = Files.readAllBytes(disk);
        CommandRun back = compact("--undo", "--offline");
        assertThat(back.code()).isEqualTo(1);
        assertThat(back.out()).contains("refused (used-since)", "old.disk");
        assertThat(Files.readAllBytes(disk)).isEqualTo(used);
    }

    @Test
    void nobody_sees_here_who_has_it_open() throws Exception {
        byte[] before = Files.readAllBytes(disk);
        CommandRun ran = compact(SMALL, FEW);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("refused (unproved)", "--offline");
        assertThat(Files.readAllBytes(disk)).isEqualTo(before);
    }

    @Test
    void a_gain_that_is_not_worth_the_work_is_no_failure() {
        CommandRun ran = compact("--offline");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("left as it is (gain-too-small)", "256.0 MiB");
    }

    @Test
    void what_lies_beside_it_forbids_it() throws Exception {
        for (String[] beside : new String[][] {
            {"Profile_anna.VHDX.lock", "locked"},
            {"Profile_anna.VHDX.meta", "cloud-cache"},
            {"RW.VHDX", "difference-beside"},
            {"Merge.VHDX", "difference-beside"},
            {"ODFC_anna-SESSION-2.VHDX", "difference-beside"}
        }) {
            Path file = Files.createFile(folder.resolve(beside[0]));
            CommandRun ran = compact("--offline", SMALL, FEW);
            assertThat(ran.code()).as(beside[0]).isEqualTo(1);
            assertThat(ran.out()).contains("refused (" + beside[1] + ")", beside[0]);
            Files.delete(file);
        }
        Files.createFile(folder.resolve("ODFC_anna.VHDX.lock"));
        assertThat(compact("--offline", SMALL, FEW).code()).isZero();
    }

    @Test
    void owner_and_mode_go_with_the_disk() throws Exception {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Fixtures.requireThat(posix, "no owners and modes are kept here: that they go with a disk is NOT tried");
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rw-r-----"));
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setAttribute(disk, "unix:uid", 12345);
            Files.setAttribute(disk, "unix:gid", 23456);
        }
        String before = Files.readAttributes(disk, "unix:uid,gid,mode").toString();
        assertThat(compact("--offline", SMALL, FEW).code()).isZero();
        assertThat(Files.readAttributes(disk, "unix:uid,gid,mode")).hasToString(before);
        assertThat(compact("--undo", "--offline").code()).isZero();
        assertThat(Files.readAttributes(disk, "unix:uid,gid,mode")).hasToString(before);
    }

    @Test
    void a_file_that_samba_serves_and_a_link_are_refused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("Profile_link.VHDX"), disk);
        CommandRun linked = CommandRun.of("disk", "compact", link.toString(), "--offline", SMALL, FEW);
        assertThat(linked.code()).isEqualTo(1);
        assertThat(linked.out()).contains("refused (no-safe-swap)", "it is a link");
        Files.delete(link);
        UserDefinedFileAttributeView named = Files.getFileAttributeView(disk, UserDefinedFileAttributeView.class);
        Fixtures.requireThat(
                named != null && Files.getFileStore(disk).supportsFileAttributeView("user"),
                "no named attributes are kept here: that a file of Samba is left alone is NOT tried");
        named.write("DOSATTRIB", ByteBuffer.wrap(new byte[] {1}));
        CommandRun served = compact("--offline", SMALL, FEW);
        assertThat(served.code()).isEqualTo(1);
        assertThat(served.out()).contains("refused (no-safe-swap)", "Samba serves it");
        assertThat(beside()).containsExactly("Profile_anna.VHDX");
    }

    private static final String JOURNAL =
            """
            {"v":1,"step":"DONE","at":"2026-11-01T00:00:00Z","node":"portal","containerId":%d,"target":"ben/Profile_ben.vhdx",\
            "purpose":"restore a backup","linked":true,"note":""}
            """;

    @Test
    void below_a_folder_that_profilekeep_works_in_nothing_is_done() throws Exception {
        Path person = Files.createDirectory(folder.resolve("S-1-5-21-1-2-3-1104_anna"));
        Path moved = Files.move(disk, person.resolve("Profile_anna.VHDX"));
        Path txn = Files.createDirectories(folder.resolve(".profilekeep/20261101-000000-" + UUID.randomUUID()));
        Path journal = txn.resolve("journal.jsonl");
        Files.writeString(journal, JOURNAL.formatted(0)); // of a command: nobody's concern
        assertThat(CommandRun.of("disk", "compact", moved.toString(), "--plan", "--offline", SMALL, FEW)
                        .code())
                .isZero();
        Files.writeString(journal, JOURNAL.formatted(7));
        CommandRun ran = CommandRun.of("disk", "compact", moved.toString(), "--offline", SMALL, FEW);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("refused (managed)");
        CommandRun plan = CommandRun.of("disk", "compact", moved.toString(), "--plan", "--offline", SMALL, FEW);
        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.out()).contains("refused (managed)", "after ");
    }

    @Test
    void an_old_file_is_removed_only_where_the_new_one_is_sound() throws Exception {
        compact("--offline", SMALL, FEW);
        byte[] sound = Files.readAllBytes(disk);
        byte[] broken = sound.clone();
        Arrays.fill(broken, 64 * 1024, 192 * 1024, (byte) 7); // both headers
        Files.write(disk, broken);
        CommandRun ran = compact("--remove-old");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains(" stays: the disk in its place is not sound");
        Files.write(disk, sound);
        assertThat(compact("--remove-old").out()).contains(": removed ");
    }

    @Test
    void two_commands_do_not_work_in_one_folder_at_once() throws Exception {
        try (Closeable first = CompactPlace.of(disk.toString()).alone()) {
            CommandRun ran = compact("--offline", SMALL, FEW);
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.err()).contains("another command works in this folder");
        }
        assertThat(compact("--offline", SMALL, FEW).code()).isZero();
    }

    @Test
    void what_cannot_be_asked_for_is_told_so() {
        assertThat(compact("--block-size", "3M").err()).contains("--block-size is a power of two");
        assertThat(compact("--min-percent", "101").err()).contains("--min-percent is from 0 to 100");
        assertThat(compact("--plan", "--undo").err()).contains("one of them");
        assertThat(compact("--plan", "--offline", "--block-size", "512K").err()).contains("power of two from 1 MiB");
        assertThat(CommandRun.of("disk", "compact", folder.resolve("none.vhdx").toString())
                        .err())
                .contains("there is no such file");
        assertThat(CommandRun.of("disk", "compact", folder.toString()).err()).contains("this is a folder");
    }

    @Test
    void what_is_no_disk_is_refused_with_what_is_wrong() throws Exception {
        Files.writeString(disk, "no disk at all, but long enough to look like something".repeat(40));
        CommandRun ran = compact("--plan", "--offline");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("refused (not-checked)", "neither VHDX nor VHD");
        JsonNode told = JSON.readTree(compact("--plan", "--offline", "--json").bytes());
        assertThat(told.at("/refusals/0/why").asText()).isEqualTo("not-checked");
        assertThat(told.at("/fileSizeAfterBytes").isNull()).isTrue();
    }
}
