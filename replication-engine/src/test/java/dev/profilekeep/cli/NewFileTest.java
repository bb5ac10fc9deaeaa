package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
    @TempDir
    Path folder;

    private NewFile file() throws Exception {
        return NewFile.at(folder.resolve("new.vhdx").toString(), "", false);
    }

    @Test
    void what_cannot_be_made_says_why_and_not_under_which_name_it_was_tried() throws Exception {
        NewFile file = file();
        assertThatThrownBy(() -> file.make(path -> {
                    throw new FileSystemException(path + ".0000.part", null, "Read-only file system");
                }))
                .isInstanceOf(CliProblem.class)
                .hasMessage(
                        folder.resolve("new.vhdx") + ": cannot be made: Read-only file system, says the file system of "
                                + folder + "; choose another folder");
        assertThatThrownBy(() -> file.make(path -> {
                    throw new NoSuchFileException(path + ".0000.part");
                }))
                .isInstanceOf(CliProblem.class)
                .hasMessage(folder.resolve("new.vhdx") + ": cannot be made: its folder " + folder
                        + " is not there any more; make it again");
        assertThatThrownBy(() -> file.make(path -> {
                    throw new FileSystemException(path + ".0000.part");
                }))
                .isInstanceOf(CliProblem.class)
                .hasMessageContaining("cannot be made: its folder " + folder + " refuses new files");
    }

    @Test
    void what_a_killed_command_left_is_named_by_the_next_and_stays() throws Exception {
        Path left = Files.write(folder.resolve("new.vhdx." + UUID.randomUUID() + ".part"), new byte[2048]);
        Path others = Files.createFile(folder.resolve("other.vhdx." + UUID.randomUUID() + ".part"));
        CommandRun run = CommandRun.of(
                "disk", "create", "--size", "8M", folder.resolve("new.vhdx").toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(left.toString(), "2.00 KiB", "unless one is making", "delete it")
                .doesNotContain(others.toString());
        assertThat(left).exists();
        Files.delete(left);
        assertThat(CommandRun.of(
                                "disk",
                                "create",
                                "--force",
                                "--size",
                                "8M",
                                folder.resolve("new.vhdx").toString())
                        .err())
                .doesNotContain(".part");
    }
}
