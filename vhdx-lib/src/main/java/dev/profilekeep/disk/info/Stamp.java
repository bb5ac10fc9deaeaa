package dev.profilekeep.disk.info;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.ReadAheadDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.FileSystems;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The digest of what changes whenever a container is opened for writing. */
final class Stamp {
    private static final int PAGE = 4096;
    private static final int FOOTER = 512;

    private Stamp() {}

    static String of(BlockDevice file) throws IOException {
        MessageDigest digest = sha256();
        if (Containers.isVhdx(file)) {
            for (ByteRange range : VhdxFile.stampRanges()) {
                digest.update(ByteView.read("VHDX header", file, range.start(), (int) range.length())
                        .copy());
            }
        } else {
            addVhd(file, digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addVhd(BlockDevice file, MessageDigest digest) throws IOException {
        VhdFile vhd = VhdFile.open(new ReadAheadDevice(file, PAGE, 4), PAGE);
        digest.update(
                ByteView.read("VHD footer", file, file.size() - FOOTER, FOOTER).copy());
        if (vhd.hasParent()) {
            return;
        }
        try {
            Optional<NtfsVolume> volume = firstNtfs(vhd);
            if (volume.isPresent()) {
                digest.update(volume.get().restartAreaBytes());
            }
        } catch (DiskException e) {
            // A volume that cannot be made out has no restart area; the same damage gives the same stamp.
            digest.update(e.getClass().getName().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Optional<NtfsVolume> firstNtfs(VhdFile vhd) throws IOException {
        var disk = new ReadAheadDevice(vhd.disk(), PAGE, 4);
        for (Partition partition :
                PartitionTable.read(disk, vhd.logicalSectorSize()).partitions()) {
            var window = new SubDevice(disk, partition.range().intersect(new ByteRange(0, disk.size())));
            if (FileSystems.name(window).equals(FileSystems.NTFS)) {
                return Optional.of(NtfsVolume.open(window, PAGE));
            }
        }
        return Optional.empty();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
