package dev.profilekeep.portal.rest;

import dev.profilekeep.catalog.ContainerRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container in a list. Sizes in bytes; null where nobody knows. */
record ContainerJson(
        long id,
        String set,
        String kind,
        String sid,
        String account,
        String disk,
        String state,
        List<String> findings,
        List<String> sites,
        boolean locked,
        @Nullable Long virtualSizeBytes,
        @Nullable Long fileSizeBytes,
        @Nullable Long usedBytes,
        @Nullable Long freeBytes,
        @Nullable Long reclaimableBytes,
        @Nullable Instant lastWritten,
        @Nullable Instant lastSeen) {

    static ContainerJson of(ContainerRow row) {
        return new ContainerJson(
                row.id(),
                row.setId(),
                row.kind().name(),
                row.sid(),
                row.account(),
                row.baseName(),
                row.state().name(),
                row.findings().stream().map(Enum::name).toList(),
                row.sites(),
                row.locked(),
                row.virtualSize(),
                row.fileSize(),
                row.used(),
                row.free(),
                row.reclaimable(),
                row.lastWritten(),
                row.lastSeen());
    }
}
