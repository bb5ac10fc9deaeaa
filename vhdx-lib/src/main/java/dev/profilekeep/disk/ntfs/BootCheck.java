package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Judges the boot sector and its copy, and says by which of them the volume is to be read. */
final class BootCheck {
    private static final String COPY = "copy of the NTFS boot sector";
    /** Sectors of a track, heads, and sectors before the partition: who moves a partition renews them in the first only. */
    private static final int GEOMETRY = 0x18;

    private static final int GEOMETRY_END = 0x20;
    private static final int TOTAL_SECTORS = 40;

    private final BlockDevice device;
    private final Findings findings;
    private final List<String> notes;

    BootCheck(BlockDevice device, Findings findings, List<String> notes) {
        this.device = device;
        this.findings = findings;
        this.notes = notes;
    }

    /** @throws CorruptDiskException if neither can be used */
    BootSector run() throws IOException {
        ByteView first = ByteView.read("NTFS boot sector", device, 0, BootSector.BYTES);
        BootSector boot;
        try {
            boot = BootSector.parse(first, device.size());
        } catch (CorruptDiskException e) {
            Optional<BootSector> copy = BootSectors.backup(device);
            if (copy.isEmpty()) {
                throw e;
            }
            findings.add(NtfsRule.BOOT, Place.onVolume(e.structure(), e.offset(), null), e.rule());
            return copy.get();
        }
        long place = boot.totalSectors() * boot.sectorBytes();
        Optional<ByteView> copy = copyAt(place);
        if (copy.isEmpty()) {
            Optional<BootSector> last = BootSectors.backup(device);
            if (last.isPresent() && !isSmaller(boot, last.get())) {
                findings.add(
                        NtfsRule.BOOT,
                        Place.onVolume(first.structure(), TOTAL_SECTORS, null),
                        "it says that the volume has " + boot.totalSectors() + " sectors, its copy in the last sector "
                                + last.get().totalSectors());
                return last.get();
            }
            if (place <= device.size() - BootSector.BYTES) {
                notes.add(
                        "behind the volume is no copy of its boot sector; some programs that make volumes larger leave none");
            }
        }
        compare(boot, first, copy, place);
        return boot;
    }

    private Optional<ByteView> copyAt(long place) throws IOException {
        if (place > device.size() - BootSector.BYTES) {
            return Optional.empty();
        }
        ByteView copy = ByteView.read(COPY, device, place, BootSector.BYTES);
        return BootSector.hasName(copy) ? Optional.of(copy) : Optional.empty();
    }

    /** Whether {@code $Bitmap} shows that the volume was made smaller and the old copy left behind. */
    private boolean isSmaller(BootSector boot, BootSector old) throws IOException {
        try {
            MasterFileTable mft = MasterFileTable.open(device, boot, new ArrayList<>());
            long bytes = mft.data(MasterFileTable.BITMAP).map(BootCheck::size).orElse(-1L);
            return bytes >= 0 && bytes >= (boot.clusters() + 7) / 8 && bytes < (old.clusters() + 7) / 8;
        } catch (DiskException | EOFException e) {
            return false;
        }
    }

    private static long size(BlockDevice content) {
        try {
            return content.size();
        } catch (IOException e) {
            return -1;
        }
    }

    private void compare(BootSector boot, ByteView first, Optional<ByteView> copy, long place) throws IOException {
        Place where = Place.onVolume(COPY, place, null);
        Optional<String> fault = BootSector.unfit(first);
        Optional<String> copyFault = Optional.empty();
        BootSector parsed = null;
        if (copy.isPresent()) {
            try {
                parsed = BootSector.parse(copy.get(), device.size());
                copyFault = BootSector.unfit(copy.get());
            } catch (CorruptDiskException e) {
                copyFault = Optional.of(e.rule());
            }
        }
        if (fault.isPresent()) {
            boolean spare = copy.isPresent() && copyFault.isEmpty();
            findings.add(
                    spare ? NtfsRule.BOOT : NtfsRule.BOOT_LOST,
                    Place.onVolume(first.structure(), 0, null),
                    fault.get());
        }
        if (copyFault.isPresent()) {
            findings.add(NtfsRule.BOOT_COPY, where, copyFault.get());
        } else if (parsed != null && !parsed.equals(boot)) {
            findings.add(NtfsRule.BOOT_COPY, where, "it says " + parsed + ", the first " + boot);
        } else if (copy.isPresent() && fault.isEmpty()) {
            bytes(first, copy.get(), where);
            code(boot.sectorBytes(), place, where);
        }
    }

    /** What is beside the parameters, to the end of the sector: ntfsfix compares it, no reader does. */
    private void code(int sectorBytes, long place, Place where) throws IOException {
        if (place > device.size() - sectorBytes) {
            return;
        }
        byte[] first = ByteView.read("NTFS boot sector", device, 0, sectorBytes).copy();
        byte[] copy = ByteView.read(COPY, device, place, sectorBytes).copy();
        System.arraycopy(
                first,
                BootSector.PARAMETERS,
                copy,
                BootSector.PARAMETERS,
                BootSector.PARAMETERS_END - BootSector.PARAMETERS);
        int at = Arrays.mismatch(first, copy);
        if (at >= 0) {
            findings.add(
                    NtfsRule.BOOT_COPY_CODE,
                    where,
                    "byte " + at + " is " + (copy[at] & 0xff) + ", in the first it is " + (first[at] & 0xff));
        }
    }

    private void bytes(ByteView first, ByteView copy, Place where) throws CorruptDiskException {
        boolean moved = false;
        for (int at = BootSector.PARAMETERS; at < BootSector.PARAMETERS_END; at++) {
            if (first.u8(at) == copy.u8(at)) {
                continue;
            }
            if (at < GEOMETRY || at >= GEOMETRY_END) {
                findings.add(
                        NtfsRule.BOOT_COPY,
                        where,
                        "byte " + at + " is " + copy.u8(at) + ", in the first it is " + first.u8(at));
                return;
            }
            moved = true;
        }
        if (moved) {
            notes.add("the boot sector and its copy name different places of the partition on its disk; some programs"
                    + " that move partitions leave that behind, and it matters only to who starts from the volume");
        }
    }
}
