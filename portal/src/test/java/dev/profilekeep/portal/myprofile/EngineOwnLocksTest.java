package dev.profilekeep.portal.myprofile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.portal.myprofile.OwnLocks.Cleared;
import dev.profilekeep.portal.myprofile.OwnLocks.How;
import dev.profilekeep.portal.myprofile.OwnLocks.Sighted;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.LocationMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anna's disk in Frankfurt and London, closed, with a lock file left over beside each. */
class EngineOwnLocksTest {
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final String DISK = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final String LOCK = DISK + ".lock";
    private static final List<String> LOCATIONS = List.of("fra-profiles", "lon-profiles");

    @TempDir
    Path folder;

    private Estate estate;
    private OwnLocks locks;
    private long container;

    @BeforeEach
    void lockedOut() throws Exception {
        estate = new Estate(folder).mode("ASSIST").replication("ENGINE");
        for (String location : LOCATIONS) {
            estate.put(location, DISK, "gpt-msr.vhdx");
            estate.write(location, LOCK, new byte[3_072]);
        }
        estate.clock().forward(Duration.ofHours(1));
        estate.engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        estate.engine().locations().changeMode("lon-profiles", LocationMode.ASSIST, ANNA, "test");
        container = estate.engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 1)
                .get(0)
                .id();
        locks = new EngineOwnLocks(estate.engine());
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private How free(Sighted seen) {
        List<Cleared> cleared = locks.clear(List.of(seen), ANNA);
        assertThat(cleared).hasSize(1);
        return cleared.get(0).how();
    }

    @Test
    void its_owner_frees_what_is_left_over() {
        Sighted seen = locks.look(container).orElseThrow();
        assertThat(seen.ownerMay()).isTrue();
        assertThat(free(seen)).isEqualTo(How.CLEARED);
    }

    @Test
    void what_somebody_else_freed_a_moment_before_is_free_and_in_nobodys_use() {
        Sighted seen = locks.look(container).orElseThrow();
        LOCATIONS.forEach(location -> estate.delete(location, LOCK));
        assertThat(free(seen)).isEqualTo(How.FREE);
    }

    @Test
    void that_it_is_not_in_use_is_not_said_of_a_site_that_cannot_be_asked() {
        LOCATIONS.forEach(location -> estate.delete(location, LOCK));
        estate.clock().forward(Duration.ofMinutes(5));
        assertThat(locks.look(container).orElseThrow()).satisfies(seen -> {
            assertThat(seen.verdict()).isEmpty();
            assertThat(seen.silent()).isEmpty();
        });
        estate.faulty("lon-profiles").fail((verb, path) -> true, 0, 1_000, FaultyStorage.unreachable());
        estate.clock().forward(Duration.ofMinutes(5));
        assertThat(locks.look(container).orElseThrow()).satisfies(seen -> {
            assertThat(seen.verdict()).isEmpty();
            assertThat(seen.silent()).containsExactly("lon");
            assertThat(seen.unseen()).containsExactly("lon");
        });
        estate.faulty("fra-profiles").fail((verb, path) -> true, 0, 1_000, FaultyStorage.unreachable());
        estate.clock().forward(Duration.ofMinutes(5));
        assertThat(locks.look(container)).isEmpty();
    }

    @Test
    void a_disk_that_was_listed_is_there_although_nobody_can_say_whether_it_is_in_use() {
        LOCATIONS.forEach(location -> estate.delete(location, LOCK));
        estate.clock().forward(Duration.ofMinutes(5));
        estate.faulty("lon-profiles").fail("holder", 1, FaultyStorage.unreachable());
        assertThat(locks.look(container).orElseThrow().unseen()).containsExactly("lon");
        estate.clock().forward(Duration.ofSeconds(20)); // it answers again, but a disk is tried once a minute
        assertThat(locks.look(container).orElseThrow()).satisfies(seen -> {
            assertThat(seen.silent()).containsExactly("lon");
            assertThat(seen.unseen()).isEmpty();
        });
    }

    @Test
    void what_is_another_lock_than_the_one_that_was_seen_is_left_alone() {
        Sighted seen = locks.look(container).orElseThrow();
        estate.write("fra-profiles", LOCK, new byte[4_096]);
        assertThat(free(seen)).isEqualTo(How.CHANGED);
    }
}
