package dev.profilekeep.disk.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSink;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Plans and makes repacked containers for tests, and tells content in a form that can be compared. */
final class Repacked {
    private Repacked() {}

    static CompactionPlan plan(BlockDevice file, CompactionWish wish) throws IOException {
        return plan(file, wish, Long.MAX_VALUE);
    }

    static CompactionPlan plan(BlockDevice file, CompactionWish wish, long room) throws IOException {
        var check = DiskCheck.run("disk", file, (child, parent) -> Optional.empty(), Progress.NONE);
        return CompactionPlanner.plan(file.size(), ContentLayout.of(Containers.open(file)), check, wish, room);
    }

    static CompactionWish anyGain(Integer blockSize) {
        return CompactionWish.USUAL.withBlockSize(blockSize).withThreshold(0, 0);
    }

    /** Fills the target as a compaction does: with two threads, chunk by chunk. */
    static void make(CompactionPlan plan, WritableBlockDevice into) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try {
            make(plan, into, workers, 2);
        } finally {
            workers.shutdown();
        }
    }

    static void make(CompactionPlan plan, WritableBlockDevice into, Executor workers, int threads) throws IOException {
        try (RepackTarget target = RepackTarget.begin(plan, into)) {
            put(plan, target, new ContentReader(workers, threads));
            target.finish();
        }
        assertThat(into.size()).isEqualTo(plan.bytesAfter());
    }

    /** Reads all that counts, and puts it. */
    static void put(CompactionPlan plan, RepackTarget target) throws IOException {
        put(plan, target, new ContentReader(Runnable::run, 1));
    }

    private static void put(CompactionPlan plan, RepackTarget target, ContentReader reader) throws IOException {
        reader.read(
                plan.layout(),
                (chunk, bytes) -> {
                    target.put(chunk, bytes);
                    return true;
                },
                new ChunkSink<Boolean>() {
                    @Override
                    public void chunk(Chunk chunk, Boolean digest) {}

                    @Override
                    public void zeros(Chunk chunk) {}
                });
    }

    /** Everything that counts, chunk by chunk, with the sum of its bytes. */
    static List<String> content(BlockDevice file) throws IOException {
        List<String> lines = new ArrayList<>();
        ContentLayout layout = ContentLayout.of(Containers.open(file));
        new ContentReader(Runnable::run, 1).read(layout, (chunk, bytes) -> hash(bytes), new ChunkSink<Long>() {
            @Override
            public void chunk(Chunk chunk, Long hash) {
                lines.add(chunk + " " + hash);
            }

            @Override
            public void zeros(Chunk chunk) {}
        });
        lines.add(layout.kind() + " " + layout.countedBytes());
        return lines;
    }

    private static long hash(ByteBuffer bytes) {
        long hash = 7;
        while (bytes.hasRemaining()) {
            hash = hash * 0x9e3779b97f4a7c15L + bytes.get();
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
