package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges {@code $Secure}: every descriptor that the index by number leads to is read in both places, and the index by hash must
 * know it. The layout is in {@link SecurityStore}.
 */
final class SecureCheck {
    /** A volume has some hundreds; beyond this a crafted one is not worth the memory. */
    private static final int MAX_DESCRIPTORS = 1_000_000;

    private static final int ENTRY_BYTES = 20;

    private final CheckedVolume volume;
    private final Set<Long> numbers = new HashSet<>();
    private final Set<Long> byHash = new HashSet<>();

    SecureCheck(CheckedVolume volume) {
        this.volume = volume;
    }

    /** @return the numbers of all descriptors; null if the index that knows them is damaged or the volume has none */
    @Nullable
    Set<Long> run() throws IOException {
        try {
            NtfsFile secure = volume.files.read(new FileReference(MasterFileTable.SECURE, 0));
            if (secure.streams().stream().noneMatch(SecureCheck::isOfSecure)) {
                // Before NTFS 3 this record was $Quota, and every file had its own descriptor.
                return null;
            }
            NtfsStream store = secure.stream("$SDS")
                    .orElseThrow(() -> new CorruptDiskException("$Secure", 0, "it has no stream $SDS"));
            BlockDevice descriptors = store.content(volume.mft.volume());
            var broken = new ArrayList<String>();
            IndexTree hashes = tree(secure, "$SDH");
            hashes.walk(entry -> keep(byHash, entry.key().u32(4)), broken);
            boolean hashesKnown = broken.isEmpty();
            tree(secure, "$SII").walk(entry -> descriptor(descriptors, entry, hashesKnown), broken);
            broken.forEach(note -> add(NtfsRule.SECURE, note));
            return broken.isEmpty() ? numbers : null;
        } catch (DiskException | EOFException e) {
            add(NtfsRule.SECURE, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static boolean isOfSecure(NtfsStream stream) {
        return stream.name().startsWith("$S");
    }

    private IndexTree tree(NtfsFile secure, String name) throws IOException {
        return IndexTree.open(secure, name, volume.mft.volume(), volume.boot.clusterBytes());
    }

    private void keep(Set<Long> set, long number) throws CorruptDiskException {
        if (set.size() >= MAX_DESCRIPTORS) {
            throw new CorruptDiskException("$Secure", 0, "more than " + MAX_DESCRIPTORS + " security descriptors");
        }
        set.add(number);
    }

    private void add(NtfsRule rule, String detail) {
        volume.findings.add(
                rule, Place.onVolume("$Secure", volume.offsetOf(MasterFileTable.SECURE), "$Secure"), detail);
    }

    private void descriptor(BlockDevice store, IndexEntry entry, boolean hashesKnown) throws IOException {
        long number = entry.key().u32(0);
        keep(numbers, number);
        ByteView data = entry.data();
        long offset = data.size64(8);
        long length = data.u32(16);
        if (hashesKnown && !byHash.contains(number)) {
            add(NtfsRule.SECURE, "descriptor " + number + " is not in the index by hash");
        }
        if (length <= ENTRY_BYTES
                || length > SecurityStore.MAX_BYTES
                || offset > store.size() - length
                || data.u32(4) != number) {
            add(NtfsRule.SECURE, "descriptor " + number + " has " + length + " bytes at " + offset);
            return;
        }
        String first = fault(store, data, offset, (int) length);
        String copy = fault(store, data, offset + SecurityStore.COPY, (int) length);
        if (first != null && copy != null) {
            add(NtfsRule.SECURE, "descriptor " + number + " at " + offset + ": " + first);
        } else if (first != null || copy != null) {
            add(
                    NtfsRule.SECURE_COPY,
                    "descriptor " + number + ", the " + (first != null ? "first: " + first : "second: " + copy));
        }
    }

    private static @Nullable String fault(BlockDevice store, ByteView data, long offset, int length)
            throws IOException {
        try {
            ByteView entry = ByteView.read("$SDS entry", store, offset, length);
            if (!Arrays.equals(entry.copy(0, ENTRY_BYTES), data.copy(0, ENTRY_BYTES))) {
                return "its header is not what the index says";
            }
            long hash = SecurityStore.hash(entry.slice("descriptor", ENTRY_BYTES, length - ENTRY_BYTES));
            return hash == entry.u32(0) ? null : "its hash does not fit";
        } catch (CorruptDiskException e) {
            return e.rule();
        }
    }
}
