package dev.profilekeep.backup.snapshot;

import dev.profilekeep.bytes.ByteScanner;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the table of a snapshot: see {@link SnapshotFormat}. */
final class SnapshotScanner extends ByteScanner<SnapshotDamagedException> {
    /** Bytes of the parts before the table. */
    private final long parts;

    SnapshotScanner(String file, byte[] table, long parts) {
        super("the table of " + file, table, SnapshotDamagedException::new);
        this.parts = parts;
    }

    /** Where something lies in what the file says. */
    record Part(long offset, int length) {}

    /** A container, and where the rest of it lies. */
    record Item(ContainerFacts facts, Part map, int envelopeVersion, Part envelope) {}

    /** @param version of the format */
    SnapshotHead head(int version) throws SnapshotDamagedException {
        return new SnapshotHead(
                id(),
                time(),
                id(),
                text(),
                text(),
                text(),
                version == SnapshotFormat.VERSION_OF_COPY ? new SnapshotOrigin(id(), id(), time()) : null);
    }

    private UUID id() throws SnapshotDamagedException {
        return new UUID(eightBytes(), eightBytes());
    }

    private Instant time() throws SnapshotDamagedException {
        return StoredFile.toInstant(eightBytes());
    }

    List<Item> items() throws SnapshotDamagedException {
        List<Item> items = new ArrayList<>();
        for (int left = count(SnapshotFormat.LEAST); left > 0; left--) {
            items.add(new Item(facts(), part(), number(Integer.MAX_VALUE), part()));
        }
        end();
        return items;
    }

    private Part part() throws SnapshotDamagedException {
        long offset = number();
        int length = number(SnapshotFormat.LARGEST_PART);
        if (offset > parts - length) {
            throw damaged("there are no " + length + " bytes at " + offset);
        }
        return new Part(offset, length);
    }

    private ContainerFacts facts() throws SnapshotDamagedException {
        String set = text();
        ContainerKind kind = kind();
        var identity = new ContainerIdentity(set, kind, text(), wideText());
        return new ContainerFacts(identity, text(), source(), file(), security());
    }

    private ContainerKind kind() throws SnapshotDamagedException {
        int code = number(Integer.MAX_VALUE);
        for (ContainerKind kind : ContainerKind.values()) {
            if (SnapshotFormat.code(kind) == code) {
                return kind;
            }
        }
        throw damaged("a kind of container that is not known here: " + code);
    }

    private SnapshotSource source() throws SnapshotDamagedException {
        return number(SnapshotFormat.OF_STORAGE) == SnapshotFormat.LIVE
                ? new SnapshotSource.Live()
                : new SnapshotSource.OfStorage(time());
    }

    private StoredFile file() throws SnapshotDamagedException {
        String value = wideText();
        StoragePath path;
        try {
            path = StoragePath.of(value);
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
        return new StoredFile(
                path, false, number(), number(), eightBytes(), eightBytes(), eightBytes(), eightBytes(), attributes());
    }

    private int attributes() throws SnapshotDamagedException {
        long bits = number();
        if (bits > 0xFFFF_FFFFL) {
            throw damaged("attributes have 32 bits: " + bits);
        }
        return (int) bits;
    }

    private FileSecurity security() throws SnapshotDamagedException {
        return new FileSecurity(optional(), optional(), raw(count(1)));
    }

    private @Nullable String optional() throws SnapshotDamagedException {
        return number(1) == 0 ? null : text();
    }
}
