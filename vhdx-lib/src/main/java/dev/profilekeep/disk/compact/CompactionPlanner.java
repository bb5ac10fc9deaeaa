package dev.profilekeep.disk.compact;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Doubt;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.vhd.NewVhd;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.NewVhdx;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the compaction of a container. Reads metadata only, and changes nothing. Stateless. */
public final class CompactionPlanner {
    private static final int MIB = 1 << 20;
    /** Block sizes of a VHDX that are worth telling; larger ones free nothing that these do not. */
    private static final int LARGEST_CHOICE = VhdxEnvelope.USUAL_BLOCK;

    private static final int LEAST_VHD_BLOCK = 512 << 10;

    private CompactionPlanner() {}

    /**
     * @param fileBytes length of the container's file
     * @param layout of the container, made just before
     * @param check of the same file
     * @param room bytes that a new file beside the old may take
     * @throws IllegalArgumentException if the container is neither VHDX nor VHD, or cannot have such blocks
     * @throws dev.profilekeep.disk.DiskException if the block table breaks a rule
     */
    public static CompactionPlan plan(
            long fileBytes, ContentLayout layout, CheckReport check, CompactionWish wish, long room)
            throws IOException {
        VirtualDisk disk = layout.disk();
        List<Obstacle> obstacles = obstacles(disk, layout, check);
        long stored = stored(disk);
        if (layout.kind() == ContentLayout.Kind.RAW) {
            return new CompactionPlan(layout, null, null, fileBytes, fileBytes, stored, List.of(), sorted(obstacles));
        }
        ConversionTarget target = target(disk, wish);
        boolean vhdx = target instanceof ConversionTarget.Vhdx;
        LiveBlocks finest = LiveBlocks.of(layout, vhdx ? MIB : LEAST_VHD_BLOCK);
        LiveBlocks blocks = finest.in(blockSize(target));
        long after = fileSize(target, blocks);
        List<CompactionPlan.Choice> choices = isFixed(target) ? List.of() : choices(target, finest);
        if (isFixed(target)) {
            obstacles.add(new Obstacle(
                    Obstacle.Kind.FIXED, "it is a fixed disk, which stores every block: say that it is to be dynamic"));
        } else if (sameForm(disk, target)) {
            judgeGain(fileBytes, after, wish, choices).ifPresent(obstacles::add);
        }
        if (after > room) {
            obstacles.add(new Obstacle(
                    Obstacle.Kind.NO_ROOM,
                    "the new file beside it needs " + mib(after) + ", and " + mib(room) + " are free"));
        }
        return new CompactionPlan(layout, target, blocks, fileBytes, after, stored, choices, sorted(obstacles));
    }

    private static List<Obstacle> sorted(List<Obstacle> obstacles) {
        obstacles.sort(Comparator.comparing(Obstacle::kind));
        return obstacles;
    }

    private static List<Obstacle> obstacles(VirtualDisk disk, ContentLayout layout, CheckReport check) {
        var obstacles = new ArrayList<Obstacle>();
        if (check.verdict() == Verdict.FINDINGS) {
            obstacles.add(new Obstacle(
                    Obstacle.Kind.DAMAGED,
                    "the check found: " + check.findings().get(0).sentence()));
        } else if (check.verdict() == Verdict.NOT_CHECKABLE) {
            obstacles.add(new Obstacle(
                    Obstacle.Kind.NOT_CHECKED,
                    "not all of it could be checked: " + check.unchecked().get(0)));
        }
        if (disk.hasParent()) {
            obstacles.add(new Obstacle(
                    Obstacle.Kind.DIFFERENCE_DISK, "it is a differencing disk, which rests on its parent"));
        }
        if (disk instanceof VhdxFile vhdx && vhdx.info().logReplayed()) {
            obstacles.add(new Obstacle(
                    Obstacle.Kind.CONTAINER_LOG,
                    "whoever had it open did not close it: its log holds changes, which the next sign-in applies"));
        }
        for (Doubt doubt : layout.doubts()) {
            Obstacle.Kind kind = kind(doubt.kind());
            if (kind != Obstacle.Kind.DIFFERENCE_DISK) {
                obstacles.add(new Obstacle(kind, doubt.sentence()));
            }
        }
        return obstacles;
    }

    private static Obstacle.Kind kind(Doubt.Kind doubt) {
        return switch (doubt) {
            case PARENT -> Obstacle.Kind.DIFFERENCE_DISK;
            case ASKED, PARTITIONS, NO_VOLUME -> Obstacle.Kind.UNKNOWN_FILE_SYSTEM;
            case BITLOCKER -> Obstacle.Kind.BITLOCKER;
            case SHADOW_COPIES -> Obstacle.Kind.SHADOW_COPIES;
            case HIBERNATED -> Obstacle.Kind.HIBERNATED;
            case DIRTY -> Obstacle.Kind.DIRTY;
            case OPEN_LOG -> Obstacle.Kind.OPEN_LOG;
            case DAMAGED -> Obstacle.Kind.DAMAGED;
        };
    }

    private static Optional<Obstacle> judgeGain(
            long before, long after, CompactionWish wish, List<CompactionPlan.Choice> choices) {
        long gain = before - after;
        if (gain <= 0) {
            return Optional.of(new Obstacle(
                    Obstacle.Kind.ALREADY_MINIMAL,
                    (gain == 0
                                    ? "it has no block that could be left out"
                                    : "it would not be shorter: in blocks of this size it would have "
                                            + mib(-gain)
                                            + " more")
                            + wayOut(before, wish, choices)));
        }
        if (!isWorth(before, gain, wish)) {
            return Optional.of(new Obstacle(
                    Obstacle.Kind.GAIN_TOO_SMALL,
                    String.format(
                                    Locale.ROOT,
                                    "it would be %s smaller, %.1f %% of its length: less than is worth the work (%s and %.1f %%)",
                                    mib(gain),
                                    100.0 * gain / before,
                                    mib(wish.leastGain()),
                                    100 * wish.leastShare())
                            + wayOut(before, wish, choices)));
        }
        return Optional.empty();
    }

    private static boolean isWorth(long before, long gain, CompactionWish wish) {
        return gain > 0 && gain >= wish.leastGain() && gain >= wish.leastShare() * before;
    }

    /** The largest other blocks in which enough would be gained, for each size below frees a little more at the price of a longer table. */
    private static String wayOut(long before, CompactionWish wish, List<CompactionPlan.Choice> choices) {
        return choices.stream()
                .filter(choice -> isWorth(before, before - choice.bytesAfter(), wish))
                .max(Comparator.comparing(CompactionPlan.Choice::blockSize))
                .map(choice -> "; in blocks of " + mib(choice.blockSize()) + " it would be "
                        + mib(before - choice.bytesAfter()) + " smaller")
                .orElse("");
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB);
    }

    /** Whether it stays what it is but for its blocks: whoever asks for another form wants that, whatever is gained. */
    private static boolean sameForm(VirtualDisk disk, ConversionTarget target) {
        if (disk instanceof VhdFile vhd) {
            return target instanceof ConversionTarget.Vhd made
                    && vhd.isFixed() == made.envelope().fixed();
        }
        return disk instanceof VhdxFile vhdx && vhdx.info().fixed() == isFixed(target);
    }

    private static long stored(VirtualDisk disk) throws IOException {
        disk.requireOwnPlaces();
        long[] stored = {0};
        disk.extents(
                new ByteRange(0, disk.virtualSize()),
                extent -> stored[0] += extent instanceof Extent.Stored ? extent.length() : 0);
        return stored[0];
    }

    private static ConversionTarget target(VirtualDisk disk, CompactionWish wish) throws IOException {
        if (disk instanceof VhdxFile || wish.toVhdx()) {
            VhdxEnvelope same = ConversionPlanner.envelopeOf(disk);
            boolean fixed = disk instanceof VhdFile vhd ? vhd.isFixed() : same.fixed();
            VhdxEnvelope form = fixed && !wish.toDynamic() ? same.asFixed() : same.asDynamic();
            return new ConversionTarget.Vhdx(wish.blockSize() == null ? form : form.withBlockSize(wish.blockSize()));
        }
        if (disk instanceof VhdFile vhd) {
            return new ConversionTarget.Vhd(vhd(vhd, wish));
        }
        throw new IllegalArgumentException("no container: " + disk.getClass().getName());
    }

    private static VhdEnvelope vhd(VhdFile vhd, CompactionWish wish) throws UnsupportedDiskException {
        VhdEnvelope same = vhd.envelope();
        boolean fixed = same.fixed() && !wish.toDynamic();
        @Nullable Integer size = wish.blockSize();
        int block = size != null ? size : same.fixed() ? VhdEnvelope.USUAL_BLOCK : same.blockSize();
        return new VhdEnvelope(same.virtualSize(), block, fixed, same.uniqueId());
    }

    private static boolean isFixed(ConversionTarget target) {
        return target instanceof ConversionTarget.Vhdx vhdx
                ? vhdx.envelope().fixed()
                : ((ConversionTarget.Vhd) target).envelope().fixed();
    }

    private static int blockSize(ConversionTarget target) {
        return target instanceof ConversionTarget.Vhdx vhdx
                ? vhdx.envelope().blockSize()
                : ((ConversionTarget.Vhd) target).envelope().blockSize();
    }

    private static long fileSize(ConversionTarget target, LiveBlocks blocks) {
        return target instanceof ConversionTarget.Vhdx vhdx
                ? NewVhdx.fileSize(vhdx.envelope(), blocks.count())
                : NewVhd.fileSize(((ConversionTarget.Vhd) target).envelope(), blocks.count());
    }

    private static List<CompactionPlan.Choice> choices(ConversionTarget target, LiveBlocks finest) {
        var choices = new ArrayList<CompactionPlan.Choice>();
        int own = blockSize(target);
        int most = target instanceof ConversionTarget.Vhdx ? Math.max(LARGEST_CHOICE, own) : VhdEnvelope.USUAL_BLOCK;
        for (int size = (int) finest.blockSize(); size > 0 && size <= most; size *= 2) {
            ConversionTarget in = target instanceof ConversionTarget.Vhdx vhdx
                    ? new ConversionTarget.Vhdx(vhdx.envelope().withBlockSize(size))
                    : withBlockSize((ConversionTarget.Vhd) target, size);
            choices.add(new CompactionPlan.Choice(size, fileSize(in, finest.in(size))));
        }
        return choices;
    }

    private static ConversionTarget withBlockSize(ConversionTarget.Vhd target, int size) {
        VhdEnvelope same = target.envelope();
        return new ConversionTarget.Vhd(new VhdEnvelope(same.virtualSize(), size, false, same.uniqueId()));
    }
}
