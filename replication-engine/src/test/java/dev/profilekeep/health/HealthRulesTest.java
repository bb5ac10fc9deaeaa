package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.HealthPolicy;
import dev.profilekeep.config.InventoryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRulesTest {
    private static final long GIB = 1L << 30;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final HealthRules rules = new HealthRules(InventoryPolicy.standard(ZoneOffset.UTC));

    /** A sound, read copy that a test then changes. */
    private static final class Copy {
        boolean held;
        boolean unreadable;
        boolean damaged;
        String reason = "";
        CopyFacts.@Nullable Lock lock;
        boolean everRead = true;
        long size = 10 * GIB;
        long used = 5 * GIB;
        long free = 25 * GIB;
        long reclaimable;
        boolean dirty;
        boolean logOpen;
        boolean noFileSystem;
        boolean differenceDisk;
        String damage = "";
        List<String> differences = List.of();

        CopyFacts facts() {
            return new CopyFacts(
                    "fra",
                    held,
                    unreadable,
                    damaged,
                    reason,
                    lock,
                    everRead,
                    size,
                    used,
                    free,
                    reclaimable,
                    dirty,
                    logOpen,
                    noFileSystem,
                    differenceDisk,
                    damage,
                    differences,
                    NOW);
        }
    }

    private List<FindingCode> codes(Copy copy) {
        return rules.ofCopy(copy.facts()).stream().map(Finding::code).toList();
    }

    @Test
    void a_sound_copy_has_no_findings() {
        assertThat(codes(new Copy())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "8499, 1501, ''", // MiB used, free of about 10 GB: 84.99 %
        "8500, 1500, NEARLY_FULL", // 85 % exactly
        "9499, 501, NEARLY_FULL",
        "9500, 500, FULL", // 95 % exactly
        "1000, 199, ''", // little left, but of a small volume that is not full
        "2000, 200, NEARLY_FULL", // 90.9 %, 200 MiB left exactly
        "2000, 199, FULL", // sign-ins fail
        "307200, 30720, NEARLY_FULL", // 30 GiB left of 330
        "0, 0, ''",
    })
    void a_disk_is_nearly_full_from_85_percent_on_and_full_from_95_or_when_sign_ins_fail(
            long used, long free, String code) {
        Copy copy = new Copy();
        copy.used = used << 20;
        copy.free = free << 20;
        assertThat(codes(copy)).isEqualTo(code.isEmpty() ? List.of() : List.of(FindingCode.valueOf(code)));
    }

    @ParameterizedTest
    @CsvSource({"29, 1, true", "28, 2, false", "9, 1, true", "8, 1, false"})
    void an_estate_may_ask_for_little_room_as_well(long used, long free, boolean found) {
        InventoryPolicy standard = InventoryPolicy.standard(ZoneOffset.UTC);
        HealthRules strict = new HealthRules(new InventoryPolicy(
                standard.cron(),
                standard.zone(),
                1,
                1,
                2 * GIB,
                90,
                GIB,
                25,
                90,
                90,
                400,
                new HealthPolicy(100, 0, 30, 60, 26, 70, 85, 5)));
        Copy copy = new Copy();
        copy.used = used * GIB;
        copy.free = free * GIB;
        assertThat(strict.ofCopy(copy.facts()).stream().map(Finding::code).toList())
                .isEqualTo(found ? List.of(FindingCode.NEARLY_FULL) : List.of());
    }

    @Test
    void nearly_full_says_how_much() {
        Copy copy = new Copy();
        copy.used = 27 * GIB;
        copy.free = 3 * GIB;
        assertThat(rules.ofCopy(copy.facts()))
                .containsExactly(new Finding(
                        FindingCode.NEARLY_FULL, "fra", Map.of("freeBytes", "" + 3 * GIB, "percentUsed", "90")));
    }

    @ParameterizedTest
    @CsvSource({"2, 8, true", "2, 9, false", "1, 4, true", "1, 5, false"})
    void bloated_needs_a_worthwhile_share(long reclaimable, long size, boolean found) {
        Copy copy = new Copy();
        copy.size = size * GIB;
        copy.reclaimable = reclaimable * GIB;
        assertThat(codes(copy).contains(FindingCode.BLOATED)).isEqualTo(found);
    }

    @Test
    void bloated_needs_a_worthwhile_amount() {
        Copy copy = new Copy();
        copy.size = GIB / 4;
        copy.reclaimable = GIB / 5;
        assertThat(codes(copy)).isEmpty();
    }

    @Test
    void an_unreadable_copy_is_told_apart_from_a_damaged_one_and_keeps_what_is_known() {
        Copy copy = new Copy();
        copy.unreadable = true;
        copy.reason = "access denied";
        copy.dirty = true;
        assertThat(codes(copy)).containsExactly(FindingCode.UNREADABLE, FindingCode.VOLUME_DIRTY);
        copy.damaged = true;
        assertThat(codes(copy)).containsExactly(FindingCode.DAMAGED, FindingCode.VOLUME_DIRTY);
        copy.everRead = false;
        assertThat(codes(copy)).containsExactly(FindingCode.DAMAGED);
    }

    @Test
    void an_open_log_of_a_disk_in_use_is_no_news() {
        Copy copy = new Copy();
        copy.logOpen = true;
        assertThat(codes(copy)).containsExactly(FindingCode.LOG_NOT_REPLAYED);
        copy.held = true;
        assertThat(codes(copy)).containsExactly(FindingCode.IN_USE);
    }

    @Test
    void a_lock_file_is_told_by_its_facts_unless_somebody_has_the_disk_open() {
        Copy copy = new Copy();
        copy.lock = new CopyFacts.Lock("Profile_anna.VHDX.lock", 3072, NOW);
        assertThat(rules.ofCopy(copy.facts()))
                .containsExactly(new Finding(
                        FindingCode.IN_USE,
                        "fra",
                        Map.of(
                                "lock", "Profile_anna.VHDX.lock",
                                "lockBytes", "3072",
                                "lockWritten", "2026-06-01T00:00:00Z")));
        copy.held = true;
        copy.reason = "open elsewhere";
        assertThat(rules.ofCopy(copy.facts()))
                .containsExactly(new Finding(FindingCode.IN_USE, "fra", Map.of("reason", "open elsewhere")));
    }

    @Test
    void damage_inside_is_not_also_called_no_file_system() {
        Copy copy = new Copy();
        copy.noFileSystem = true;
        copy.damage = "partition 0: …";
        assertThat(codes(copy)).containsExactly(FindingCode.DAMAGED);
    }

    @Test
    void not_used_and_without_sid_concern_the_container() {
        assertThat(rules.ofContainer("S-1-5-21-1-2-3-4", NOW.minus(Duration.ofDays(89)), NOW))
                .isEmpty();
        assertThat(rules.ofContainer("", NOW.minus(Duration.ofDays(90)), NOW))
                .extracting(Finding::code)
                .containsExactly(FindingCode.NOT_USED, FindingCode.NO_SID);
    }

    @Test
    void the_worst_finding_makes_the_state() {
        Finding info = new Finding(FindingCode.BLOATED, null, Map.of());
        Finding inUse = new Finding(FindingCode.IN_USE, null, Map.of());
        Finding warn = new Finding(FindingCode.NEARLY_FULL, null, Map.of());
        Finding critical = new Finding(FindingCode.GONE, null, Map.of());
        assertThat(HealthRules.state(List.of(), true)).isEqualTo(ContainerState.HEALTHY);
        assertThat(HealthRules.state(List.of(info), true)).isEqualTo(ContainerState.HEALTHY);
        assertThat(HealthRules.state(List.of(info, inUse), true)).isEqualTo(ContainerState.IN_USE);
        assertThat(HealthRules.state(List.of(inUse, warn), true)).isEqualTo(ContainerState.ATTENTION);
        assertThat(HealthRules.state(List.of(warn, critical), false)).isEqualTo(ContainerState.PROBLEM);
        assertThat(HealthRules.state(List.of(inUse), false)).isEqualTo(ContainerState.UNKNOWN);
    }

    @Test
    void states_are_ranked_from_best_to_worst() {
        assertThat(ContainerState.HEALTHY.rank())
                .isLessThan(ContainerState.IN_USE.rank())
                .isLessThan(ContainerState.PROBLEM.rank());
        assertThat(ContainerState.values()).extracting(ContainerState::rank).doesNotHaveDuplicates();
    }
}
