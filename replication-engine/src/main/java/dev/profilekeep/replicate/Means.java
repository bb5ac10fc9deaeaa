package dev.profilekeep.replicate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditSink;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.Leases;
import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.time.Clock;

/**
 * What carrying copies needs.
 *
 * @param actor in whose name it is done
 * @param initiator whether a person asked for it, which more modes of a location allow
 * @param slices how long a copy is held at a time while it is read
 */
public record Means(
        LeasePlaces places,
        Leases leases,
        SafeReplace swaps,
        Agreements book,
        MapArchive archive,
        WriteGate gate,
        AuditSink audit,
        Actor actor,
        Initiator initiator,
        SlicedFile.Slices slices,
        ContentReader reader,
        ReplicationSettings settings,
        Bandwidth bandwidth,
        Clock clock) {

    StorageProvider storage(String locationId) {
        return places.storage(locationId, initiator);
    }

    <T> MapMaker<T> maker(NodeStore nodes, ContentKeeper<T> keeper) {
        return new MapMaker<>(nodes, reader, keeper, ChunkSizes.STANDARD, clock);
    }
}
