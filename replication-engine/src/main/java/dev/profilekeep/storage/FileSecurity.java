package dev.profilekeep.storage;

import org.jspecify.annotations.Nullable;

/**
 * Who owns a file and who may do what with it.
 *
 * @param ownerSid "S-1-5-21-…"; null where the server has no such notion or hides it
 * @param groupSid likewise
 * @param descriptor self-relative security descriptor with the DACL, [MS-DTYP] 2.4.6; empty where there is none
 */
public record FileSecurity(@Nullable String ownerSid, @Nullable String groupSid, byte[] descriptor) {
    public FileSecurity {
        descriptor = descriptor.clone();
    }

    @Override
    public byte[] descriptor() {
        return descriptor.clone();
    }
}
