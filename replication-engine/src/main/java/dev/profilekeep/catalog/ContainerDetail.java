package dev.profilekeep.catalog;

import dev.profilekeep.health.Finding;
import java.util.List;

/** Everything known of one container. */
public record ContainerDetail(
        ContainerRow row, List<CopyDetail> copies, List<Finding> findings, List<GrowthPoint> growth) {
    public ContainerDetail {
        copies = List.copyOf(copies);
        findings = List.copyOf(findings);
        growth = List.copyOf(growth);
    }
}
