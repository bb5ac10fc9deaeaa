package dev.profilekeep.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.broker.BrokerException.UnknownOutcome;
import dev.profilekeep.broker.BrokerException.Unreachable;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.config.DatabaseConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedBrokerTest extends DesktopBrokerContract {
    @TempDir
    Path folder;

    private Catalog catalog;
    private SimulatedBroker broker;

    /** Says which database. */
    DatabaseConfig database() throws Exception {
        return Databases.h2(folder);
    }

    @BeforeEach
    void open() throws Exception {
        catalog = Catalog.open(database());
        broker = new SimulatedBroker(catalog.database());
        broker.put(new HostPool(
                "fra-pool",
                "Frankfurt",
                "fra",
                PoolModel.ACTIVE_PASSIVE,
                List.of(new HostPool.Host("fra-1", true, false), new HostPool.Host("fra-2", false, false))));
        broker.put(new HostPool(
                "lon-pool",
                "London",
                "lon",
                PoolModel.ACTIVE_PASSIVE,
                List.of(new HostPool.Host("lon-1", false, false))));
        broker.put(new PeopleGroup("nurses", "Nurses", Set.of("S-1-5-21-1", "S-1-5-21-2")));
        broker.put(new ApplicationGroup("fra-desk", "Desktop", "fra-pool", Set.of("nurses")));
        broker.put(new ApplicationGroup("lon-desk", "Desktop", "lon-pool", Set.of()));
        broker.signIn("s1", "S-1-5-21-1", "fra-1");
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Override
    protected DesktopBroker broker() {
        return broker;
    }

    @Test
    void what_fails_before_it_is_done_changes_nothing() throws Exception {
        broker.faults(new Faults() {
            @Override
            public void before(String verb, String subject) throws BrokerException {
                throw new Unreachable("no way");
            }
        });

        assertThatThrownBy(() -> broker.removeGroup("fra-desk", "nurses")).isInstanceOf(Unreachable.class);

        assertThat(broker.applicationGroups("fra").get(0).groups()).containsExactly("nurses");
    }

    @Test
    void what_fails_after_it_is_done_has_changed_something() throws Exception {
        broker.faults(new Faults() {
            @Override
            public void after(String verb, String subject) throws BrokerException {
                throw new UnknownOutcome("no answer");
            }
        });

        assertThatThrownBy(() -> broker.removeGroup("fra-desk", "nurses")).isInstanceOf(UnknownOutcome.class);

        assertThat(broker.applicationGroups("fra").get(0).groups()).isEmpty();
    }
}
