package dev.profilekeep.replica;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.ntfs.StandardInformation;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads from when a volume is. Stateless. */
final class Births {
    private static final long FILE_TABLE = 0;

    private Births() {}

    private static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Empty if the disk has not exactly one NTFS volume, or that does not tell. Reads the records of some 5,000 files at most. */
    static Optional<VolumeBirth> of(VirtualDisk disk) throws IOException {
        List<Volumes.Place> places =
                Volumes.of(disk).stream().filter(Volumes.Place::isNtfs).toList();
        if (places.size() != 1) {
            return Optional.empty();
        }
        NtfsVolume volume = Volumes.open(disk, places.get(0));
        StandardInformation standard = volume.file(FILE_TABLE).standard();
        // Zero, as tools other than Windows leave it, is no time.
        return standard == null || standard.created().equals(StoredFile.toInstant(0))
                ? Optional.empty()
                : Optional.of(new VolumeBirth(volume.serialNumber(), standard.created(), files(volume)));
    }

    private static long files(NtfsVolume volume) throws IOException {
        long[] count = {0};
        try {
            volume.forEachFile(file -> count(file, count));
        } catch (EnoughException e) {
            return VolumeBirth.COUNTED;
        }
        return count[0];
    }

    private static void count(NtfsFile file, long[] count) throws EnoughException {
        if (!file.isSystem() && ++count[0] >= VolumeBirth.COUNTED) {
            throw new EnoughException();
        }
    }
}
