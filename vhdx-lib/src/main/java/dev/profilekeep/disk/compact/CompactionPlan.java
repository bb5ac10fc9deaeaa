package dev.profilekeep.disk.compact;

import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.convert.ConversionTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a compaction would do. Sizes in bytes. Describes the container as it was when the plan was made. Immutable. */
public final class CompactionPlan {
    /**
     * A block size, and what it would come to.
     *
     * @param bytesAfter length that the new file would have
     */
    public record Choice(int blockSize, long bytesAfter) {}

    private final ContentLayout layout;
    private final @Nullable ConversionTarget target;
    private final @Nullable LiveBlocks blocks;
    private final long fileBytes;
    private final long bytesAfter;
    private final long storedBytes;
    private final List<Choice> choices;
    private final List<Obstacle> obstacles;

    CompactionPlan(
            ContentLayout layout,
            @Nullable ConversionTarget target,
            @Nullable LiveBlocks blocks,
            long fileBytes,
            long bytesAfter,
            long storedBytes,
            List<Choice> choices,
            List<Obstacle> obstacles) {
        this.layout = layout;
        this.target = target;
        this.blocks = blocks;
        this.fileBytes = fileBytes;
        this.bytesAfter = bytesAfter;
        this.storedBytes = storedBytes;
        this.choices = List.copyOf(choices);
        this.obstacles = List.copyOf(obstacles);
    }

    /** What counts of the old container. */
    public ContentLayout layout() {
        return layout;
    }

    /** Whether nothing stands against it. */
    public boolean isAllowed() {
        return obstacles.isEmpty();
    }

    /** Why it is not done, the most serious first. */
    public List<Obstacle> obstacles() {
        return obstacles;
    }

    /** Whether it is known what counts, so that sizes can be told. */
    public boolean isMeasured() {
        return blocks != null;
    }

    /** Length of the file now. */
    public long fileBytes() {
        return fileBytes;
    }

    /** Length that the new file has, to the byte; as long as now if it is not {@link #isMeasured()}. */
    public long bytesAfter() {
        return bytesAfter;
    }

    /** Bytes that the new file is shorter by; negative if it is longer. */
    public long gain() {
        return fileBytes - bytesAfter;
    }

    /** What counts and is stored. All that is stored if it is not {@link #isMeasured()}. */
    public long liveBytes() {
        return blocks == null ? storedBytes : blocks.bytes();
    }

    /** What is stored and counts for nothing. */
    public long staleBytes() {
        return storedBytes - liveBytes();
    }

    /**
     * Bytes that go through this machine at most: read, written, and read once more for the proofs. What a file server copies is not written from here, and what is known of the old container is not read.
     */
    public long bytesToMove() {
        return 3 * liveBytes();
    }

    /** What each block size would come to, the smallest first; empty if it is not {@link #isMeasured()}. */
    public List<Choice> choices() {
        return choices;
    }

    /**
     * What is made.
     *
     * @throws IllegalStateException if it is not {@link #isMeasured()}
     */
    public ConversionTarget target() {
        if (target == null) {
            throw new IllegalStateException("nobody can tell what would be made");
        }
        return target;
    }

    /** The blocks that are stored. */
    LiveBlocks blocks() {
        if (blocks == null) {
            throw new IllegalStateException("nobody can tell what counts");
        }
        return blocks;
    }
}
