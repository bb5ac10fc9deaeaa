package dev.profilekeep.lease;

import dev.profilekeep.storage.CapabilityProbe;
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

    /** @throws StorageException.Denied if our account may not close it to others where the server keeps rights */
    static void make(StorageProvider storage) throws IOException {
        try {
            storage.createFolder(SwapPaths.FOLDER);
        } catch (StorageException.Exists e) {
            return;
        }
        boolean closed = false;
        try {
            close(storage);
            closed = true;
        } finally {
            if (!closed) {
                storage.delete(SwapPaths.FOLDER);
            }
        }
        try {
            storage.setAttributes(SwapPaths.FOLDER, StoredFile.HIDDEN);
        } catch (StorageException.Denied | StorageException.Failed e) {
            return; // it is only seen, then
        }
    }

    private static void close(StorageProvider storage) throws IOException {
        String owner = storage.security(SwapPaths.FOLDER).ownerSid();
        boolean keepsRights =
                CapabilityProbe.run(storage, SwapPaths.FOLDER, null).securityDescriptors();
        if (owner == null || !keepsRights) {
            return;
        }
        byte[] none = new byte[0];
        byte[] dacl = dacl(List.of(owner, SYSTEM, ADMINISTRATORS));
        storage.setSecurity(
                SwapPaths.FOLDER,
                new FileSecurity(
                        null, null, new SecurityDescriptor(DACL_PRESENT | DACL_PROTECTED, none, none, dacl).toSet()));
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
