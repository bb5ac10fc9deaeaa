package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.ntfs.security.SecurityDescriptor;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of the volume, {@code $Secure}: each stands once in the stream {@code $SDS}, a second time 256 KiB further on,
 * and the index {@code $SII} says where, by number. Keeps the 1,024 that were used last. Safe for use by several threads.
 *
 * <pre>
 * entry of $SDS and data of $SII
 * offset  size  field
 *      0     4  hash of the descriptor
 *      4     4  number
 *      8     8  offset of the entry in $SDS
 *     16     4  length of the entry
 *     20        descriptor (only in $SDS)
 * </pre>
 */
final class SecurityStore {
    private static final int HEADER_BYTES = 20;
    static final long COPY = 256 * 1024;
    /** An ACL has at most 64 KiB, a descriptor two of them. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int KEPT = 1024;

    private final BlockDevice descriptors;
    private final IndexTree index;
    private final List<String> notes;
    /** In order of use; guarded by itself. */
    private final Map<Long, SecurityDescriptor> known =
            Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, SecurityDescriptor> eldest) {
                    return size() > KEPT;
                }
            });

    private SecurityStore(BlockDevice descriptors, IndexTree index, List<String> notes) {
        this.descriptors = descriptors;
        this.index = index;
        this.notes = notes;
    }

    static SecurityStore open(NtfsFile secure, BlockDevice volume, int clusterBytes, List<String> notes)
            throws IOException {
        NtfsStream descriptors = secure.stream("$SDS")
                .orElseThrow(() -> new CorruptDiskException("$Secure", 0, "it has no stream $SDS"));
        return new SecurityStore(
                descriptors.content(volume), IndexTree.open(secure, "$SII", volume, clusterBytes), notes);
    }

    /** @throws CorruptDiskException if there is none of that number, or it is damaged in both places */
    SecurityDescriptor get(long id) throws IOException {
        SecurityDescriptor descriptor = known.get(id);
        if (descriptor == null) {
            ByteView place = find(id);
            descriptor = read(id, place.size64(8), place.size32(16));
            known.put(id, descriptor);
        }
        return descriptor;
    }

    private ByteView find(long id) throws IOException {
        Optional<IndexEntry> found;
        try {
            found = index.find(key -> Long.compare(id, key.u32(0)));
        } catch (CorruptDiskException e) {
            found = Optional.ofNullable(search(id));
        }
        return found.orElseThrow(
                        () -> new CorruptDiskException("$Secure", 0, "there is no security descriptor of number " + id))
                .data();
    }

    private @Nullable IndexEntry search(long id) throws IOException {
        IndexEntry[] found = new IndexEntry[1];
        index.walk(
                entry -> {
                    if (entry.key().u32(0) == id) {
                        found[0] = entry;
                    }
                },
                notes);
        return found[0];
    }

    private SecurityDescriptor read(long id, long offset, int length) throws IOException {
        if (length <= HEADER_BYTES || length > MAX_BYTES || offset > descriptors.size()) {
            throw new CorruptDiskException(
                    "$Secure", 0, "security descriptor " + id + " has " + length + " bytes at " + offset);
        }
        try {
            return entry(id, offset, length);
        } catch (CorruptDiskException e) {
            try {
                return entry(id, offset + COPY, length);
            } catch (CorruptDiskException alsoDamaged) {
                e.addSuppressed(alsoDamaged);
                throw e;
            }
        }
    }

    private SecurityDescriptor entry(long id, long offset, int length) throws IOException {
        ByteView entry = ByteView.read("$SDS entry", descriptors, offset, length);
        ByteView bytes = entry.slice("security descriptor", HEADER_BYTES, length - HEADER_BYTES);
        if (entry.u32(4) != id || entry.u32(0) != hash(bytes)) {
            throw entry.corrupt(0, "number or hash do not fit: " + entry.u32(4) + " instead of " + id);
        }
        return SecurityDescriptor.parse(bytes);
    }

    /** By which $SDH finds a descriptor. */
    static long hash(ByteView bytes) throws CorruptDiskException {
        int hash = 0;
        for (int at = 0; at + 4 <= bytes.length(); at += 4) {
            hash = (int) bytes.u32(at) + Integer.rotateLeft(hash, 3);
        }
        return hash & 0xffffffffL;
    }
}
