package dev.profilekeep.lease;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a VHDX says of its data: another value whenever somebody wrote to the disk in it. Stateless. */
public final class DataMark {
    private DataMark() {}

    /** Null if it is no VHDX, or cannot be read. */
    public static @Nullable String of(BlockDevice file) throws IOException {
        try {
            return DiskInspector.dataWriteGuid(file).map(UUID::toString).orElse(null);
        } catch (DiskException | EOFException e) {
            return null;
        }
    }
}
