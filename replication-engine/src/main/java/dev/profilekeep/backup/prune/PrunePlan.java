package dev.profilekeep.backup.prune;

import dev.profilekeep.storage.StoredFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a prune is about to remove.
 *
 * <pre>
 * prune  := pack* footer                  what the sealed file says; numbers are big-endian
 * pack   := id of a marked pack (16)
 * footer := "PKPR" 0 (4) id of the plan (16) made, as a FILETIME (8) packs (4) zeros (28)       64 bytes
 * </pre>
 *
 * @param id of the plan, and the name of its file
 * @param made by the storage's clock, in steps of 100 ns
 * @param packs that are marked: whoever begins to write after the plan is there stores again what lies in them
 */
public record PrunePlan(UUID id, Instant made, Set<UUID> packs) {
    private static final int MAGIC = 0x504B5052;
    private static final int PACK = 16;
    private static final int FOOTER = 64;

    public PrunePlan {
        packs = Set.copyOf(packs);
    }

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(packs.size() * PACK + FOOTER);
        packs.stream().sorted().forEach(pack -> put(bytes, pack));
        bytes.putInt(MAGIC).putInt(0);
        put(bytes, id);
        bytes.putLong(StoredFile.fromInstant(made)).putInt(packs.size());
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** @param file for messages */
    static PrunePlan decode(String file, UUID id, byte[] said) throws PruneDamagedException {
        int end = said.length - FOOTER;
        if (end < 0 || end % PACK != 0) {
            throw new PruneDamagedException(file + " has a size that no plan of a prune has");
        }
        ByteBuffer bytes = ByteBuffer.wrap(said);
        bytes.position(end);
        boolean known =
                bytes.getInt() == MAGIC && bytes.getInt() == 0 && id(bytes).equals(id);
        Instant made = StoredFile.toInstant(bytes.getLong());
        if (!known || bytes.getInt() != end / PACK) {
            throw new PruneDamagedException(file + " does not end as the plan of that prune does");
        }
        bytes.position(0);
        Set<UUID> packs = new HashSet<>();
        while (bytes.position() < end) {
            packs.add(id(bytes));
        }
        return new PrunePlan(id, made, packs);
    }
}
