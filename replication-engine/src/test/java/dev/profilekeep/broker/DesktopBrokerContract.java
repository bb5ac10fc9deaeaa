package dev.profilekeep.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.broker.BrokerException.Refused;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every broker does. Its estate: site {@code fra} with pool {@code fra-pool} of hosts {@code fra-1} (on) and {@code fra-2} (off),
 * application group {@code fra-desk} assigned to group {@code nurses} of S-1-5-21-1 and S-1-5-21-2; S-1-5-21-1 is signed in at
 * {@code fra-1} in session {@code s1}. Site {@code lon} likewise with pool {@code lon-pool}, host {@code lon-1} (off) and application
 * group {@code lon-desk}, which nobody has.
 */
public abstract class DesktopBrokerContract {
    /** A broker with that estate. */
    protected abstract DesktopBroker broker();

    @Test
    void it_tells_the_pools_of_each_site_with_their_hosts() throws Exception {
        assertThat(broker().sites()).containsExactly("fra", "lon");
        assertThat(broker().pools("fra")).singleElement().satisfies(pool -> {
            assertThat(pool.id()).isEqualTo("fra-pool");
            assertThat(pool.hosts())
                    .containsExactly(new HostPool.Host("fra-1", true, false), new HostPool.Host("fra-2", false, false));
        });
        assertThat(broker().pools("nowhere")).isEmpty();
    }

    @Test
    void it_tells_who_may_use_what_and_who_is_signed_in() throws Exception {
        assertThat(broker().applicationGroups("fra")).singleElement().satisfies(group -> {
            assertThat(group.poolId()).isEqualTo("fra-pool");
            assertThat(group.groups()).containsExactly("nurses");
        });
        assertThat(broker().group("nurses").orElseThrow().sids()).containsExactlyInAnyOrder("S-1-5-21-1", "S-1-5-21-2");
        assertThat(broker().sessions("fra"))
                .containsExactly(new DesktopSession("s1", "S-1-5-21-1", "fra-pool", "fra-1"));
        assertThat(broker().sessions("lon")).isEmpty();
        assertThat(broker().group("nobody")).isEmpty();
    }

    @Test
    void removing_a_group_twice_changes_something_once_and_ends_no_session() throws Exception {
        assertThat(broker().removeGroup("fra-desk", "nurses")).isTrue();
        assertThat(broker().removeGroup("fra-desk", "nurses")).isFalse();

        assertThat(broker().applicationGroups("fra").get(0).groups()).isEmpty();
        assertThat(broker().sessions("fra")).hasSize(1);
    }

    @Test
    void assigning_a_group_twice_changes_something_once() throws Exception {
        assertThat(broker().assignGroup("lon-desk", "nurses")).isTrue();
        assertThat(broker().assignGroup("lon-desk", "nurses")).isFalse();

        assertThat(broker().applicationGroups("lon").get(0).groups()).containsExactly("nurses");
    }

    @Test
    void one_person_can_be_assigned_by_their_sid() throws Exception {
        assertThat(broker().assignGroup("lon-desk", "S-1-5-21-2")).isTrue();

        assertThat(broker().applicationGroups("lon").get(0).groups()).containsExactly("S-1-5-21-2");
        assertThat(broker().group("S-1-5-21-2").orElseThrow().sids()).containsExactly("S-1-5-21-2");
    }

    @Test
    void what_is_unknown_is_refused() {
        assertThatThrownBy(() -> broker().assignGroup("nothing", "nurses")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> broker().assignGroup("lon-desk", "nobody")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> broker().setDrain("nothing", true)).isInstanceOf(Refused.class);
    }

    @Test
    void a_session_is_ended_once() throws Exception {
        assertThat(broker().disconnect("s1")).isTrue();
        assertThat(broker().disconnect("s1")).isFalse();

        assertThat(broker().sessions("fra")).isEmpty();
    }

    @Test
    void hosts_that_run_are_not_started_again() throws Exception {
        assertThat(broker().startHosts("fra-pool", Set.of("fra-1", "fra-2"))).containsExactly("fra-2");
        assertThat(broker().startHosts("fra-pool", Set.of("fra-1", "fra-2"))).isEmpty();
    }

    @Test
    void a_host_of_another_pool_starts_none() throws Exception {
        assertThatThrownBy(() -> broker().startHosts("fra-pool", Set.of("fra-2", "lon-1")))
                .isInstanceOf(Refused.class);

        assertThat(broker().pools("fra").get(0).hosts().get(1).on()).isFalse();
    }

    @Test
    void a_drained_host_is_drained_once() throws Exception {
        assertThat(broker().setDrain("fra-1", true)).isTrue();
        assertThat(broker().setDrain("fra-1", true)).isFalse();

        assertThat(broker().pools("fra").get(0).hosts().get(0).drained()).isTrue();
    }
}
