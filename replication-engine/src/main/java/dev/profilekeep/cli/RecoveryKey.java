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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** A key on paper, or in a safe: exported, and proved by reading it back. */
final class RecoveryKey {
    private RecoveryKey() {}

    /**
     * Makes one, writes its letters into a new file that only its owner reads, and proves with what stands in that file then.
     *
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
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
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
