package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code $AttrDef}: which types of attributes a volume has. An entry of 160 bytes has a name of 64 characters and, at 128, the type;
 * zero ends the table.
 */
final class AttributeDefinitions {
    private static final int ENTRY = 160;
    private static final int TYPE = 128;
    /** Windows writes 16 entries. */
    private static final int MOST_ENTRIES = 256;

    private AttributeDefinitions() {}

    /** The types of the table and those that every version of Windows knows; only the latter if the table cannot be read. */
    static Set<Long> types(MasterFileTable mft) throws IOException {
        var types = new HashSet<>(AttributeType.known());
        try {
            Optional<BlockDevice> content = mft.data(MasterFileTable.ATTRIBUTE_DEFINITIONS);
            if (content.isPresent()) {
                int count = (int) Math.min(MOST_ENTRIES, content.get().size() / ENTRY);
                ByteView table = ByteView.read("$AttrDef", content.get(), 0, count * ENTRY);
                for (int i = 0; i < count && table.u32(i * ENTRY + TYPE) != 0; i++) {
                    types.add(table.u32(i * ENTRY + TYPE));
                }
            }
        } catch (DiskException | EOFException e) {
            // What is wrong with its record is told when that is judged.
            return types;
        }
        return types;
    }
}
