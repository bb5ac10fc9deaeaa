package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** All that is told of a disk, as a value to compare. */
record Told(ContentLayout layout, List<Line> lines, ReadTotals totals) {
    static final String ZEROS = "zeros";
    static final String SKIPPED = "skipped";
    /** So that there are several chunks in small files. */
    static final ChunkSizes SMALL = new ChunkSizes(4096, 16384, 8192, 16384, 65536);

    record Line(Owner owner, List<ByteRange> pieces, String digest) {
        boolean isOf(long record) {
            return owner instanceof Owner.FileStream file && file.record() == record;
        }
    }

    static Told of(VirtualDisk disk) throws IOException {
        return of(disk, ChunkSizes.STANDARD);
    }

    static Told of(VirtualDisk disk, ChunkSizes sizes) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(3);
        try {
            return of(disk, sizes, workers, 3, chunk -> true);
        } finally {
            workers.shutdown();
        }
    }

    static Told of(VirtualDisk disk, ChunkSizes sizes, Executor workers, int threads, Predicate<Chunk> wanted)
            throws IOException {
        ContentLayout layout = ContentLayout.of(disk, sizes, KnownSignatures.NONE, RecordWatch.NONE, Progress.NONE);
        var lines = new ArrayList<Line>();
        var sink = new ChunkSink<String>() {
            @Override
            public void chunk(Chunk chunk, String digest) {
                add(chunk, digest);
            }

            @Override
            public void zeros(Chunk chunk) {
                add(chunk, ZEROS);
            }

            @Override
            public void skipped(Chunk chunk) {
                add(chunk, SKIPPED);
            }

            private void add(Chunk chunk, String digest) {
                lines.add(new Line(chunk.owner(), chunk.pieces(), digest));
            }
        };
        ReadTotals totals = new ContentReader(workers, threads)
                .read(layout, wanted, (chunk, bytes) -> sha256(bytes), sink, Progress.NONE);
        return new Told(layout, lines, totals);
    }

    static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Told isFiles() {
        assertThat(layout.rawReasons()).isEmpty();
        assertThat(layout.kind()).isEqualTo(ContentLayout.Kind.FILES);
        return this;
    }

    Told isRaw(String reason) {
        assertThat(layout.kind()).isEqualTo(ContentLayout.Kind.RAW);
        assertThat(layout.rawReasons()).anySatisfy(text -> assertThat(text).contains(reason));
        return this;
    }

    /** Lines of this that the other one has not. */
    Set<Line> without(Told other) {
        var lines = new LinkedHashSet<>(this.lines);
        other.lines.forEach(lines::remove);
        return lines;
    }

    /** What a stream is made of, wherever it lies. */
    List<String> stream(long record, long type) {
        return lines.stream()
                .filter(line -> line.isOf(record) && ((Owner.FileStream) line.owner()).type() == type)
                .sorted((a, b) ->
                        Long.compare(((Owner.FileStream) a.owner()).offset(), ((Owner.FileStream) b.owner()).offset()))
                .map(line -> ((Owner.FileStream) line.owner()).offset() + " "
                        + line.pieces().stream().mapToLong(ByteRange::length).sum() + " " + line.digest())
                .toList();
    }
}
