package dev.profilekeep.backup.chunk;

import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.Place;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;

/** Small things on their way into one chunk, whose name is random: it must be known before the last of them comes. One thread at a time. */
final class Bundle {
    /** Bytes up to which things are added: enough for a good compression and few names, little enough to be read for one of them. */
    static final int FULL = 1 << 20;

    private final ChunkId id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bundle(SecureRandom random) {
        byte[] name = new byte[ChunkId.BYTES];
        random.nextBytes(name);
        this.id = ChunkId.of(name);
    }

    ChunkId id() {
        return id;
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    /** Whether something of so many bytes still belongs here; the first always does. */
    boolean hasRoom(int length) {
        return isEmpty() || bytes.size() + (long) length <= FULL;
    }

    Place add(byte[] thing) {
        Place place = new Place(id, bytes.size(), thing.length);
        bytes.writeBytes(thing);
        return place;
    }

    byte[] get(Place place) {
        return Arrays.copyOfRange(bytes.toByteArray(), place.offset(), place.offset() + place.length());
    }

    boolean holds(Place place) {
        return place.bundle().equals(id) && place.offset() + place.length() <= bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
