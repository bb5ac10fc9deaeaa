package dev.profilekeep.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of users and orphans, on every database. */
abstract class UsersContract {
    private static final String DOMAIN = "S-1-5-21-1004336348-1177238915-682003330-";
    private static final String ENTRA = "S-1-12-1-2174651923-1235467819-3405691582-2882343476";
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "10.0.0.1");
    private static final int PEOPLE = 10;

    @TempDir
    Path folder;

    Estate estate;

    abstract String databaseYaml();

    @BeforeEach
    void tenPeopleOfADomainAndOneOfTheCloud() {
        estate = new Estate(folder).database(databaseYaml());
        for (int i = 1; i <= PEOPLE; i++) {
            container(DOMAIN + i, "user" + i);
        }
        container(ENTRA, "cloud");
        inventory();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void container(String sid, String account) {
        for (String location : new String[] {"fra-profiles", "lon-profiles"}) {
            // unreadable, but there: whose it is matters
            estate.write(location, sid + "_" + account + "/Profile_" + account + ".VHDX", new byte[5_000]);
        }
    }

    private void inventory() {
        estate.clock().forward(Duration.ofHours(1));
        try {
            estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private Users users() {
        return estate.engine().users();
    }

    private static String list(int from, int to) {
        StringBuilder csv = new StringBuilder("SID,SamAccountName,Enabled,Deleted\n");
        for (int i = from; i <= to; i++) {
            csv.append(DOMAIN).append(i).append(",user").append(i).append(",true,\n");
        }
        return csv.toString();
    }

    private UserImport take(String csv, String source, boolean force) throws IOException, UserListRefusedException {
        return users().importList(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        source,
                        estate.clock().instant(),
                        force,
                        ADA);
    }

    private List<FindingRow> orphans() {
        return estate.engine()
                .health()
                .list(
                        FindingFilter.OPEN.codes(Set.of(FindingCode.ORPHAN)),
                        new FindingSort(FindingSort.Column.ACCOUNT, false),
                        0,
                        100);
    }

    @Test
    void who_is_not_on_the_list_any_more_is_an_orphan_at_once_and_by_later_inventories() throws Exception {
        assertThat(take(list(1, 10), "corp", false)).isEqualTo(new UserImport("corp", 10, 10, 10, false));
        assertThat(orphans()).isEmpty();

        estate.clock().forward(Duration.ofDays(1));
        assertThat(take(list(3, 10), "corp", false)).isEqualTo(new UserImport("corp", 8, 10, 8, false));
        assertThat(orphans()).hasSize(2).allSatisfy(row -> {
            assertThat(row.container().sid()).isIn(DOMAIN + 1, DOMAIN + 2);
            assertThat(row.facts())
                    .containsEntry("source", "corp")
                    .containsEntry("listedAt", estate.clock().instant().toString())
                    .doesNotContainKey("deletedAt");
        });
        inventory();
        assertThat(orphans()).hasSize(2);

        estate.clock().forward(Duration.ofDays(1));
        take(list(1, 10), "corp", false);
        assertThat(orphans()).as("back on the list").isEmpty();
        assertThat(users().lists()).singleElement().satisfies(one -> {
            assertThat(one.users()).isEqualTo(10);
            assertThat(one.importedBy()).isEqualTo("Ada");
        });
    }

    @Test
    void a_list_that_names_less_than_eighty_percent_is_refused_unless_it_is_forced() throws Exception {
        assertThatThrownBy(() -> take(list(4, 10), "corp", false))
                .isInstanceOf(UserListRefusedException.class)
                .hasMessageContaining("only 7 of the 10");
        assertThat(users().lists()).isEmpty();
        assertThat(estate.engine().audit().find(new AuditTrail.Query("", Users.IMPORT, ""), 0, 10))
                .isEmpty();
        assertThat(orphans()).isEmpty();

        assertThat(take(list(4, 10), "corp", true)).isEqualTo(new UserImport("corp", 7, 10, 7, true));
        assertThat(orphans()).hasSize(3);
        assertThat(estate.engine().audit().find(new AuditTrail.Query("", Users.IMPORT, ""), 0, 10))
                .singleElement()
                .satisfies(told -> assertThat(told.entry().evidence())
                        .containsEntry("found", "7")
                        .containsEntry("forced", "true"));
    }

    @Test
    void a_list_says_nothing_about_people_of_other_directories() throws Exception {
        take(list(1, 10), "corp", false);
        assertThat(orphans()).as("the one of the cloud is no orphan").isEmpty();
        assertThat(take("sid\nS-1-5-21-9-9-9-1\n", "partner", false))
                .isEqualTo(new UserImport("partner", 1, 0, 0, false));
        assertThat(orphans()).isEmpty();
    }

    @Test
    void lists_of_one_domain_add_up() throws Exception {
        assertThatThrownBy(() -> take(list(1, 5), "north", false)).isInstanceOf(UserListRefusedException.class);
        take(list(1, 9), "all", false);
        assertThat(take(list(10, 10), "rest", false)).isEqualTo(new UserImport("rest", 1, 10, 10, false));
        assertThat(orphans()).isEmpty();
    }

    @Test
    void who_was_deleted_is_an_orphan_with_the_day() throws Exception {
        take(list(1, 9) + DOMAIN + "10,user10,false,2022-06-01\n", "corp", false);
        assertThat(orphans()).singleElement().satisfies(row -> {
            assertThat(row.container().account()).isEqualTo("user10");
            assertThat(row.facts()).containsEntry("deletedAt", "2022-06-01T00:00:00Z");
        });
        assertThat(users().user(DOMAIN + 10)).singleElement().satisfies(user -> {
            assertThat(user.enabled()).isFalse();
            assertThat(user.deletedAt()).isEqualTo(Instant.parse("2022-06-01T00:00:00Z"));
        });
        assertThat(users().user("S-1-5-21-7-7-7-7")).isEmpty();
    }

    @Test
    void a_container_newer_than_the_list_is_not_judged_by_it() throws Exception {
        take(list(1, 10), "corp", false);
        container(DOMAIN + 11, "user11");
        inventory();
        assertThat(orphans()).as("hired since").isEmpty();
        estate.clock().forward(Duration.ofDays(1));
        take(list(1, 10), "corp", false);
        assertThat(orphans()).extracting(row -> row.container().account()).containsExactly("user11");
    }

    @Test
    void a_list_that_came_to_name_too_few_is_not_believed_any_more() throws Exception {
        take(list(1, 10), "corp", false);
        estate.clock().forward(Duration.ofDays(1));
        take(list(2, 10), "corp", false);
        assertThat(orphans()).hasSize(1);
        for (int i = 20; i < 25; i++) {
            container(DOMAIN + i, "user" + i);
        }
        inventory();
        assertThat(orphans()).as("9 of 15 people").isEmpty();
    }

    @Test
    void an_older_list_and_one_of_the_future_are_refused() throws Exception {
        take(list(1, 10), "corp", false);
        byte[] bytes = list(1, 10).getBytes(StandardCharsets.UTF_8);
        Instant now = estate.clock().instant();
        assertThatThrownBy(() ->
                        users().importList(new ByteArrayInputStream(bytes), "corp", now.minusSeconds(1), false, ADA))
                .hasMessageContaining("older than the one that is there");
        assertThatThrownBy(() ->
                        users().importList(new ByteArrayInputStream(bytes), "corp", now.plusSeconds(3_600), false, ADA))
                .hasMessageContaining("yet to come");
        assertThatThrownBy(() -> users().importList(new ByteArrayInputStream(bytes), " ", now, false, ADA))
                .hasMessageContaining("source name");
    }
}
