package dev.profilekeep.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.DecisionDamagedException;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionPlannerTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private Repository repository;
    private RetentionPlanner planner;

    @BeforeEach
    void make() throws IOException {
        repository = Repositories.create(memory);
        planner = new RetentionPlanner(repository.snapshots(), repository.decisions());
    }

    private static ContainerIdentity identity(String name) {
        return MadeNights.identity(name);
    }

    private UUID night(String... names) throws IOException {
        return MadeNights.night(repository, memory, names);
    }

    private RetentionPlan plan() throws IOException {
        return planner.plan(
                identity -> RetentionRule.standard(identity.kind()).map(rule -> new RetentionRule(2, 0, 0, 0, 0)),
                ZoneOffset.UTC);
    }

    @Test
    void each_container_goes_by_its_own_rule_and_what_is_decided_is_not_decided_again() throws IOException {
        UUID first = night("Profile_Anna", "ODFC_Anna");
        UUID second = night("Profile_Anna", "Profile_Ben");
        night("Profile_Anna", "Profile_Ben");
        night("Profile_Anna");

        RetentionPlan plan = plan();
        String anna = identity("Profile_Anna").key();
        assertThat(plan.going()).hasSize(2);
        assertThat(plan.going().get(first)).containsExactly(anna);
        assertThat(plan.going().get(second)).containsExactly(anna);
        assertThat(planner.decide(plan, "retention", Decisions.DELAY)).isEqualTo(2);
        assertThat(plan().going()).isEmpty();

        assertThat(repository
                        .decisions()
                        .read()
                        .standing()
                        .isForgotten(first, anna, repository.decisions().now()))
                .isFalse();
        memory.later(Decisions.DELAY);
        assertThat(repository
                        .decisions()
                        .read()
                        .standing()
                        .isForgotten(first, anna, repository.decisions().now()))
                .isTrue();
    }

    /** No backup makes such a snapshot; one that is there all the same loses nothing. */
    @Test
    void what_stands_twice_in_a_snapshot_is_kept_if_either_is() throws IOException {
        night("Profile_Anna", "Profile_Anna");
        RetentionPlan plan = planner.plan(identity -> Optional.of(new RetentionRule(1, 0, 0, 0, 0)), ZoneOffset.UTC);
        assertThat(plan.going()).isEmpty();
    }

    @Test
    void held_containers_and_pinned_snapshots_stay() throws IOException {
        UUID first = night("Profile_Anna", "Profile_Ben");
        night("Profile_Anna", "Profile_Ben");
        night("Profile_Anna", "Profile_Ben");
        String anna = identity("Profile_Anna").key();
        String ben = identity("Profile_Ben").key();
        repository.decisions().decide("law", "case 7", new Decision.Hold(anna));
        Decision pin = repository.decisions().decide("helpdesk", "asked for", new Decision.Pin(first, ben));
        assertThat(pin.act()).isEqualTo(new Decision.Pin(first, ben));
        assertThat(plan().going()).isEmpty();
        repository.decisions().decide("helpdesk", "no more", new Decision.Unpin(first, ben));
        assertThat(plan().going()).hasSize(1).containsKey(first);
        assertThat(plan().going().get(first)).containsExactly(ben);
    }

    @Test
    void a_night_that_was_dated_ahead_makes_none_of_today_go() throws IOException {
        memory.later(Duration.ofDays(30));
        UUID ahead = night("Profile_Anna");
        memory.later(Duration.ofDays(-31));
        UUID first = night("Profile_Anna");
        night("Profile_Anna");
        night("Profile_Anna");
        assertThat(plan().going()).containsOnlyKeys(first);
        assertThat(plan().containers().get(0).fates().get(0).point().snapshot()).isEqualTo(ahead);
        memory.later(Duration.ofDays(40));
        night("Profile_Anna");
        night("Profile_Anna");
        assertThat(plan().going()).as("its time has come and passed").containsKey(ahead);
    }

    @Test
    void what_has_no_rule_stays() throws IOException {
        for (int night = 0; night < 4; night++) {
            night("Profile_Anna");
        }
        assertThat(planner.plan(identity -> Optional.empty(), ZoneOffset.UTC).going())
                .isEmpty();
    }

    @Test
    void nothing_is_decided_while_a_pin_or_a_hold_cannot_be_read() throws IOException {
        UUID first = night("Profile_anna");
        night("Profile_anna");
        RetentionRule one = new RetentionRule(1, 0, 0, 0, 0);
        RetentionPlan before = planner.plan(any -> Optional.of(one), ZoneOffset.UTC);
        assertThat(before.going()).containsOnlyKeys(first);
        Decision pin = repository
                .decisions()
                .decide(
                        "ada",
                        "needed",
                        new Decision.Pin(first, identity("Profile_anna").key()));
        StoragePath file = StoragePath.of("decisions/" + pin.id());
        try (OpenFile open = memory.openForWriting(file, Sharing.ALL)) {
            open.writeFully(40, ByteBuffer.wrap(new byte[8]));
        }
        assertThatThrownBy(() -> planner.plan(any -> Optional.of(one), ZoneOffset.UTC))
                .isInstanceOf(DecisionDamagedException.class)
                .hasMessageContaining("nothing is forgotten")
                .hasMessageContaining(file.value());
        assertThatThrownBy(() -> planner.decide(before, "rule", Decisions.DELAY))
                .as("it was damaged after the plan was made")
                .isInstanceOf(DecisionDamagedException.class);
        assertThat(repository.decisions().read().decisions()).isEmpty();
    }
}
