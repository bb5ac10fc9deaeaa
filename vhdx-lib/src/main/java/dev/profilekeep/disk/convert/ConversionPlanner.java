package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.RawDisk;
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
import java.util.List;

/** Plans a copy of a disk in another layout. Reads block tables only, and changes nothing. Stateless. */
public final class ConversionPlanner {
    private ConversionPlanner() {}

    /**
     * What a dynamic VHDX of this disk carries on: sizes, sector sizes, identity, and the user metadata of a VHDX. The
     * identity of a disk that has none, a raw image, is a fresh one; that of a chain is its child's.
     *
     * @throws UnsupportedDiskException if the disk is larger than a VHDX can be
     */
    public static VhdxEnvelope envelopeOf(VirtualDisk source) throws IOException {
        if (source instanceof VhdxFile vhdx) {
            return vhdx.envelope();
        }
        if (source instanceof ParentChain chain) {
            // With its parents it is still the disk that the child says it is.
            return envelopeOf(chain.layers().get(0));
        }
        if (source.virtualSize() == 0 || source.virtualSize() > MAX_VHDX) {
            throw new UnsupportedDiskException(
                    "a VHDX holds from one sector to 64 TiB, this disk has " + source.virtualSize() + " bytes");
        }
        VhdxEnvelope usual = VhdxEnvelope.dynamic(source.virtualSize())
                .withSectors(source.logicalSectorSize(), Math.max(4096, source.physicalSectorSize()));
        return source instanceof VhdFile vhd ? usual.withVirtualDiskId(vhd.uniqueId()) : usual;
    }

    /**
     * A container like this one, as something to be made: of the same format, sizes and identity.
     *
     * @throws IllegalArgumentException if it is neither VHDX nor VHD
     */
    public static ConversionTarget like(VirtualDisk container) throws IOException {
        if (container instanceof VhdxFile vhdx) {
            return new ConversionTarget.Vhdx(vhdx.envelope());
        }
        if (container instanceof VhdFile vhd) {
            return new ConversionTarget.Vhd(vhd.envelope());
        }
        throw new IllegalArgumentException(
                "no container: " + container.getClass().getName());
    }

    /** As {@link #toVhdx}, {@link #toVhd} or {@link #toRaw}. */
    public static ConversionPlan to(VirtualDisk source, ConversionTarget target) throws IOException {
        if (target instanceof ConversionTarget.Vhdx vhdx) {
            return toVhdx(source, vhdx.envelope());
        }
        return target instanceof ConversionTarget.Vhd vhd ? toVhd(source, vhd.envelope()) : toRaw(source);
    }

    private static final long MAX_VHDX = 64L << 40;

    /**
     * @param envelope of the disk to be made: that of the source with whatever is to be different
     * @throws IllegalArgumentException if the envelope is of another virtual size or another logical sector size: the
     *     partition table counts in sectors
     * @throws dev.profilekeep.disk.DiskException if the block table of the source breaks a rule, or content is in a parent
     *     that is not open
     */
    public static ConversionPlan toVhdx(VirtualDisk source, VhdxEnvelope envelope) throws IOException {
        if (envelope.virtualSize() != source.virtualSize()
                || envelope.logicalSectorSize() != source.logicalSectorSize()) {
            throw new IllegalArgumentException("a conversion keeps size and sectors: the disk has "
                    + source.virtualSize() + " bytes in sectors of " + source.logicalSectorSize() + ", asked for are "
                    + envelope.virtualSize() + " in sectors of " + envelope.logicalSectorSize());
        }
        var count = new Count(envelope.blockSize());
        count.all(source);
        long blocks = envelope.fixed() ? blocksOf(envelope) : count.blocks;
        return new ConversionPlan(
                source,
                new ConversionTarget.Vhdx(envelope),
                count.stored,
                blocks,
                NewVhdx.fileSize(envelope, blocks),
                changes(source, envelope));
    }

    /**
     * @param envelope of the disk to be made
     * @throws IllegalArgumentException if the envelope is of another virtual size, or sectors are not of 512 bytes
     * @throws dev.profilekeep.disk.DiskException as {@link #toVhdx}
     */
    public static ConversionPlan toVhd(VirtualDisk source, VhdEnvelope envelope) throws IOException {
        if (envelope.virtualSize() != source.virtualSize() || source.logicalSectorSize() != 512) {
            throw new IllegalArgumentException("a conversion keeps size and sectors: the disk has "
                    + source.virtualSize() + " bytes in sectors of " + source.logicalSectorSize() + ", asked for are "
                    + envelope.virtualSize() + " in sectors of 512");
        }
        var count = new Count(envelope.fixed() ? Long.MAX_VALUE : envelope.blockSize());
        count.all(source);
        long blocks = envelope.fixed() ? 0 : count.blocks;
        return new ConversionPlan(
                source,
                new ConversionTarget.Vhd(envelope),
                count.stored,
                blocks,
                NewVhd.fileSize(envelope, blocks),
                List.of("format: becomes " + (envelope.fixed() ? "a fixed VHD" : "a dynamic VHD")));
    }

    /** A raw image, in which zeros take no room where the file system can do that. */
    public static ConversionPlan toRaw(VirtualDisk source) throws IOException {
        var count = new Count(Long.MAX_VALUE);
        count.all(source);
        return new ConversionPlan(
                source,
                new ConversionTarget.Raw(),
                count.stored,
                0,
                source.virtualSize(),
                List.of(
                        "identity, sector sizes and user metadata are not part of a raw image",
                        "its sectors are of " + source.logicalSectorSize()
                                + " bytes: whoever attaches the image has to know"));
    }

    private static long blocksOf(VhdxEnvelope envelope) {
        return (envelope.virtualSize() + envelope.blockSize() - 1) / envelope.blockSize();
    }

    private static List<String> changes(VirtualDisk source, VhdxEnvelope envelope) throws IOException {
        var changes = new ArrayList<String>();
        VirtualDisk first = source instanceof ParentChain chain ? chain.layers().get(0) : source;
        String from = first instanceof VhdxFile ? "VHDX" : first instanceof VhdFile ? "VHD" : "image";
        if (first.hasParent() && first != source) {
            changes.add("the disk and its parents become one disk");
        }
        if (!from.equals("VHDX")) {
            changes.add("format: " + from + " becomes VHDX");
        }
        if (first instanceof RawDisk) {
            changes.add("sectors: of " + source.logicalSectorSize() + " bytes");
        }
        boolean fixed =
                source instanceof VhdxFile vhdx ? vhdx.info().fixed() : source instanceof VhdFile vhd && vhd.isFixed();
        if (fixed != envelope.fixed()) {
            changes.add(fixed ? "fixed becomes dynamic" : "becomes fixed: every block is stored");
        }
        if (source.blockSize() != envelope.blockSize()) {
            changes.add(
                    source.blockSize() == 0
                            ? "block size: there were no blocks, now they are of " + words(envelope.blockSize())
                            : "block size: " + words(source.blockSize()) + " becomes " + words(envelope.blockSize()));
        }
        if (source.physicalSectorSize() != envelope.physicalSectorSize()) {
            changes.add("physical sector size: " + words(source.physicalSectorSize()) + " becomes "
                    + words(envelope.physicalSectorSize()));
        }
        VhdxEnvelope carried = envelopeOf(source);
        if (!carried.virtualDiskId().equals(envelope.virtualDiskId())) {
            changes.add("the disk gets another identity: " + envelope.virtualDiskId());
        }
        if (!carried.userItems().equals(envelope.userItems())) {
            changes.add("user metadata is not carried over as it is");
        }
        return changes;
    }

    /** A size for people, in the largest unit that it is a whole number of. */
    private static String words(long bytes) {
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes > 1024 && bytes % 1024 == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }

    /** Bytes that are stored, and blocks of the new size that they touch. */
    private static final class Count {
        private final long blockSize;
        private long nextBlock;
        private long stored;
        private long blocks;

        Count(long blockSize) {
            this.blockSize = blockSize;
        }

        void all(VirtualDisk source) throws IOException {
            source.requireOwnPlaces();
            source.extents(new ByteRange(0, source.virtualSize()), extent -> {
                if (extent instanceof Extent.Inherited) {
                    throw new UnsupportedDiskException(
                            "the content at " + extent.diskOffset() + " is in the parent disk: open the whole chain");
                }
                if (extent instanceof Extent.Stored) {
                    stored += extent.length();
                    long first = Math.max(nextBlock, extent.diskOffset() / blockSize);
                    long end = (extent.diskEnd() - 1) / blockSize + 1;
                    blocks += Math.max(0, end - first);
                    nextBlock = Math.max(nextBlock, end);
                }
            });
        }
    }
}
