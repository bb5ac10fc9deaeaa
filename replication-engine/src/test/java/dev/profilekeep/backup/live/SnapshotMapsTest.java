package dev.profilekeep.backup.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.chunk.BundleKeeper;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.repo.Disks;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.SyntheticMaps;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of all containers, some containers at a time. */
class SnapshotMapsTest {
    private static final int PEOPLE = 7;
    private static final int DAYS = 3;

    private final MemoryStorage storage = MemoryStorage.likeWindows();

    private static final class Seen implements SnapshotMaps.Visitor {
        final List<String> maps = new ArrayList<>();
        final List<UUID> done = new ArrayList<>();
        final Set<UUID> damaged = new HashSet<>();
        final List<Set<String>> groups = new ArrayList<>(List.of(new HashSet<>()));

        @Override
        public void map(SnapshotHead snapshot, ContainerFacts container, ContentMap map) {
            String key = container.identity().key();
            maps.add(snapshot.id() + key);
            groups.get(groups.size() - 1).add(key);
        }

        @Override
        public void damaged(UUID snapshot, IOException why) {
            damaged.add(snapshot);
        }

        @Override
        public void done(SnapshotHead snapshot) {
            done.add(snapshot.id());
        }

        @Override
        public void groupEnded() {
            groups.add(new HashSet<>());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 500})
    void each_map_is_told_once_and_no_container_in_two_groups(int group) throws IOException {
        try (Repository repository = Repositories.create(storage)) {
            for (int day = 0; day < DAYS; day++) {
                try (WriteSession session = repository.begin("night");
                        BundleKeeper keeper = session.keeper()) {
                    ContentMap[] maps = new ContentMap[PEOPLE];
                    for (int person = 0; person < PEOPLE; person++) {
                        maps[person] = SyntheticMaps.make(keeper, person, day, 10, null, fresh -> {});
                    }
                    Disks.publish(repository, session, maps);
                }
            }
            List<UUID> ids = repository.snapshots().list();
            StoragePath first = StoragePath.of("snapshots/" + ids.get(0));
            try (OpenFile file = storage.openForWriting(first, Sharing.ALL)) {
                file.writeFully(60, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            }
            var decisions = repository.decisions();
            Seen seen = new Seen();
            new SnapshotMaps(repository.snapshots(), ids, decisions.read().standing(), decisions.now(), group)
                    .forEach(seen);
            assertThat(seen.damaged).containsExactly(ids.get(0));
            assertThat(seen.maps).hasSize((DAYS - 1) * PEOPLE).doesNotHaveDuplicates();
            assertThat(seen.done).containsExactlyInAnyOrderElementsOf(ids.subList(1, DAYS));
            List<String> containers = new ArrayList<>();
            seen.groups.forEach(containers::addAll);
            assertThat(containers).hasSize(PEOPLE).doesNotHaveDuplicates();
            assertThat(seen.groups).hasSize(1 + Math.max(1, (PEOPLE + group - 1) / group));
        }
    }
}
