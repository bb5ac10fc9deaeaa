package dev.profilekeep.content;

import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a disk says: the head of a map. Its entries, and what it remembers of the file records, lie in nodes. Two maps with the same {@link #root()} are
 * of disks that say the same, whatever their containers are; maps with different roots and the same {@link #rules()} are of disks
 * that differ. With other rules nothing follows.
 *
 * @param rawReasons why everything that is stored counts; empty if the kind is FILES
 * @param sizes of chunks, by which the disk was cut
 * @param virtualSize in bytes
 * @param root SHA-256 over the rules, the sizes of disk and sectors, and of each chunk that is not zeros, where it lies and its digest
 * @param made when reading began, by our clock
 * @param countedBytes bytes that count, zeros included
 * @param chunkBytes bytes that are kept
 * @param chunks how many those are
 * @param entries null if the disk is all zeros
 * @param records by partition, of volumes
 * @param signatures of streams of files that are of a kind we know
 * @param signaturesComplete whether those are all of them
 */
public record ContentMap(
        List<String> rawReasons,
        ChunkSizes sizes,
        long virtualSize,
        int logicalSectorSize,
        int physicalSectorSize,
        Sha256 root,
        Instant made,
        long countedBytes,
        long chunkBytes,
        long chunks,
        @Nullable NodeRef entries,
        List<Optional<NodeRef>> records,
        List<SignedStream> signatures,
        boolean signaturesComplete) {
    /** Maps of another version are made again, never compared. */
    static final int VERSION = 1;

    public ContentMap {
        rawReasons = List.copyOf(rawReasons);
        records = List.copyOf(records);
        signatures = List.copyOf(signatures);
    }

    public ContentLayout.Kind kind() {
        return rawReasons.isEmpty() ? ContentLayout.Kind.FILES : ContentLayout.Kind.RAW;
    }

    /** What decides how a disk is cut: maps can be compared if it is the same. */
    public record Rules(int version, ContentLayout.Kind kind, ChunkSizes sizes) {
        /** By which a disk is cut today whose volumes are understood, into chunks of the standard sizes. */
        public static final Rules STANDARD = new Rules(VERSION, ContentLayout.Kind.FILES, ChunkSizes.STANDARD);

        /** In a line that other rules do not have. */
        public String text() {
            return "map " + version + " " + kind + " small " + sizes.small() + " large " + sizes.large() + " cut "
                    + sizes.cutMin() + " " + sizes.cutAverage() + " " + sizes.cutMax();
        }
    }

    public Rules rules() {
        return new Rules(VERSION, kind(), sizes);
    }

    /** In bytes, as {@link #decode} takes it. */
    public byte[] encode() {
        NodeWriter to = new NodeWriter().number(VERSION).number(rawReasons.size());
        rawReasons.forEach(to::text);
        to.number(sizes.small()).number(sizes.large());
        to.number(sizes.cutMin()).number(sizes.cutAverage()).number(sizes.cutMax());
        to.number(virtualSize).number(logicalSectorSize).number(physicalSectorSize);
        to.digest(root).signed(made.getEpochSecond()).number(made.getNano());
        to.number(countedBytes).number(chunkBytes).number(chunks);
        node(to, Optional.ofNullable(entries));
        to.number(records.size());
        records.forEach(tree -> node(to, tree));
        to.number(signaturesComplete ? 1 : 0).number(signatures.size());
        signatures.forEach(signature -> signature.write(to));
        return to.toBytes();
    }

    private static void node(NodeWriter to, Optional<NodeRef> node) {
        to.number(node.isPresent() ? 1 : 0);
        node.ifPresent(there -> there.write(to));
    }

    /** @throws MapDamagedException if it is none, or of a version that this program does not know */
    public static ContentMap decode(byte[] bytes) throws MapDamagedException {
        NodeScanner from = new NodeScanner("the head of a content map", bytes);
        long version = from.number();
        if (version != VERSION) {
            throw from.damaged("version " + version + " is not known here");
        }
        List<String> reasons = new ArrayList<>();
        for (int left = from.count(1); left > 0; left--) {
            reasons.add(from.text());
        }
        ContentMap map = new ContentMap(
                reasons,
                sizes(from),
                from.number(),
                from.number(Integer.MAX_VALUE),
                from.number(Integer.MAX_VALUE),
                from.digest(),
                instant(from),
                from.number(),
                from.number(),
                from.number(),
                node(from).orElse(null),
                trees(from),
                List.of(),
                from.number(1) == 1);
        List<SignedStream> signatures = new ArrayList<>();
        for (int left = from.count(SignedStream.LEAST); left > 0; left--) {
            signatures.add(SignedStream.read(from));
        }
        from.end();
        return map.with(signatures);
    }

    private ContentMap with(List<SignedStream> these) {
        return new ContentMap(
                rawReasons,
                sizes,
                virtualSize,
                logicalSectorSize,
                physicalSectorSize,
                root,
                made,
                countedBytes,
                chunkBytes,
                chunks,
                entries,
                records,
                these,
                signaturesComplete);
    }

    private static ChunkSizes sizes(NodeScanner from) throws MapDamagedException {
        int most = Integer.MAX_VALUE;
        try {
            return new ChunkSizes(
                    from.number(most), from.number(most), from.number(most), from.number(most), from.number(most));
        } catch (IllegalArgumentException e) {
            throw from.damaged(String.valueOf(e.getMessage()));
        }
    }

    private static Instant instant(NodeScanner from) throws MapDamagedException {
        try {
            return Instant.ofEpochSecond(from.signed(), from.number(999_999_999));
        } catch (DateTimeException e) {
            throw from.damaged(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<NodeRef> node(NodeScanner from) throws MapDamagedException {
        return from.number(1) == 1 ? Optional.of(NodeRef.read(from)) : Optional.empty();
    }

    private static List<Optional<NodeRef>> trees(NodeScanner from) throws MapDamagedException {
        List<Optional<NodeRef>> trees = new ArrayList<>();
        for (int left = from.count(1); left > 0; left--) {
            trees.add(node(from));
        }
        return trees;
    }
}
