package dev.profilekeep.disk.info;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.FileIdentifier;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;

/** Opens a container by what its bytes say, whatever its name. */
public final class Containers {
    private static final int SIGNATURE_BYTES = 8;

    private Containers() {}

    /**
     * Opens a VHDX or a VHD for reading.
     *
     * @param file stays open, and stays the caller's to close
     * @throws dev.profilekeep.disk.DiskException if it is neither, or is damaged
     */
    public static VirtualDisk open(BlockDevice file) throws IOException {
        if (isVhdx(file)) {
            return VhdxFile.open(file);
        }
        if (isVhdxByItsHeaders(file)) {
            throw FileIdentifier.fault(file);
        }
        return VhdFile.open(file);
    }

    /** Whether the file would be a VHDX, were its first bytes not damaged; see {@link FileIdentifier}. */
    public static boolean isVhdxByItsHeaders(BlockDevice file) throws IOException {
        return FileIdentifier.isDamaged(file) && !VhdFile.hasFooter(file);
    }

    static boolean isVhdx(BlockDevice file) throws IOException {
        int length = (int) Math.min(SIGNATURE_BYTES, file.size());
        return VhdxFile.recognises(ByteView.read("start of the file", file, 0, length));
    }
}
