package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/** A key on paper, or in a safe: exported, and proved by reading it back. */
final class RecoveryKey {
    private RecoveryKey() {}

    /**
     * Looks whether there is a place for one.
     *
     * @param repository its name
     * @param named the file, as a person wrote it
     * @return the file
     * @throws CliProblem if it is there already, has no folder, or lies in the repository
     */
    static Path place(String repository, Path named) throws IOException {
        Path file = named.toAbsolutePath().normalize();
        if (RepositoryPlace.of(repository).holds(file)) {
            throw new CliProblem(named + ": lies in the repository; whoever loses that would lose its key with it");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CliProblem(named + ": there is such a file already; a key is never written over another");
        }
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CliProblem(named + ": there is no folder " + folder + "; make it first");
        }
        return file;
    }

    /**
     * Makes one, writes its letters into a new file that only its owner reads, and proves with what stands in that file then.
     *
     * @param file a {@link #place} for it
     * @throws CliProblem if the file cannot be made; the repository has no new key then
     */
    static KeyInfo export(Repository repository, Path file, String label) throws IOException {
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        write(file, key.text() + "\n");
        repository.keys().add(key, KeySlot.Kind.RECOVERY, label);
        return repository
                .keys()
                .prove(Files.readString(file, StandardCharsets.UTF_8).strip());
    }

    private static void write(Path file, String letters) throws IOException {
        try {
            Files.createFile(file, OwnersFile.attributes(file));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(letters.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CliProblem(file + ": there is such a file already; a key is never written over another", e);
        } catch (IOException e) {
            throw new CliProblem(file + ": the recovery key cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
