package dev.profilekeep.lease;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a VHDX says of its data: another value whenever somebody wrote to the disk in it. Stateless. */
public final class DataMark {
    private DataMark() {}

    /** Null if it is no VHDX, or cannot be read. */
    public static @Nullable String of(BlockDevice file) throws IOException {
        try {
            VirtualDisk disk = Containers.open(file);
            return disk instanceof VhdxFile vhdx ? vhdx.info().dataWriteGuid().toString() : null;
        } catch (DiskException | EOFException e) {
            return null;
        }
    }
}
