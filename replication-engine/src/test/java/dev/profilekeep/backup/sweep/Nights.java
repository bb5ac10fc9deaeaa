package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.repo.Disks;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Backs a disk up night after night, and knows what each night must give back. */
final class Nights {
    private final Map<String, BlockDevice> disks = new HashMap<>();

    /** A disk that differs from others by what one of its files holds. */
    static Surgery disk(int number) throws IOException {
        Surgery disk = new Surgery();
        if (number > 0) {
            NtfsFile file = disk.plain(0);
            int at = disk.contentAt(file.number(), 0);
            disk.bytes().put(at, (byte) (disk.bytes().get(at) + number));
            disk.bytes().put(at + 1, (byte) (number >> 8));
            disk.record(file.number(), record -> record.put(8, (byte) (record.get(8) + 1 + number % 100)));
        }
        return disk;
    }

    UUID backUp(Repository repository, Surgery disk, @Nullable UUID before) throws IOException {
        try (WriteSession session = repository.begin("night")) {
            return backUp(repository, session, disk, before);
        }
    }

    UUID backUp(Repository repository, WriteSession session, Surgery disk, @Nullable UUID before) throws IOException {
        return finish(repository, session, disk, before == null ? null : map(repository, before));
    }

    static ContentMap map(Repository repository, UUID night) throws IOException {
        try (OpenSnapshot snapshot = repository.snapshots().open(night)) {
            return snapshot.map(0);
        }
    }

    UUID finish(Repository repository, WriteSession session, Surgery disk, @Nullable ContentMap known)
            throws IOException {
        ContentMap map = Disks.make(session, disk.device(), known).map();
        disks.put(map.root().toString(), disk.device());
        return Disks.publish(repository, session, map).id();
    }

    static void forget(Repository repository, UUID snapshot) throws IOException {
        repository.decisions().decide("test", "", new Decision.Forget(snapshot, Set.of(), Duration.ZERO));
    }

    /** Every night that is there and not forgotten gives back all of its disk, and a check finds nothing that matters. */
    Set<UUID> requireWhole(StorageProvider storage) throws IOException {
        try (Repository repository = Repositories.open(storage)) {
            CheckReport report = new RepositoryCheck(repository).run(CheckExtent.DATA, Progress.NONE);
            assertThat(report.problems()).allMatch(problem -> problem.severity() == Problem.Severity.HARMLESS);
            Set<UUID> nights = new HashSet<>();
            var standing = repository.decisions().read().standing();
            var now = repository.decisions().now();
            for (UUID id : repository.snapshots().list()) {
                try (OpenSnapshot snapshot = repository.snapshots().open(id)) {
                    String key = snapshot.containers().get(0).identity().key();
                    if (!standing.isForgotten(id, key, now)) {
                        ContentMap map = snapshot.map(0);
                        Disks.assertSame(repository, map, disks.get(map.root().toString()));
                        nights.add(id);
                    }
                }
            }
            return nights;
        }
    }

    /** A night gives back all of its disk. */
    void requireSame(Repository repository, UUID night) throws IOException {
        ContentMap map = map(repository, night);
        Disks.assertSame(repository, map, disks.get(map.root().toString()));
    }

    static void copy(StorageProvider from, StoragePath folder, StorageProvider to) throws IOException {
        for (var entry : from.list(folder)) {
            if (entry.directory()) {
                to.createFolder(entry.path());
                copy(from, entry.path(), to);
            } else {
                copyFile(from, entry.path(), to);
            }
        }
    }

    static void copyFile(StorageProvider from, StoragePath path, StorageProvider to) throws IOException {
        try (OpenFile source = from.openForReading(path, Sharing.ALL);
                OpenFile target = to.create(path, Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
            source.readFully(0, bytes);
            target.writeFully(0, bytes.flip());
        }
    }
}
