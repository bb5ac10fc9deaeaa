package dev.profilekeep.content;

import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.io.ByteRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A leaf of entries, in the order of the disk. docs/formats/content-map.md has the bytes. */
final class EntryLeaf {
    private static final int REGION = 0;
    private static final int STREAM = 1;
    /** Owner, offset, a piece of two numbers, digest, place. */
    private static final int LEAST_ENTRY = 1 + 1 + 1 + 2 + Sha256.BYTES + 1;

    private static final int MOST_PIECES = 1 << 16;
    private static final int MOST_RECORD_PARTS = Integer.MAX_VALUE;

    private EntryLeaf() {}

    static byte[] encode(List<MapEntry> entries) {
        Map<Owner, Integer> owners = new LinkedHashMap<>();
        Map<ChunkId, Integer> bundles = new LinkedHashMap<>();
        for (MapEntry entry : entries) {
            owners.putIfAbsent(whole(entry.owner()), owners.size());
            Place place = entry.place();
            if (place != null) {
                bundles.putIfAbsent(place.bundle(), bundles.size());
            }
        }
        NodeWriter node = new NodeWriter().raw(new byte[] {NodeKind.ENTRIES.code()});
        node.number(owners.size());
        owners.keySet().forEach(owner -> owner(node, owner));
        node.number(bundles.size());
        bundles.keySet().forEach(node::chunkId);
        node.number(entries.size());
        long at = 0;
        for (MapEntry entry : entries) {
            node.number(owners.getOrDefault(whole(entry.owner()), 0));
            node.number(entry.owner() instanceof Owner.FileStream stream ? stream.offset() : 0);
            node.number(entry.pieces().size());
            for (ByteRange piece : entry.pieces()) {
                node.signed(piece.start() - at).number(piece.length());
                at = piece.end();
            }
            node.digest(entry.digest());
            Place place = entry.place();
            if (place == null) {
                node.number(0);
            } else {
                node.number(bundles.getOrDefault(place.bundle(), 0) + 1L).number(place.offset());
            }
        }
        return node.toBytes();
    }

    /** A stream as a whole: from its beginning. */
    private static Owner whole(Owner owner) {
        return owner instanceof Owner.FileStream stream
                ? new Owner.FileStream(
                        stream.partition(), stream.record(), stream.sequence(), stream.type(), stream.name(), 0)
                : owner;
    }

    private static void owner(NodeWriter node, Owner owner) {
        if (owner instanceof Owner.FileStream stream) {
            node.number(STREAM)
                    .number(stream.partition())
                    .number(stream.record())
                    .number(stream.sequence());
            node.number(stream.type()).wideText(stream.name());
        } else {
            node.number(REGION).text(((Owner.Region) owner).name());
        }
    }

    static List<MapEntry> decode(byte[] node) throws MapDamagedException {
        NodeScanner from = new NodeScanner("a leaf of a content map", node);
        if (from.raw(1)[0] != NodeKind.ENTRIES.code()) {
            throw from.damaged("it holds no entries");
        }
        List<Owner> owners = new ArrayList<>();
        for (int left = from.count(2); left > 0; left--) {
            owners.add(owner(from));
        }
        List<ChunkId> bundles = new ArrayList<>();
        for (int left = from.count(ChunkId.BYTES); left > 0; left--) {
            bundles.add(from.chunkId());
        }
        int count = from.count(LEAST_ENTRY);
        List<MapEntry> entries = new ArrayList<>(count);
        long at = 0;
        for (int i = 0; i < count; i++) {
            MapEntry entry = entry(from, owners, bundles, at);
            entries.add(entry);
            at = entry.pieces().get(entry.pieces().size() - 1).end();
        }
        from.end();
        return entries;
    }

    private static Owner owner(NodeScanner from) throws MapDamagedException {
        int kind = from.number(STREAM);
        if (kind == REGION) {
            return new Owner.Region(from.text());
        }
        int partition = from.number(MOST_RECORD_PARTS);
        long record = from.number();
        int sequence = from.number(MOST_RECORD_PARTS);
        long type = from.number();
        return new Owner.FileStream(partition, record, sequence, type, from.wideText(), 0);
    }

    private static MapEntry entry(NodeScanner from, List<Owner> owners, List<ChunkId> bundles, long before)
            throws MapDamagedException {
        int number = from.number(Integer.MAX_VALUE);
        if (number >= owners.size()) {
            throw from.damaged("there is no owner " + number);
        }
        Owner owner = owners.get(number);
        long offset = from.number();
        if (owner instanceof Owner.FileStream stream) {
            owner = new Owner.FileStream(
                    stream.partition(), stream.record(), stream.sequence(), stream.type(), stream.name(), offset);
        }
        int count = from.number(MOST_PIECES);
        List<ByteRange> pieces = new ArrayList<>(Math.min(count, 64));
        long at = before;
        long length = 0;
        for (int i = 0; i < count; i++) {
            long start = at + from.signed();
            long bytes = from.number();
            if (start < 0 || bytes == 0 || start > Long.MAX_VALUE - bytes) {
                throw from.damaged("no range of a disk: " + start + " + " + bytes);
            }
            pieces.add(new ByteRange(start, bytes));
            at = start + bytes;
            length += bytes;
        }
        Sha256 digest = from.digest();
        int bundle = from.number(bundles.size());
        if (pieces.isEmpty() || length <= 0) {
            throw from.damaged("a chunk without bytes");
        }
        if (bundle == 0) {
            return new MapEntry(owner, pieces, digest, null);
        }
        int inBundle = from.number(Integer.MAX_VALUE);
        if (inBundle + length > Integer.MAX_VALUE) {
            throw from.damaged("no place in a bundle: " + inBundle + " + " + length);
        }
        return new MapEntry(owner, pieces, digest, new Place(bundles.get(bundle - 1), inBundle, (int) length));
    }
}
