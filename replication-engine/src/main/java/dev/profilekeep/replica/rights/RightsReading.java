package dev.profilekeep.replica.rights;

import dev.profilekeep.content.Sha256;
import dev.profilekeep.replica.CopyAt;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the rights of a copy, in a few small requests. Nothing is written, and no disk is opened. Stateless. */
public final class RightsReading {
    /** Cloud Cache's own: opaque, other at each session, and never opened by us. */
    private static final Set<String> VOLATILE = Set.of(".lock", ".meta");

    /** What FSLogix keeps beside a disk has some hundred bytes; of more the size has to do. */
    private static final int MOST = 1 << 20;

    private RightsReading() {}

    /** What cannot be read is told in the answer. */
    public static CopyRights of(CopyAt copy) {
        StoragePath folder = copy.path().parent();
        boolean own = folder != null && !folder.equals(StoragePath.ROOT);
        SeenRights ofFolder = own && folder != null ? seen(copy.storage(), folder) : null;
        SeenRights ofFile = seen(copy.storage(), copy.path());
        Map<String, String> sidecars = new TreeMap<>();
        String unread = "";
        try {
            sidecars(copy, folder, sidecars);
        } catch (IOException e) {
            unread = String.valueOf(e.getMessage());
        }
        return new CopyRights(copy.locationId(), ofFolder, ofFile, sidecars, unread);
    }

    static SeenRights seen(StorageProvider storage, StoragePath path) {
        try {
            StoredFile file = storage.stat(path);
            FileSecurity security = storage.security(path);
            if (security.ownerSid() == null && security.descriptor().length == 0) {
                return new SeenRights.Unread(path, "the server tells no owner and no rights of Windows");
            }
            return SeenRights.Told.of(file, security);
        } catch (IOException | IllegalArgumentException e) {
            return new SeenRights.Unread(path, String.valueOf(e.getMessage()));
        }
    }

    private static void sidecars(CopyAt copy, @Nullable StoragePath folder, Map<String, String> found)
            throws IOException {
        String disk = copy.path().name().toLowerCase(Locale.ROOT);
        for (StoredFile file : copy.storage().list(folder == null ? StoragePath.ROOT : folder)) {
            String name = file.name().toLowerCase(Locale.ROOT);
            if (!file.directory() && name.startsWith(disk + ".")) {
                String ending = name.substring(disk.length());
                if (!VOLATILE.contains(ending)) {
                    found.put(ending, said(copy.storage(), file));
                }
            }
        }
    }

    private static String said(StorageProvider storage, StoredFile file) throws IOException {
        if (file.size() > MOST) {
            return file.size() + " bytes";
        }
        try (OpenFile open = storage.openForReading(file.path(), Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(open.size(), MOST));
            open.readFully(0, bytes);
            return bytes.capacity() + " bytes, SHA-256 " + Sha256.of(bytes.array());
        }
    }
}
