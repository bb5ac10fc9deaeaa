package dev.profilekeep.backup.run;

import dev.profilekeep.backup.snapshot.Envelope;
import dev.profilekeep.backup.snapshot.SnapshotDamagedException;
import dev.profilekeep.bytes.ByteScanner;
import dev.profilekeep.bytes.ByteWriter;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a container says around its disk, so that one like it can be made again. docs/formats/repository.md has the bytes.
 *
 * @param container a VHDX or a VHD
 * @param stamp of its headers, as {@link dev.profilekeep.disk.info.DiskInspector#stamp} gives it, when it was read
 */
public record ContainerEnvelope(ConversionTarget container, String stamp) {
    private static final int VERSION = 1;
    private static final int VHDX = 0;
    private static final int VHD = 1;
    private static final int MOST_ITEMS = 1024;

    public ContainerEnvelope {
        if (container instanceof ConversionTarget.Raw) {
            throw new IllegalArgumentException("a plain image is no container");
        }
    }

    private static final class Writer extends ByteWriter<Writer> {
        @Override
        protected Writer self() {
            return this;
        }
    }

    /** @throws IllegalArgumentException if it is neither VHDX nor VHD */
    static ContainerEnvelope of(VirtualDisk disk, String stamp) throws IOException {
        return new ContainerEnvelope(ConversionPlanner.like(disk), stamp);
    }

    Envelope encode() {
        Writer to = new Writer();
        if (container instanceof ConversionTarget.Vhdx vhdx) {
            VhdxEnvelope envelope = vhdx.envelope();
            to.number(VHDX).text(stamp).number(envelope.virtualSize()).number(envelope.blockSize());
            to.number(envelope.fixed() ? 1 : 0);
            to.number(envelope.logicalSectorSize()).number(envelope.physicalSectorSize());
            id(to, envelope.virtualDiskId()).number(envelope.userItems().size());
            for (VhdxEnvelope.UserItem item : envelope.userItems()) {
                byte[] bytes = new byte[item.bytes().remaining()];
                item.bytes().get(bytes);
                id(to, item.id())
                        .number(item.virtualDisk() ? 1 : 0)
                        .number(bytes.length)
                        .raw(bytes);
            }
        } else if (container instanceof ConversionTarget.Vhd vhd) {
            VhdEnvelope envelope = vhd.envelope();
            to.number(VHD).text(stamp).number(envelope.virtualSize()).number(envelope.blockSize());
            id(to.number(envelope.fixed() ? 1 : 0), envelope.uniqueId());
        }
        return new Envelope(VERSION, to.toBytes());
    }

    private static Writer id(Writer to, UUID id) {
        return to.eightBytes(id.getMostSignificantBits()).eightBytes(id.getLeastSignificantBits());
    }

    /** @throws SnapshotDamagedException if it is none, or of a version that this program does not know */
    public static ContainerEnvelope decode(Envelope envelope) throws SnapshotDamagedException {
        var from = new ByteScanner<>("what stands around a disk", envelope.bytes(), SnapshotDamagedException::new);
        if (envelope.version() != VERSION) {
            throw from.damaged("version " + envelope.version() + " is not known here");
        }
        try {
            int format = from.number(VHD);
            String stamp = from.text();
            ConversionTarget container =
                    format == VHDX ? new ConversionTarget.Vhdx(vhdx(from)) : new ConversionTarget.Vhd(vhd(from));
            from.end();
            return new ContainerEnvelope(container, stamp);
        } catch (IllegalArgumentException e) {
            throw from.damaged(String.valueOf(e.getMessage()));
        }
    }

    private static VhdxEnvelope vhdx(ByteScanner<SnapshotDamagedException> from) throws SnapshotDamagedException {
        long size = from.number();
        int block = from.number(Integer.MAX_VALUE);
        boolean fixed = from.number(1) == 1;
        int logical = from.number(Integer.MAX_VALUE);
        int physical = from.number(Integer.MAX_VALUE);
        UUID disk = id(from);
        List<VhdxEnvelope.UserItem> items = new ArrayList<>();
        for (int left = from.number(MOST_ITEMS); left > 0; left--) {
            UUID id = id(from);
            boolean ofDisk = from.number(1) == 1;
            items.add(new VhdxEnvelope.UserItem(id, ofDisk, ByteBuffer.wrap(from.raw(from.count(1)))));
        }
        return new VhdxEnvelope(size, block, fixed, logical, physical, disk, items);
    }

    private static VhdEnvelope vhd(ByteScanner<SnapshotDamagedException> from) throws SnapshotDamagedException {
        return new VhdEnvelope(from.number(), from.number(Integer.MAX_VALUE), from.number(1) == 1, id(from));
    }

    private static UUID id(ByteScanner<SnapshotDamagedException> from) throws SnapshotDamagedException {
        return new UUID(from.eightBytes(), from.eightBytes());
    }
}
