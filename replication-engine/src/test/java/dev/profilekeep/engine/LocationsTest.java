package dev.profilekeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.StorageUse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {
    private static final String FRA = "fra-profiles";
    private static final Actor ADA = new Actor("ada@example.com", "Ada", List.of("ADMINISTRATOR"), "192.0.2.7");
    private static final StoragePath NEW = StoragePath.of("new");

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void open() {
        estate = new Estate(folder);
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private Locations locations() {
        return estate.engine().locations();
    }

    private LocationView fra() {
        return locations().list().get(0);
    }

    @Test
    void a_new_location_is_only_observed_and_nothing_can_be_written() {
        assertThat(fra().mode()).isEqualTo(LocationMode.OBSERVE);
        assertThat(fra().siteName()).isEqualTo("Frankfurt");
        assertThat(fra().lastInventory()).isNull();
        for (Initiator initiator : Initiator.values()) {
            assertThatThrownBy(() -> locations().storage(FRA, initiator).createFolder(NEW))
                    .isInstanceOf(StorageException.Denied.class);
        }
        assertThat(estate.engine().audit().recent(10)).isEmpty();
    }

    @Test
    void a_change_is_recorded_and_takes_effect_at_once_also_on_storage_in_hand() throws Exception {
        StorageProvider byPerson = locations().storage(FRA, Initiator.PERSON);
        StorageProvider byJob = locations().storage(FRA, Initiator.JOB);
        assertThatThrownBy(() -> byPerson.createFolder(NEW)).isInstanceOf(StorageException.Denied.class);

        locations().changeMode(FRA, LocationMode.ASSIST, ADA, "Ticket 17");

        byPerson.createFolder(NEW);
        assertThatThrownBy(() -> byJob.createFolder(StoragePath.of("other")))
                .isInstanceOf(StorageException.Denied.class);
        locations().changeMode(FRA, LocationMode.OBSERVE, ADA, "done");
        assertThatThrownBy(() -> byPerson.delete(NEW)).isInstanceOf(StorageException.Denied.class);
        List<AuditRecord> trail = estate.engine().audit().recent(10);
        assertThat(trail).hasSize(2);
        AuditRecord first = trail.get(1);
        assertThat(first.actor()).isEqualTo(ADA);
        assertThat(first.entry().act()).isEqualTo("location.mode.change");
        assertThat(first.entry().subject()).isEqualTo("location:" + FRA);
        assertThat(first.entry().reason()).isEqualTo("Ticket 17");
        assertThat(first.entry().evidence()).containsEntry("from", "OBSERVE").containsEntry("to", "ASSIST");
    }

    @Test
    void a_change_that_stands_or_falls_with_its_entry_has_one_with_an_id() {
        locations().changeMode(FRA, LocationMode.ASSIST, ADA, "Ticket 17");
        locations().confirmEmpty(FRA, ADA, "moved");

        List<AuditRecord> trail = estate.engine().audit().recent(10);
        assertThat(trail).extracting(one -> one.entry().outcome()).containsExactly("done", "done");
        assertThat(trail)
                .extracting(one -> one.entry().evidence().get("act"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_mode_that_a_location_has_already_is_no_change() {
        locations().changeMode(FRA, LocationMode.ASSIST, ADA, "Ticket 17");
        locations().changeMode(FRA, LocationMode.ASSIST, ADA, "once more");

        assertThat(fra().mode()).isEqualTo(LocationMode.ASSIST);
        assertThat(estate.engine().audit().recent(10)).hasSize(1);
    }

    @Test
    void no_entry_no_act() {
        estate.engine().catalog().database().run(session -> session.update("DROP TABLE audit_entry"));

        assertThatThrownBy(() -> locations().changeMode(FRA, LocationMode.ACT, ADA, "why not"))
                .isInstanceOf(RuntimeException.class);

        assertThat(fra().mode()).isEqualTo(LocationMode.OBSERVE);
    }

    @Test
    void a_change_needs_a_reason_and_a_location() {
        assertThatThrownBy(() -> locations().changeMode(FRA, LocationMode.ACT, ADA, " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> locations().changeMode("none", LocationMode.ACT, ADA, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> locations().storage("none", Initiator.JOB))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_a_person_set_holds_until_the_file_says_something_new() {
        locations().changeMode(FRA, LocationMode.ASSIST, ADA, "trial");
        estate.reopen();
        assertThat(fra().mode()).as("the file says what it said").isEqualTo(LocationMode.ASSIST);
        assertThat(fra().modeFromFile()).isEqualTo(LocationMode.OBSERVE);

        estate.mode("ACT").reopen();
        assertThat(fra().mode()).isEqualTo(LocationMode.ACT);
        AuditRecord last = estate.engine().audit().recent(1).get(0);
        assertThat(last.actor()).isEqualTo(Actor.CONFIGURATION);
        assertThat(last.entry().evidence()).containsEntry("from", "ASSIST").containsEntry("to", "ACT");

        locations().changeMode(FRA, LocationMode.OBSERVE, ADA, "incident");
        estate.reopen();
        assertThat(fra().mode()).isEqualTo(LocationMode.OBSERVE);
        assertThat(fra().modeFromFile()).isEqualTo(LocationMode.ACT);
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    @Test
    void a_change_by_another_node_is_believed_within_a_second() throws Exception {
        StorageProvider mine = locations().storage(FRA, Initiator.PERSON);
        assertThatThrownBy(() -> mine.createFolder(NEW)).isInstanceOf(StorageException.Denied.class);
        try (Engine other = estate.openAnother()) {
            other.locations().changeMode(FRA, LocationMode.ASSIST, ADA, "x");
        }
        long until = System.nanoTime() + 5_000_000_000L;
        while (locations().mode(FRA) != LocationMode.ASSIST && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        mine.createFolder(NEW);
    }

    @Test
    void what_is_asked_of_a_location_is_counted_whoever_asks() throws Exception {
        assertThat(locations().storageUse()).isEmpty();
        locations().storage(FRA, Initiator.JOB).list(StoragePath.ROOT, file -> {});
        locations().storage(FRA, Initiator.PERSON).list(StoragePath.ROOT, file -> {});

        assertThat(locations()
                        .storageUse()
                        .get(FRA)
                        .of(StorageUse.Operation.LIST)
                        .count())
                .isEqualTo(2);
    }

    @Test
    void storage_of_a_location_is_one_however_often_it_is_asked_for() {
        assertThat(locations().storage(FRA, Initiator.JOB)).isNotNull();
        assertThat(locations().storage(FRA, Initiator.PERSON)).isNotNull();
        assertThat(estate.connections()).isEqualTo(1);
    }
}
