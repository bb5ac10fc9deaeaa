package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.disk.info.DiskFormat;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Sentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the state of a container rests on: each observation with its answer, its source and its age. Never rounded. */
public final class Observations {
    private final ContainerDetail detail;
    private final Map<String, String> siteNames;
    private final Formats formats;
    private final boolean lockFilesCount;
    private final List<Observation> found = new ArrayList<>();

    private Observations(
            ContainerDetail detail, Map<String, String> siteNames, Formats formats, boolean lockFilesCount) {
        this.lockFilesCount = lockFilesCount;
        this.detail = detail;
        this.siteNames = siteNames;
        this.formats = formats;
    }

    /** Whether an observation speaks for "all is well". */
    public enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    /** @param at when it was seen; null if it was not */
    public record Observation(Answer answer, Sentence what, Sentence source, @Nullable Instant at) {}

    /**
     * @param siteNames names of sites by id
     * @param lockFilesCount whether a lock file says that somebody works with the disk, or is only left over
     */
    public static List<Observation> of(
            ContainerDetail detail, Map<String, String> siteNames, Formats formats, boolean lockFilesCount) {
        return new Observations(detail, siteNames, formats, lockFilesCount).all();
    }

    private List<Observation> all() {
        for (CopyDetail copy : detail.copies()) {
            presence(copy);
            DiskInfo info = copy.info();
            if (info != null && copy.presence() != CopyDetail.Presence.GONE) {
                log(copy, info);
                volume(copy, info);
            }
            locks(copy);
        }
        for (Finding finding : detail.findings()) {
            if (finding.code() == FindingCode.COPY_MISSING) {
                String site = finding.facts().getOrDefault("site", "");
                add(Answer.NO, null, "evidence.missing", siteName(site));
            }
        }
        long present = detail.copies().stream()
                .filter(copy -> copy.presence() != CopyDetail.Presence.GONE)
                .count();
        if (present > 1) {
            found.add(new Observation(
                    Answer.UNKNOWN, Sentence.of("evidence.notCompared"), Sentence.of("evidence.source.nobody"), null));
        }
        return List.copyOf(found);
    }

    private void presence(CopyDetail copy) {
        String site = siteName(copy.siteId());
        switch (copy.presence()) {
            case PRESENT -> add(Answer.YES, copy.checkedAt(), "evidence.present", site);
            case IN_USE -> add(Answer.UNKNOWN, copy.checkedAt(), "evidence.inUse", site);
            case UNREADABLE -> add(Answer.NO, copy.checkedAt(), "evidence.unreadable", site);
            case GONE -> add(Answer.NO, copy.checkedAt(), "evidence.gone", site);
        }
    }

    private void log(CopyDetail copy, DiskInfo info) {
        if (info.format() != DiskFormat.VHDX) {
            return;
        }
        boolean closed = info.log() == LogState.EMPTY;
        found.add(new Observation(
                closed ? Answer.YES : Answer.NO,
                Sentence.of(closed ? "evidence.closed" : "evidence.notClosed", siteName(copy.siteId())),
                Sentence.of("evidence.source.header"),
                copy.infoAt()));
    }

    private void volume(CopyDetail copy, DiskInfo info) {
        String site = siteName(copy.siteId());
        List<PartitionInfo> volumes = info.partitions().stream()
                .filter(partition -> partition.filesystem().equals("NTFS"))
                .toList();
        if (volumes.isEmpty()) {
            volume(Answer.NO, copy, "evidence.noVolume", site);
            return;
        }
        for (PartitionInfo volume : volumes) {
            Boolean dirty = volume.dirty();
            if (volume.problem() != null) {
                volume(Answer.NO, copy, "evidence.volumeUnreadable", site);
            } else if (dirty == null) {
                volume(Answer.UNKNOWN, copy, "evidence.volumeUnknown", site);
            } else {
                volume(dirty ? Answer.NO : Answer.YES, copy, dirty ? "evidence.dirty" : "evidence.clean", site);
            }
            Long free = volume.freeBytes();
            if (free != null) {
                boolean enough = detail.findings().stream()
                        .noneMatch(finding ->
                                finding.code() == FindingCode.NEARLY_FULL || finding.code() == FindingCode.FULL);
                volume(enough ? Answer.YES : Answer.NO, copy, "evidence.free", site, formats.bytes(free));
            }
        }
    }

    private void locks(CopyDetail copy) {
        for (SidecarSeen sidecar : copy.sidecars()) {
            if (sidecar.name().toLowerCase(Locale.ROOT).endsWith(".lock")) {
                boolean leftOver = !lockFilesCount && copy.presence() == CopyDetail.Presence.PRESENT;
                add(
                        leftOver ? Answer.YES : Answer.UNKNOWN,
                        copy.checkedAt(),
                        leftOver ? "evidence.lockFile.leftOver" : "evidence.lockFile",
                        siteName(copy.siteId()),
                        formats.dateTime(sidecar.lastWritten()));
            }
        }
    }

    private void volume(Answer answer, CopyDetail copy, String key, Object... arguments) {
        found.add(new Observation(
                answer, Sentence.of(key, arguments), Sentence.of("evidence.source.volume"), copy.infoAt()));
    }

    private void add(Answer answer, @Nullable Instant at, String key, Object... arguments) {
        found.add(new Observation(answer, Sentence.of(key, arguments), Sentence.of("evidence.source.inventory"), at));
    }

    private String siteName(String id) {
        return siteNames.getOrDefault(id, id);
    }
}
