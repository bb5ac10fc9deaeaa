package dev.profilekeep.portal.support;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.GrowthPoint;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.disk.info.DiskFormat;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.PartitionInfo;
import dev.profilekeep.disk.info.PartitionScheme;
import dev.profilekeep.disk.info.Subformat;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Containers as the catalog would tell of them. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");
    public static final Map<String, String> SITES = Map.of("fra", "Frankfurt", "lon", "London");
    public static final long GB = 1L << 30;

    private static final long BLOCK = 32L << 20;

    private Samples() {}

    public static ContainerRow row(long id, String sid, String account, FindingCode... findings) {
        return row(id, sid, account, ContainerKind.PROFILE, false, findings);
    }

    public static ContainerRow row(
            long id, String sid, String account, ContainerKind kind, boolean locked, FindingCode... findings) {
        return new ContainerRow(
                id,
                "office",
                kind,
                sid,
                account,
                (kind == ContainerKind.PROFILE ? "Profile_" : "ODFC_") + account,
                state(findings),
                Arrays.asList(findings),
                List.of("fra", "lon"),
                locked,
                30 * GB,
                5 * GB,
                4 * GB,
                26 * GB,
                GB / 2,
                NOW.minus(Duration.ofHours(9)),
                NOW.minus(Duration.ofHours(1)));
    }

    /** The same in another set. */
    public static ContainerRow inSet(ContainerRow row, String setId) {
        return new ContainerRow(
                row.id(),
                setId,
                row.kind(),
                row.sid(),
                row.account(),
                row.baseName(),
                row.state(),
                row.findings(),
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

    public static ContainerDetail detail(ContainerRow row, Finding... findings) {
        return new ContainerDetail(
                row,
                List.of(copy(1, "fra", CopyDetail.Presence.PRESENT), copy(2, "lon", CopyDetail.Presence.PRESENT)),
                Arrays.asList(findings),
                List.of(growth(30, "fra", 3), growth(30, "lon", 3), growth(0, "fra", 5), growth(0, "lon", 5)));
    }

    public static ContainerDetail detail(ContainerRow row, List<CopyDetail> copies, Finding... findings) {
        return new ContainerDetail(row, copies, Arrays.asList(findings), List.of());
    }

    public static CopyDetail copy(long id, String site, CopyDetail.Presence presence) {
        return copy(id, site, presence, false, LogState.EMPTY, List.of());
    }

    public static CopyDetail copy(
            long id,
            String site,
            CopyDetail.Presence presence,
            boolean dirty,
            LogState log,
            List<CopyDetail.SidecarSeen> sidecars) {
        StoragePath path = StoragePath.of("S-1-5-21-1-2-3-1104_anna/Profile_anna.VHDX");
        StoredFile file = new StoredFile(
                path,
                false,
                5 * GB,
                5 * GB,
                StoredFile.fromInstant(NOW),
                StoredFile.fromInstant(NOW),
                StoredFile.fromInstant(NOW),
                7,
                0);
        return new CopyDetail(
                id,
                site + "-profiles",
                site,
                path,
                presence,
                file,
                disk(dirty, log),
                NOW.minus(Duration.ofHours(2)),
                NOW.minus(Duration.ofHours(1)),
                presence == CopyDetail.Presence.UNREADABLE ? "access denied by the server" : null,
                sidecars);
    }

    public static DiskInfo disk(boolean dirty, LogState log) {
        byte[] blocks = new byte[960];
        Arrays.fill(blocks, 0, 100, (byte) (BlockUse.STORED + 80));
        return new DiskInfo(
                DiskFormat.VHDX,
                Subformat.DYNAMIC,
                30 * GB,
                5 * GB,
                BLOCK,
                512,
                4096,
                100,
                log,
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                UUID.fromString("00000000-0000-0000-0000-000000000002"),
                UUID.fromString("00000000-0000-0000-0000-000000000003"),
                GB / 2,
                3,
                null,
                List.of(new PartitionInfo(
                        0,
                        PartitionScheme.GPT,
                        1 << 20,
                        29 * GB,
                        "NTFS",
                        "Profile-anna",
                        "3.1",
                        4 * GB,
                        25 * GB,
                        dirty,
                        4096,
                        null)),
                new BlockUse(BLOCK, blocks),
                List.of());
    }

    public static Finding finding(FindingCode code, Map<String, String> facts) {
        return new Finding(code, null, facts);
    }

    private static GrowthPoint growth(int daysAgo, String site, long gigabytes) {
        return new GrowthPoint(
                NOW.minus(Duration.ofDays(daysAgo)), site, gigabytes * GB, 30 * GB, gigabytes * GB, GB / 2);
    }

    private static ContainerState state(FindingCode... findings) {
        Severity worst = Arrays.stream(findings)
                .map(FindingCode::severity)
                .max(Severity::compareTo)
                .orElse(Severity.INFO);
        return switch (worst) {
            case INFO -> ContainerState.HEALTHY;
            case WARN -> ContainerState.ATTENTION;
            case CRITICAL -> ContainerState.PROBLEM;
        };
    }
}
