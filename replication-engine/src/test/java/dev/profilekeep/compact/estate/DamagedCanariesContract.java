package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator's word that others follow although a disk that went first was found damaged, on every database. */
abstract class DamagedCanariesContract {
    private static final Actor ADA = new Actor("corp:ada", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private CompactedEstate estate;

    abstract String databaseYaml();

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** Two of three went first, and one of these is damaged. */
    private CompactionRun damaged() throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), "canaries: 2, canariesClean: 1");
        for (String one : List.of("anna", "ben", "cleo")) {
            estate.lay(FRA, one);
        }
        estate.inventory();
        CompactionRun first = estate.night();
        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        estate.damage(FRA, canary);
        return estate.night();
    }

    private String waiting(CompactionRun run) {
        return estate.items(run).stream()
                .filter(item -> item.why().equals(Waits.CANARY_DAMAGED))
                .map(CompactionItem::account)
                .findFirst()
                .orElse("");
    }

    @Test
    void others_go_on_when_an_administrator_says_why_and_another_may_go_first_in_its_place() throws Exception {
        CompactionRun run = damaged();
        String waits = waiting(run);
        assertThat(waits).isNotEmpty();
        DamagedCanaries canaries = estate.compactions().damagedCanaries();
        assertThat(canaries.list()).singleElement().satisfies(one -> {
            assertThat(one.setId()).isEqualTo("pool");
            assertThat(one.agentVersion()).isEmpty();
            assertThat(one.sentence())
                    .as("for people, and only what is a fault")
                    .matches("the disk in its place is not sound: "
                            + "[a-z.-]+ \\((loss|danger)\\), (once|\\d+ times)(; .*)?")
                    .doesNotContain("Total[", "(waste)", "(note)");
        });

        assertThat(canaries.goOn(ADA, "pool", "", " the file server lost power "))
                .hasSize(1);

        assertThat(canaries.list()).isEmpty();
        CompactionRun next = estate.night();
        assertThat(estate.item(next, waits).outcome()).isEqualTo(CompactionItem.Outcome.COMPACTED);
        assertThat(estate.item(next, waits).canary())
                .as("one of the two went first for nothing")
                .isTrue();
        assertThat(estate.engine().audit().recent(100))
                .filteredOn(record -> record.entry().act().equals(DamagedCanaries.ACT))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.actor().name()).isEqualTo("Ada");
                    assertThat(record.entry().subject()).isEqualTo("set:pool");
                    assertThat(record.entry().reason()).isEqualTo("the file server lost power");
                    assertThat(record.entry().outcome()).isEqualTo("done");
                });
    }

    @Test
    void without_a_reason_or_with_nothing_in_the_way_nothing_is_changed_or_told() throws Exception {
        damaged();
        DamagedCanaries canaries = estate.compactions().damagedCanaries();
        assertThatThrownBy(() -> canaries.goOn(ADA, "pool", "", "  ")).hasMessageContaining("must say why");
        assertThatThrownBy(() -> canaries.goOn(ADA, "pool", "", "a\u0000b")).hasMessageContaining("control characters");
        assertThat(canaries.goOn(ADA, "pool", "2.9.9000", "another version")).isEmpty();
        assertThat(canaries.goOn(ADA, "other", "", "another set")).isEmpty();

        assertThat(canaries.list()).hasSize(1);
        assertThat(estate.engine().audit().recent(100))
                .noneMatch(record -> record.entry().act().equals(DamagedCanaries.ACT));
        assertThat(waiting(estate.night())).isNotEmpty();
    }

    @Test
    void no_entry_in_the_audit_trail_no_act() throws Exception {
        damaged();
        DamagedCanaries canaries = estate.compactions().damagedCanaries();
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update("ALTER TABLE audit_entry RENAME TO audit_away"));
        try {
            assertThatThrownBy(() -> canaries.goOn(ADA, "pool", "", "the file server lost power"))
                    .isInstanceOf(dev.profilekeep.catalog.CatalogException.class);
        } finally {
            estate.engine()
                    .catalog()
                    .database()
                    .<RuntimeException>run(session -> session.update("ALTER TABLE audit_away RENAME TO audit_entry"));
        }
        assertThat(canaries.list()).hasSize(1);
    }
}
