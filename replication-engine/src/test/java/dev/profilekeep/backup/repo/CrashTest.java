package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.MemoryStorage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A process that backs up two nights and is killed at each of its changes, before the server does it or after. */
class CrashTest {
    private final Map<String, BlockDevice> disks = new HashMap<>();
    private final Surgery first = new Surgery();
    private final Surgery second = new Surgery();

    CrashTest() throws IOException {
        var file = second.plain(0);
        int at = second.contentAt(file.number(), 0);
        second.bytes().put(at, (byte) ~second.bytes().get(at));
        second.record(file.number(), record -> record.put(8, (byte) (record.get(8) + 1)));
    }

    private void backUp(Repository repository) throws IOException {
        ContentMap known;
        try (WriteSession session = repository.begin("first night")) {
            known = made(session, first, null);
            Disks.publish(repository, session, known);
        }
        try (WriteSession session = repository.begin("second night")) {
            Disks.publish(repository, session, made(session, second, known));
        }
    }

    private ContentMap made(WriteSession session, Surgery disk, @Nullable ContentMap before) throws IOException {
        ContentMap map = Disks.make(session, disk.device(), before).map();
        disks.put(map.root().toString(), disk.device());
        return map;
    }

    @Test
    void wherever_it_dies_what_was_published_is_whole_and_the_next_night_goes_on() throws IOException {
        int[] published = new int[3];
        boolean ended = false;
        for (int change = 0; !ended; change++) {
            for (boolean after : new boolean[] {false, true}) {
                MemoryStorage below = MemoryStorage.likeWindows();
                Repositories.create(below).close();
                DyingStorage dying = new DyingStorage(below, change, after);
                try (Repository repository = Repositories.open(dying)) {
                    backUp(repository);
                } catch (IOException e) {
                    assertThat(dying.isDead()).as(String.valueOf(e)).isTrue();
                }
                try (Repository repository = Repositories.open(below)) {
                    List<UUID> there = Disks.whole(repository, disks);
                    published[there.size()]++;
                    try (WriteSession session = repository.begin("next night")) {
                        ContentMap known = null;
                        if (!there.isEmpty()) {
                            try (OpenSnapshot snapshot = repository.snapshots().open(there.get(0))) {
                                known = snapshot.map(0);
                            }
                        }
                        Disks.publish(repository, session, made(session, second, known));
                    }
                    assertThat(Disks.whole(repository, disks)).hasSize(there.size() + 1);
                }
                ended = !dying.isDead();
            }
        }
        assertThat(published).doesNotContain(0);
    }
}
