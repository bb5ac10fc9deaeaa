package dev.profilekeep.portal.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.storage.LocationMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anna's disk lies in Frankfurt and London, Ben's in Frankfurt alone. */
class EngineEstateTest {
    private static final String ANNA = dev.profilekeep.engine.Estate.ANNA;
    private static final String BEN = dev.profilekeep.engine.Estate.BEN;
    private static final Scope LONDON = new Scope(Set.of("lon"), Set.of());
    private static final ContainerSort BY_ACCOUNT = new ContainerSort(ContainerSort.Column.ACCOUNT, false);

    @TempDir
    Path folder;

    private dev.profilekeep.engine.Estate real;
    private Estate estate;

    @BeforeEach
    void open() throws Exception {
        real = new dev.profilekeep.engine.Estate(folder);
        real.put("fra-profiles", ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        real.put("lon-profiles", ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        real.put("fra-profiles", BEN + "_ben/Profile_ben.VHDX", "gpt-msr.vhdx");
        real.engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        estate = new EngineEstate(real.engine(), new CurrentUser());
    }

    @AfterEach
    void close() {
        People.signOut();
        real.close();
    }

    private List<String> accounts() {
        assertThat(estate.count(ContainerFilter.ALL))
                .isEqualTo(estate.totals(ContainerFilter.ALL).containers());
        return estate.find(ContainerFilter.ALL, BY_ACCOUNT, 0, 10).stream()
                .map(ContainerRow::account)
                .toList();
    }

    private static List<String> accounts(List<ContainerDetail> details) {
        return details.stream().map(detail -> detail.row().account()).toList();
    }

    @Test
    void who_helps_in_london_finds_what_has_a_copy_there_and_is_told_it_whole() {
        People.signIn(People.held("helge", "S-1-5-21-9-9-9-1", LONDON, Role.USER, Role.HELPDESK));
        assertThat(accounts()).containsExactly("anna");
        assertThat(accounts(estate.ofPerson(ANNA))).containsExactly("anna");
        assertThat(estate.ofPerson(ANNA).get(0).copies())
                .as("those elsewhere too")
                .hasSize(2);
        assertThat(estate.ofPerson(BEN)).isEmpty();
        assertThat(estate.sites()).extracting(Estate.Site::id).containsExactly("lon");
        assertThat(estate.siteNames()).containsEntry("fra", "Frankfurt").containsEntry("lon", "London");
        assertThat(estate.locations()).extracting(Estate.Location::id).containsExactly("lon-profiles");
    }

    @Test
    void ones_own_is_found_by_number_and_sid_and_stands_in_no_list_of_others() {
        long bens = number("ben");
        People.signIn(People.held("ben", BEN, LONDON, Role.USER, Role.HELPDESK));
        assertThat(accounts()).containsExactly("anna");
        assertThat(estate.detail(bens)).isPresent();
        assertThat(accounts(estate.ofPerson(BEN))).containsExactly("ben");

        People.signIn(People.person("ben", BEN, Role.USER));
        assertThat(accounts()).as("who has no role that sees others").isEmpty();
        assertThat(estate.detail(bens)).isPresent();
        assertThat(estate.detail(number("anna"))).isEmpty();
        assertThat(accounts(estate.ofPerson(BEN))).containsExactly("ben");
        assertThat(estate.ofPerson(ANNA)).isEmpty();
    }

    @Test
    void a_mode_is_changed_where_one_is_an_administrator_though_one_may_read_everywhere() {
        Person ada = new Person(
                "ada",
                "Ada",
                null,
                null,
                Set.of(Role.ADMINISTRATOR, Role.AUDITOR),
                "corp",
                Map.of(Role.ADMINISTRATOR, LONDON));
        People.signIn(ada);
        assertThat(estate.locations()).hasSize(2);
        assertThatThrownBy(() -> estate.changeMode("fra-profiles", LocationMode.ASSIST, ada, "help"))
                .isInstanceOf(NotFoundException.class);
        assertThat(real.engine().locations().mode("fra-profiles")).isEqualTo(LocationMode.OBSERVE);
        estate.changeMode("lon-profiles", LocationMode.ASSIST, ada, "help");
        assertThat(real.engine().locations().mode("lon-profiles")).isEqualTo(LocationMode.ASSIST);
    }

    private long number(String account) {
        return real.engine().containers().find(ContainerFilter.ALL, BY_ACCOUNT, 0, 10).stream()
                .filter(row -> row.account().equals(account))
                .findFirst()
                .orElseThrow()
                .id();
    }
}
