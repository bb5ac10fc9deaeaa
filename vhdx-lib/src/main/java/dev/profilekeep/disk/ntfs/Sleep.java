package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/** Whether there is more to a volume than its file system says: a machine that sleeps on it, or older states of it. */
final class Sleep {
    /** Where a volume with shadow copies keeps the offset of their catalog, and how it is marked. */
    private static final int SHADOW_HEADER = 0x1e00;

    private static final int SHADOW_BYTES = 128;
    private static final int SHADOW_CATALOG = 48;
    private static final UUID SHADOW_MARK = UUID.fromString("3808876b-c176-4e48-b7ae-04046e6cc752");

    /** As much as Windows writes before it sleeps. */
    private static final int HIBERNATION_HEADER = 4096;

    private Sleep() {}

    static boolean hasShadowCopies(BlockDevice device) throws IOException {
        if (device.size() < SHADOW_HEADER + SHADOW_BYTES) {
            return false;
        }
        ByteView header = ByteView.read("shadow copy header", device, SHADOW_HEADER, SHADOW_BYTES);
        return header.guid(0).equals(SHADOW_MARK) && header.bits64(SHADOW_CATALOG) != 0;
    }

    /**
     * Whether Windows went to sleep with this volume mounted: its {@code hiberfil.sys} begins with "hibr" (ntfs-3g: volume.c,
     * ntfs_volume_check_hiberfile).
     */
    static boolean isHibernated(NtfsVolume volume) throws IOException {
        Optional<NtfsFile> file = volume.find("hiberfil.sys");
        if (file.isEmpty()) {
            return false;
        }
        Optional<BlockDevice> content = volume.content(file.get());
        if (content.isEmpty() || content.get().size() < HIBERNATION_HEADER) {
            return false;
        }
        ByteView start = ByteView.read("hiberfil.sys", content.get(), 0, 4);
        return start.startsWith(0, "hibr") || start.startsWith(0, "HIBR");
    }
}
