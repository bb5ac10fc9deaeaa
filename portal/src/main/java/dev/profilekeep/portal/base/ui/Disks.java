package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.GrowthPoint;
import dev.profilekeep.disk.info.DiskFormat;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.BlockMap;
import dev.profilekeep.ui.CapacityBar;
import dev.profilekeep.ui.CapacityBar.Capacity;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.GrowthChart;
import dev.profilekeep.ui.GrowthChart.CopyLine;
import dev.profilekeep.ui.GrowthChart.Growth;
import dev.profilekeep.ui.GrowthChart.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pictures and facts of disks, from what the catalog knows. Empty where there is nothing to draw. */
public final class Disks {
    private Disks() {}

    /** How full a container is. */
    public static Optional<CapacityBar> capacity(ContainerRow row) {
        return capacity(row.used(), row.free(), row.reclaimable(), row.virtualSize());
    }

    /** How full a container is, for its owner: what could be given back to the share is free room to them. */
    public static Optional<CapacityBar> plainCapacity(ContainerRow row) {
        return capacity(row.used(), row.free(), null, row.virtualSize());
    }

    /** How full one copy is. */
    public static Optional<CapacityBar> capacity(DiskInfo info) {
        return capacity(
                sum(info, PartitionInfo::usedBytes),
                sum(info, PartitionInfo::freeBytes),
                info.reclaimableBytes(),
                info.virtualSizeBytes());
    }

    /** Size over time, a line for each site; needs two moments. */
    public static Optional<GrowthChart> growth(ContainerDetail detail, Map<String, String> siteNames, Words words) {
        if (detail.growth().stream().map(GrowthPoint::at).distinct().count() < 2) {
            return Optional.empty();
        }
        Map<String, List<GrowthPoint>> bySite = new LinkedHashMap<>();
        detail.row().sites().forEach(site -> bySite.put(site, new ArrayList<>()));
        detail.growth().forEach(point -> bySite.computeIfAbsent(point.siteId(), site -> new ArrayList<>())
                .add(point));
        bySite.values().removeIf(List::isEmpty);
        List<CopyLine> lines = bySite.entrySet().stream()
                .map(entry -> new CopyLine(
                        siteNames.getOrDefault(entry.getKey(), entry.getKey()),
                        entry.getValue().stream()
                                .map(point -> new Point(point.at(), point.fileSize(), point.used()))
                                .toList()))
                .toList();
        List<GrowthPoint> first = bySite.values().iterator().next();
        GrowthPoint from = first.get(0);
        GrowthPoint to = first.get(first.size() - 1);
        long grown = to.fileSize() - from.fileSize();
        boolean days = Duration.between(from.at(), to.at()).compareTo(Duration.ofDays(2)) >= 0;
        String summary = words.get(
                grown > 0 ? "growth.grown" : grown < 0 ? "growth.shrunk" : "growth.same",
                words.formats().bytes(Math.abs(grown)),
                days ? words.formats().date(from.at()) : words.formats().dateTime(from.at()));
        Long maximum = detail.row().virtualSize();
        GrowthChart chart =
                new GrowthChart(new Growth(summary, lines, maximum == null || maximum <= 0 ? null : maximum, null));
        chart.setTimeZone(words.formats().zone());
        chart.setSummaryVisible(true);
        chart.addClassName("growth");
        return Optional.of(chart);
    }

    /** Which blocks are stored and which of them are stale. */
    public static Optional<BlockMap> blocks(DiskInfo info, String label) {
        if (info.blocks().count() == 0
                || info.virtualSizeBytes() <= 0
                || (info.virtualSizeBytes() - 1) / info.blocks().blockBytes() + 1
                        != info.blocks().count()) {
            return Optional.empty();
        }
        BlockMap map = new BlockMap(
                new BlockMap.Blocks(info.blocks().toBytes(), info.blocks().blockBytes(), info.virtualSizeBytes()));
        map.setLabel(label);
        map.setWidthFull();
        return Optional.of(map);
    }

    /**
     * Everything technical of one copy, copyable.
     *
     * @param places whether the reader may see where on the share it lies
     */
    public static Map<String, Component> facts(CopyDetail copy, boolean places, Words words) {
        Map<String, Component> facts = new LinkedHashMap<>();
        if (places) {
            copyable(facts, words, "fact.location", copy.locationId());
            copyable(facts, words, "fact.path", Visible.oneLine(copy.path().toString()));
        }
        DiskInfo info = copy.info();
        if (info == null) {
            return facts;
        }
        plain(
                facts,
                words,
                "fact.format",
                info.format() + " · "
                        + words.get("subformat." + info.subformat().name()));
        plain(facts, words, "fact.virtualSize", words.formats().bytes(info.virtualSizeBytes()));
        plain(facts, words, "fact.fileSize", words.formats().exactBytes(info.fileSizeBytes()));
        if (info.blockSizeBytes() > 0) {
            plain(
                    facts,
                    words,
                    "fact.blocks",
                    words.get(
                            "fact.blocks.value",
                            info.allocatedBlocks(),
                            words.formats().bytes(info.blockSizeBytes())));
        }
        plain(facts, words, "fact.sectors", info.logicalSectorBytes() + " / " + info.physicalSectorBytes() + " B");
        if (info.format() == DiskFormat.VHDX) {
            plain(facts, words, "fact.log", words.get("log." + info.log().name()));
        }
        copyable(facts, words, "fact.dataWriteGuid", text(info.dataWriteGuid()));
        copyable(facts, words, "fact.virtualDiskId", text(info.virtualDiskId()));
        copyable(facts, words, "fact.parent", info.parent() == null ? null : Visible.oneLine(info.parent()));
        for (PartitionInfo partition : info.partitions()) {
            facts.put(words.get("fact.partition", partition.index() + 1), new Span(partition(partition, words)));
        }
        if (places && !copy.sidecars().isEmpty()) {
            plain(
                    facts,
                    words,
                    "fact.sidecars",
                    copy.sidecars().stream()
                            .map(sidecar -> Visible.isolated(sidecar.name()) + " ("
                                    + words.formats().bytes(sidecar.size()) + ")")
                            .collect(Collectors.joining(", ")));
        }
        if (!info.notes().isEmpty()) {
            plain(facts, words, "fact.notes", Visible.oneLine(String.join(" ", info.notes())));
        }
        return facts;
    }

    private static String partition(PartitionInfo partition, Words words) {
        String text = partition.scheme().name() + " · " + partition.filesystem() + " "
                + Objects.toString(partition.ntfsVersion(), "") + " · "
                + words.formats().bytes(partition.sizeBytes());
        if (partition.label() != null && !partition.label().isBlank()) {
            text += " · " + Visible.isolated(partition.label());
        }
        return text.replace("  ", " ");
    }

    private static Optional<CapacityBar> capacity(
            @Nullable Long used, @Nullable Long free, @Nullable Long reclaimable, @Nullable Long maximum) {
        if (used == null || free == null || maximum == null || maximum <= 0) {
            return Optional.empty();
        }
        long stale = reclaimable == null ? 0 : Math.min(reclaimable, free);
        return Optional.of(new CapacityBar(new Capacity(used, free, stale, Math.max(maximum, used + free))));
    }

    private static @Nullable Long sum(DiskInfo info, java.util.function.Function<PartitionInfo, @Nullable Long> bytes) {
        List<Long> known =
                info.partitions().stream().map(bytes).filter(Objects::nonNull).toList();
        return known.isEmpty()
                ? null
                : known.stream().mapToLong(Long::longValue).sum();
    }

    private static void plain(Map<String, Component> facts, Words words, String key, String value) {
        facts.put(words.get(key), new Span(value));
    }

    private static void copyable(Map<String, Component> facts, Words words, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            facts.put(words.get(key), new CopyableText(value, words.get(key)));
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString().toLowerCase(Locale.ROOT);
    }
}
