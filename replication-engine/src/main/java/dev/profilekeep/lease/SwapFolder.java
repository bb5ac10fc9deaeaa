package dev.profilekeep.lease;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sids;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Makes the folder of all swaps of a location, for our account, the system and administrators alone. */
final class SwapFolder {
    private static final int DACL_PRESENT = 0x4;
    private static final int DACL_PROTECTED = 0x1000;
    private static final int FULL_CONTROL = 0x001F01FF;
    private static final byte OBJECT_AND_CONTAINER_INHERIT = 3;
    private static final String SYSTEM = "S-1-5-18";
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    private SwapFolder() {}

    /** @return whether it was not there before */
    static boolean make(StorageProvider storage) throws IOException {
        try {
            storage.createFolder(SwapPaths.FOLDER);
        } catch (StorageException.Exists e) {
            return false;
        }
        try {
            storage.setAttributes(SwapPaths.FOLDER, StoredFile.HIDDEN);
        } catch (StorageException.Denied | StorageException.Failed e) {
            return true; // it is only seen, then
        }
        return true;
    }

    /**
     * Closes it to others, if it is not closed yet: whoever made it may have been cut off before. What is made in it later
     * inherits that.
     *
     * @throws StorageException.Denied if our account may not, where the server keeps rights
     */
    static void close(StorageProvider storage, Capabilities can) throws IOException {
        FileSecurity now = storage.security(SwapPaths.FOLDER);
        String owner = now.ownerSid();
        if (owner == null || !can.securityDescriptors() || isClosed(now)) {
            return;
        }
        byte[] none = new byte[0];
        byte[] dacl = dacl(List.of(owner, SYSTEM, ADMINISTRATORS));
        storage.setSecurity(
                SwapPaths.FOLDER,
                new FileSecurity(
                        null, null, new SecurityDescriptor(DACL_PRESENT | DACL_PROTECTED, none, none, dacl).toSet()));
    }

    /** Inherits nothing: an administrator may have let in others on purpose. */
    private static boolean isClosed(FileSecurity now) {
        return (SecurityDescriptor.parse(now.descriptor()).control() & DACL_PROTECTED) != 0;
    }

    /** Full control for each, inherited by what is made in it, [MS-DTYP] 2.4.4.2 and 2.4.5. */
    private static byte[] dacl(List<String> sids) {
        List<byte[]> all = sids.stream().distinct().map(Sids::bytes).toList();
        int length = 8 + all.stream().mapToInt(sid -> 8 + sid.length).sum();
        ByteBuffer acl = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2).put((byte) 0).putShort((short) length);
        acl.putShort((short) all.size()).putShort((short) 0);
        for (byte[] sid : all) {
            acl.put((byte) 0).put(OBJECT_AND_CONTAINER_INHERIT).putShort((short) (8 + sid.length));
            acl.putInt(FULL_CONTROL).put(sid);
        }
        return acl.array();
    }
}
