package dev.profilekeep.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by trying what a location's server can do and prove: it makes a few small files in a folder of its own, and
 * removes them. It needs two connections and the right to write; through a guarded storage it is refused where the location's
 * mode does not allow it.
 */
public final class CapabilityProbe {
    private static final int CONTROL_DACL_PRESENT = 0x4;

    private final StorageProvider first;
    private final StorageProvider second;
    private final StoragePath folder;
    private final List<StoragePath> made = new ArrayList<>();

    private CapabilityProbe(StorageProvider first, StorageProvider second, StoragePath folder) {
        this.first = first;
        this.second = second;
        this.folder = folder;
    }

    /**
     * @param parent an existing folder to do it in
     * @param anothersSid of somebody who is not our account, to try to make them the owner; null leaves that unproved, which
     *     is false
     * @return what {@link StorageProvider#capabilities()} says, with what trying has shown
     */
    public static Capabilities run(StorageProvider storage, StoragePath parent, @Nullable String anothersSid)
            throws IOException {
        StoragePath folder = parent.child("probe-" + UUID.randomUUID());
        storage.createFolder(folder);
        try (StorageProvider other = storage.onOwnConnection()) {
            CapabilityProbe probe = new CapabilityProbe(storage, other, folder);
            try {
                return probe.all(anothersSid);
            } finally {
                probe.removeFiles();
            }
        } finally {
            storage.delete(folder);
        }
    }

    private Capabilities all(@Nullable String anothersSid) throws IOException {
        Capabilities told = first.capabilities();
        return new Capabilities(
                told.server(),
                seesOtherOpens(),
                replacesOpenFiles(),
                hardLinks(),
                anothersSid != null && setsOwner(anothersSid),
                securityDescriptors(),
                told.serverSideCopy(),
                told.signed(),
                told.encrypted(),
                told.removesByHandle());
    }

    private StoragePath name(String name) {
        StoragePath path = folder.child(name);
        made.add(path);
        return path;
    }

    private StoragePath file(String name) throws IOException {
        StoragePath path = name(name);
        try (OpenFile file = first.create(path, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
        }
        return path;
    }

    private boolean seesOtherOpens() throws IOException {
        StoragePath held = file("held");
        try (OpenFile holder = first.openForWriting(held, Sharing.NONE)) {
            second.openForReading(held, Sharing.ALL).close();
            return false;
        } catch (StorageException.Busy e) {
            return true;
        }
    }

    private boolean replacesOpenFiles() throws IOException {
        StoragePath target = file("target");
        StoragePath replacement = file("replacement");
        try (OpenFile holder = first.openForWriting(target, Sharing.NONE)) {
            second.replace(replacement, target);
            return true;
        } catch (StorageException.Busy | StorageException.Denied e) {
            return false;
        }
    }

    private boolean hardLinks() throws IOException {
        StoragePath one = file("one-name");
        StoragePath two = name("two-names");
        try {
            first.hardLink(one, two);
        } catch (StorageException.Failed | StorageException.Denied e) {
            return false;
        }
        return first.stat(two).size() == first.stat(one).size();
    }

    private boolean setsOwner(String sid) throws IOException {
        StoragePath owned = file("owned");
        try {
            first.setSecurity(owned, new FileSecurity(sid, null, new byte[0]));
            return sid.equals(first.security(owned).ownerSid());
        } catch (StorageException.Failed | StorageException.Denied e) {
            return false;
        }
    }

    /** A DACL no POSIX permissions could express comes back as it was sent. */
    private boolean securityDescriptors() throws IOException {
        StoragePath secured = file("secured");
        byte[] dacl = unusualDacl(first.security(secured).ownerSid());
        byte[] none = new byte[0];
        byte[] descriptor = new SecurityDescriptor(CONTROL_DACL_PRESENT, none, none, dacl).toSet();
        try {
            first.setSecurity(secured, new FileSecurity(null, null, descriptor));
            byte[] back = first.security(secured).descriptor();
            return Arrays.equals(dacl, SecurityDescriptor.parse(back).dacl());
        } catch (StorageException.Failed | StorageException.Denied e) {
            return false;
        }
    }

    /** Everybody may read attributes and append, the owner everything: [MS-DTYP] 2.4.4.2 and 2.4.5. */
    private static byte[] unusualDacl(@Nullable String owner) {
        byte[] own = Sids.bytes(owner == null ? "S-1-3-4" : owner);
        byte[] everybody = Sids.bytes("S-1-1-0");
        ByteBuffer acl = ByteBuffer.allocate(8 + 16 + own.length + everybody.length);
        acl.order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2)
                .put((byte) 0)
                .putShort((short) acl.capacity())
                .putShort((short) 2)
                .putShort((short) 0);
        acl.putShort((short) 0)
                .putShort((short) (8 + own.length))
                .putInt(0x001F01FF)
                .put(own);
        acl.putShort((short) 0)
                .putShort((short) (8 + everybody.length))
                .putInt(0x00100084)
                .put(everybody);
        return acl.array();
    }

    private void removeFiles() throws IOException {
        for (StoragePath path : made) {
            try {
                first.delete(path);
            } catch (StorageException.NotFound e) {
                // never came about, or was renamed
            }
        }
    }
}
