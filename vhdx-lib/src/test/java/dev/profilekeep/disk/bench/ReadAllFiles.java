package dev.profilekeep.disk.bench;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.SubDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.partition.Partition;
import dev.profilekeep.disk.partition.PartitionTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Reads the unnamed content of every file of the first NTFS volume in a container, as {@code cat} does on a mounted one, and
 * prints how many files and bytes that were. With a second argument it also prints their checksums added up, to be compared.
 */
final class ReadAllFiles {
    private static final int PIECE = 1 << 20;
    private static final int FIRST_OF_PEOPLE = 24;

    private long files;
    private long bytes;
    private long sums;

    private ReadAllFiles() {}

    public static void main(String[] arguments) throws IOException {
        var all = new ReadAllFiles();
        try (FileDevice file = FileDevice.open(Path.of(arguments[0]))) {
            VirtualDisk disk = Containers.open(file);
            Partition last = last(PartitionTable.read(disk.disk(), disk.logicalSectorSize()));
            NtfsVolume volume = NtfsVolume.open(new SubDevice(disk.disk(), last.range()));
            var buffer = ByteBuffer.allocateDirect(PIECE);
            volume.forEachFile(each -> all.read(volume, each, buffer, arguments.length > 1));
        }
        System.out.println(all.files + " files, " + all.bytes + " bytes, sum " + all.sums);
    }

    private static Partition last(PartitionTable table) {
        return table.partitions().get(table.partitions().size() - 1);
    }

    private void read(NtfsVolume volume, NtfsFile file, ByteBuffer buffer, boolean sum) throws IOException {
        if (file.number() < FIRST_OF_PEOPLE || file.isDirectory()) {
            return;
        }
        Optional<BlockDevice> content = volume.content(file);
        if (content.isEmpty()) {
            return;
        }
        files++;
        long size = content.get().size();
        var crc = new CRC32();
        for (long at = 0; at < size; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(PIECE, size - at));
            content.get().readFully(at, buffer);
            bytes += buffer.limit();
            if (sum) {
                crc.update(buffer.flip());
            }
        }
        sums += crc.getValue();
    }
}
