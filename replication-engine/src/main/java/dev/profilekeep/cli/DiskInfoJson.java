package dev.profilekeep.cli;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.PartitionInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A disk's description as JSON. These names are promised: scripts rest on them. */
final class DiskInfoJson {
    private DiskInfoJson() {}

    static String write(DiskFacts facts) {
        DiskInfo info = facts.info();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("format", facts.raw() ? "raw" : word(info.format()));
        json.put("subformat", word(info.subformat()));
        json.put("virtualSizeBytes", info.virtualSizeBytes());
        json.put("fileSizeBytes", info.fileSizeBytes());
        json.put("blockSizeBytes", info.blockSizeBytes());
        json.put("logicalSectorBytes", info.logicalSectorBytes());
        json.put("physicalSectorBytes", info.physicalSectorBytes());
        json.put("allocatedBlocks", info.allocatedBlocks());
        json.put("log", info.log().word());
        json.put("dataWriteGuid", text(info.dataWriteGuid()));
        json.put("fileWriteGuid", text(info.fileWriteGuid()));
        json.put("virtualDiskId", text(info.virtualDiskId()));
        json.put("reclaimableBytes", info.reclaimableBytes());
        json.put("wholeFreeBlocks", info.wholeFreeBlocks());
        json.put("parent", info.parent());
        List<Map<String, @Nullable Object>> partitions = new ArrayList<>();
        info.partitions().forEach(partition -> partitions.add(partition(partition)));
        json.put("partitions", partitions);
        json.put("notes", info.notes());
        return Json.write(json);
    }

    private static Map<String, @Nullable Object> partition(PartitionInfo partition) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", partition.index());
        json.put("scheme", word(partition.scheme()));
        json.put("startBytes", partition.startBytes());
        json.put("sizeBytes", partition.sizeBytes());
        json.put("filesystem", partition.filesystem());
        json.put("label", partition.label());
        json.put("usedBytes", partition.usedBytes());
        json.put("freeBytes", partition.freeBytes());
        json.put("dirty", partition.dirty());
        json.put("ntfsVersion", partition.ntfsVersion());
        json.put("clusterBytes", partition.clusterBytes());
        json.put("problem", partition.problem());
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
