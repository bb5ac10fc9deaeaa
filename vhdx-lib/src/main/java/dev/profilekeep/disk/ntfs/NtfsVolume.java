package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.ReadAheadDevice;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An NTFS volume opened for reading. It does not own the device that it was opened on. Safe for use by several threads if
 * the device is.
 */
public final class NtfsVolume {
    /** A copy of the boot sector is the last sector of the partition, of whatever size sectors are. */
    private static final int[] SECTOR_SIZES = {512, 4096, 1024, 2048, 256};
    /** The records of the system files lie together: 16 of 4 KiB at most. */
    private static final int RECORDS_WINDOW = 64 * 1024;

    private static final int DIRTY = 1;

    private final BlockDevice device;
    private final BootSector boot;
    private final MasterFileTable mft;
    private final @Nullable String label;
    private final String version;
    private final int flags;
    private final List<String> notes;

    private NtfsVolume(
            BlockDevice device,
            BootSector boot,
            MasterFileTable mft,
            @Nullable String label,
            String version,
            int flags,
            List<String> notes) {
        this.device = device;
        this.boot = boot;
        this.mft = mft;
        this.label = label;
        this.version = version;
        this.flags = flags;
        this.notes = notes;
    }

    /**
     * Reads the boot sector, or its copy if that is damaged, and what {@code $Volume} says.
     *
     * @throws dev.profilekeep.disk.DiskException if the volume is too damaged for that, or no NTFS
     */
    public static NtfsVolume open(BlockDevice device) throws IOException {
        return open(device, RECORDS_WINDOW);
    }

    /** As {@link #open(BlockDevice)}, reading file records in pieces of {@code windowBytes}. */
    public static NtfsVolume open(BlockDevice device, int windowBytes) throws IOException {
        var notes = new CopyOnWriteArrayList<String>();
        BootSector boot = bootSector(device, notes);
        MasterFileTable mft = MasterFileTable.open(new ReadAheadDevice(device, windowBytes, 8), boot, notes);
        String label = null;
        ByteView information = null;
        for (Attribute attribute : mft.attributes(MasterFileTable.VOLUME)) {
            if (attribute instanceof Attribute.Resident resident) {
                if (attribute.is(Attribute.VOLUME_NAME, "")) {
                    ByteView name = resident.value();
                    label = name.length() == 0 ? null : name.utf16(0, name.length());
                } else if (attribute.is(Attribute.VOLUME_INFORMATION, "")) {
                    information = resident.value();
                }
            }
        }
        if (information == null) {
            throw new CorruptDiskException("$Volume", 0, "it has no volume information");
        }
        String version = information.u8(8) + "." + information.u8(9);
        return new NtfsVolume(device, boot, mft, label, version, information.u16(10), notes);
    }

    private static BootSector bootSector(BlockDevice device, List<String> notes) throws IOException {
        try {
            return BootSector.parse(ByteView.read("NTFS boot sector", device, 0, BootSector.BYTES), device.size());
        } catch (CorruptDiskException e) {
            Optional<BootSector> copy = backup(device);
            if (copy.isEmpty()) {
                throw e;
            }
            notes.add("the boot sector is damaged (" + e.getMessage() + "); its copy at the end is used");
            return copy.get();
        }
    }

    /** Whether the device ends with the copy of an NTFS boot sector, so that it is worth opening although it begins with none. */
    public static boolean hasBackupBootSector(BlockDevice device) throws IOException {
        return backup(device).isPresent();
    }

    private static Optional<BootSector> backup(BlockDevice device) throws IOException {
        long size = device.size();
        int length = (int) Math.min(4096, size);
        ByteView end = ByteView.read("copy of the NTFS boot sector", device, size - length, length);
        for (int sector : SECTOR_SIZES) {
            int at = length - sector;
            if (at < 0 || at + BootSector.BYTES > length) {
                continue;
            }
            ByteView copy = end.slice(end.structure(), at, BootSector.BYTES);
            if (!BootSector.hasName(copy)) {
                continue;
            }
            try {
                BootSector boot = BootSector.parse(copy, size);
                if (boot.sectorBytes() == sector && boot.totalSectors() == size / sector - 1) {
                    return Optional.of(boot);
                }
            } catch (CorruptDiskException notACopy) {
                // Another sector size may fit.
            }
        }
        return Optional.empty();
    }

    /** The volume label; empty if there is none. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** "3.1" and the like. */
    public String version() {
        return version;
    }

    /** Whether the volume asks for a check at the next mount. */
    public boolean isDirty() {
        return (flags & DIRTY) != 0;
    }

    public int clusterBytes() {
        return boot.clusterBytes();
    }

    public long clusters() {
        return boot.clusters();
    }

    /** The part of the device that is made of clusters; what lies after it belongs to no file. */
    public ByteRange clusterRange() {
        return new ByteRange(0, boot.clusters() * boot.clusterBytes());
    }

    public long serialNumber() {
        return boot.serialNumber();
    }

    /** What was found damaged and could be helped, in plain sentences. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Which clusters are in use; a new view each time. */
    public ClusterBitmap bitmap() throws IOException {
        // Its pieces are larger than the window, so they are read straight from the device.
        BlockDevice bits = mft.data(MasterFileTable.BITMAP)
                .orElseThrow(() -> new CorruptDiskException("$Bitmap", 0, "it has no content"));
        return new ClusterBitmap(bits, boot.clusters());
    }

    /** Whether the volume was unmounted properly. */
    public NtfsLogState logState() throws IOException {
        return RestartArea.state(restartArea());
    }

    /** The bytes that change whenever the volume is mounted for writing: at most 8 KiB from the start of the log. */
    public byte[] restartAreaBytes() throws IOException {
        return restartArea().copy();
    }

    private ByteView restartArea() throws IOException {
        BlockDevice log = mft.data(MasterFileTable.LOG_FILE)
                .orElseThrow(() -> new CorruptDiskException("$LogFile", 0, "it has no content"));
        return RestartArea.read(log);
    }

    @Override
    public String toString() {
        return "NTFS " + version + " " + device;
    }
}
