package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.HealthPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/health.md names every finding with its severity. */
class HealthDocumentTest {
    private static String page() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(here.resolve("docs/health.md"))) {
            here = here.getParent();
        }
        return Files.readString(here.resolve("docs/health.md"));
    }

    private static void stands(FindingKind code) throws IOException {
        assertThat(page())
                .as(code.name())
                .containsPattern("(?m)^\\|[^|]*\\b" + code.name() + "\\b[^|]*\\| " + code.severity() + " \\|");
    }

    @ParameterizedTest
    @EnumSource(FindingCode.class)
    void every_finding_of_a_container_stands_in_the_page(FindingCode code) throws IOException {
        stands(code);
    }

    @ParameterizedTest
    @EnumSource(LocationFindingCode.class)
    void every_finding_of_a_location_stands_in_the_page(LocationFindingCode code) throws IOException {
        stands(code);
    }

    @ParameterizedTest
    @EnumSource(RepositoryFindingCode.class)
    void every_finding_of_a_repository_stands_in_the_page(RepositoryFindingCode code) throws IOException {
        stands(code);
    }

    @Test
    void the_numbers_of_the_page_are_those_of_the_policy() throws IOException {
        HealthPolicy policy = HealthPolicy.STANDARD;
        assertThat(page())
                .contains("`full.percent` (" + policy.fullPercent() + ")")
                .contains("`full.freeBytes` (" + (policy.fullFreeBytes() >> 20) + " MiB)")
                .contains("`fullSoon.withinDays` (" + policy.fullSoonDays() + ")")
                .contains("`fullSoon.overDays` (" + policy.growthDays() + ")")
                .contains("`volume.percent` (" + policy.volumePercent() + ")")
                .contains("`volume.fullPercent` (" + policy.volumeFullPercent() + ")")
                .contains("`slowMillis` (" + policy.slowMillis() + ")")
                .contains("`copyBehindAfterHours` (" + policy.copyBehindHours() + ")");
    }
}
