package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when a repository's server goes away in the middle of something. */
class RepositoryWordsTest {
    @TempDir
    Path folder;

    @Test
    void what_may_be_done_or_not_is_said_in_its_own_words() {
        var context = new Context(
                new PrintWriter(Writer.nullWriter()),
                OutputStream.nullOutputStream(),
                new PrintWriter(Writer.nullWriter()),
                Terminal.NONE,
                Map.of("PROFILEKEEP_REPO", folder.toString()),
                Clock.systemUTC());
        var gone = new StorageException.Unreachable("the connection broke", new IOException("reset"));
        var unknown = new IOException("the decision may count or not; look what stands", gone);

        assertThatThrownBy(() -> new RepositoryOptions().connected(context, storage -> {
                    throw unknown;
                }))
                .isInstanceOf(CliProblem.class)
                .hasMessage(folder + ": the decision may count or not; look what stands");
        assertThat(RepositoryOptions.words(unknown))
                .as("where doing it again is safe")
                .isEqualTo("the connection broke");
    }
}
