package dev.profilekeep.portal.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.health.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything known of one container. What is only for those who help (paths, names on the share) is null for others. */
record ContainerDetailJson(
        @JsonUnwrapped ContainerJson container,
        List<FindingJson> findingDetails,
        List<CopyJson> copies,
        List<GrowthJson> growth) {

    record FindingJson(String code, String severity, @Nullable String location, Map<String, String> facts) {}

    record CopyJson(
            String site,
            @Nullable String location,
            @Nullable String path,
            String presence,
            @Nullable String reason,
            @Nullable Instant checkedAt,
            @Nullable Instant readAt,
            @Nullable Instant lastWritten,
            @Nullable Long fileSizeBytes,
            @Nullable DiskJson disk,
            List<SidecarJson> sidecars) {}

    record SidecarJson(String name, long sizeBytes, Instant lastWritten) {}

    record DiskJson(
            String format,
            String subformat,
            long virtualSizeBytes,
            long fileSizeBytes,
            long blockSizeBytes,
            int logicalSectorBytes,
            int physicalSectorBytes,
            long allocatedBlocks,
            String log,
            @Nullable String dataWriteGuid,
            @Nullable String virtualDiskId,
            long reclaimableBytes,
            List<PartitionJson> partitions,
            List<String> notes) {}

    record PartitionJson(
            int index,
            String scheme,
            long startBytes,
            long sizeBytes,
            String filesystem,
            @Nullable String label,
            @Nullable Long usedBytes,
            @Nullable Long freeBytes,
            @Nullable Boolean dirty) {}

    record GrowthJson(
            Instant at,
            String site,
            long fileSizeBytes,
            long virtualSizeBytes,
            @Nullable Long usedBytes,
            @Nullable Long reclaimableBytes) {}

    /** @param places whether the reader may see where on the shares it lies */
    static ContainerDetailJson of(ContainerDetail detail, boolean places) {
        return new ContainerDetailJson(
                ContainerJson.of(detail.row()),
                detail.findings().stream()
                        .map(finding -> finding(finding, places))
                        .toList(),
                detail.copies().stream().map(copy -> copy(copy, places)).toList(),
                detail.growth().stream()
                        .map(point -> new GrowthJson(
                                point.at(),
                                point.siteId(),
                                point.fileSize(),
                                point.virtualSize(),
                                point.used(),
                                point.reclaimable()))
                        .toList());
    }

    private static FindingJson finding(Finding finding, boolean places) {
        return new FindingJson(
                finding.code().name(),
                finding.code().severity().name(),
                places ? finding.location() : null,
                places ? finding.facts() : Map.of());
    }

    private static CopyJson copy(CopyDetail copy, boolean places) {
        var file = copy.file();
        DiskInfo info = copy.info();
        return new CopyJson(
                copy.siteId(),
                places ? copy.locationId() : null,
                places ? copy.path().toString() : null,
                copy.presence().name(),
                places ? copy.reason() : null,
                copy.checkedAt(),
                copy.infoAt(),
                file == null ? null : file.lastWritten(),
                file == null ? null : file.size(),
                info == null ? null : disk(info),
                places
                        ? copy.sidecars().stream()
                                .map(sidecar -> new SidecarJson(sidecar.name(), sidecar.size(), sidecar.lastWritten()))
                                .toList()
                        : List.of());
    }

    private static DiskJson disk(DiskInfo info) {
        return new DiskJson(
                lower(info.format()),
                lower(info.subformat()),
                info.virtualSizeBytes(),
                info.fileSizeBytes(),
                info.blockSizeBytes(),
                info.logicalSectorBytes(),
                info.physicalSectorBytes(),
                info.allocatedBlocks(),
                info.log().word(),
                info.dataWriteGuid() == null ? null : info.dataWriteGuid().toString(),
                info.virtualDiskId() == null ? null : info.virtualDiskId().toString(),
                info.reclaimableBytes(),
                info.partitions().stream().map(ContainerDetailJson::partition).toList(),
                info.notes());
    }

    private static PartitionJson partition(PartitionInfo partition) {
        return new PartitionJson(
                partition.index(),
                partition.scheme().name(),
                partition.startBytes(),
                partition.sizeBytes(),
                partition.filesystem(),
                partition.label(),
                partition.usedBytes(),
                partition.freeBytes(),
                partition.dirty());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
