package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.lock.GoneRefusedException.Why;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declaring machines gone, through the engine. */
class GoneHostsTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @TempDir
    Path folder;

    private LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** Says which database. */
    LockedEstate placed(LockedEstate made) {
        return made;
    }

    private GoneHosts gone() {
        return estate.locks().goneHosts();
    }

    /** Anna's session at AVD-12 made the lock; then the machine fell silent. Answers when it could have gone first. */
    private Instant silent(LockedEstate made) {
        estate = placed(made).annaLocked();
        estate.report("AVD-12", null, 4096L, List.of(LockedEstate.annaSince(Instant.parse("2022-06-18T04:00:00Z"))));
        Instant went = estate.now().plusSeconds(60);
        estate.estate.clock().forward(QUARTER);
        return went;
    }

    private Why refusal(String host, Instant at) {
        return catchThrowableOfType(GoneRefusedException.class, () -> gone().declare(host, at, ADA, "scrapped", ""))
                .why();
    }

    @Test
    void under_cloud_cache_a_machine_that_is_gone_proves_the_lock_stale_only_where_its_cache_ends_with_it()
            throws Exception {
        Instant went = silent(LockedEstate.cloudCacheEnding(folder));
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");

        GoneHost declared = gone().declare("avd-12.example.com", went, ADA, "reimaged", "INC-42");

        assertThat(estate.verdict()).isEqualTo("STALE CACHE_GONE");
        LockVerdict verdict = estate.locks().find(estate.anna()).orElseThrow().verdict();
        assertThat(estate.locks().words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict))
                .contains("is gone since", "said by Ada", "Stale");
        assertThat(gone().list()).containsExactly(declared);
        assertThat(gone().find("EXAMPLE\\AVD-12")).contains(declared);
        assertThat(declared.host()).isEqualTo("avd-12");
        assertThat(estate.audit("host.gone")).singleElement().satisfies(entry -> {
            assertThat(entry.actor().id()).isEqualTo(ADA.id());
            assertThat(entry.entry().subject()).isEqualTo("host:avd-12");
            assertThat(entry.entry().reason()).isEqualTo("reimaged");
            assertThat(entry.entry().evidence())
                    .containsEntry("ticket", "INC-42")
                    .containsEntry("wentAt", went.toString());
        });

        gone().takeBack("AVD-12", ALAN, "it was AVD-13");
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(gone().list()).isEmpty();
        assertThat(estate.audit("host.gone.back")).hasSize(1);
    }

    @Test
    void without_that_word_of_the_set_a_machine_that_is_gone_proves_nothing_under_cloud_cache() throws Exception {
        Instant went = silent(LockedEstate.cloudCache(folder));
        gone().declare("AVD-12", went, ADA, "deleted", "");
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    @Test
    void in_standard_mode_it_proves_a_handle_dead_from_before_and_none_from_after() throws Exception {
        estate = placed(LockedEstate.standard(folder)).annaLocked();
        OpenFile open =
                estate.estate.storage(FRA).onOwnConnection().openForWriting(StoragePath.of(ANNAS), Sharing.NONE);
        assertThat(open.size()).isPositive();
        assertThat(estate.verdict()).isEqualTo("LIVE HELD");
        String machine = estate.locks()
                .find(estate.anna())
                .orElseThrow()
                .verdict()
                .holder()
                .host();
        Instant connected = estate.now();

        estate.estate.clock().forward(QUARTER);
        assertThat(refusal(machine, connected.minusSeconds(3_600)))
                .as("the file server has a session of it from later")
                .isEqualTo(Why.HEARD_AFTER);
        gone().declare(machine, connected.plusSeconds(60), ADA, "the hypervisor lost it", "");
        assertThat(gone().find(machine)).isPresent();
        // storage in memory always lists sessions that began just now: one of a machine that came back
        assertThat(estate.verdict()).isEqualTo("LIVE HELD");
        assertThat(gone().find(machine)).isEmpty();
        assertThat(estate.audit("host.gone.end"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.entry().evidence()).containsEntry("how", "CONNECTED"));
    }

    @Test
    void it_ends_by_itself_as_soon_as_the_machine_reports_also_with_a_clock_that_is_behind() throws Exception {
        Instant went = silent(LockedEstate.cloudCacheEnding(folder));
        gone().declare("AVD-12", went, ADA, "deleted", "");
        estate.reportAt("AVD-12", went.minusSeconds(30), 4096L);
        assertThat(gone().list()).isEmpty();
        assertThat(estate.verdict()).isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(estate.audit("host.gone.end")).singleElement().satisfies(entry -> {
            assertThat(entry.entry().evidence()).containsEntry("how", "HEARD");
            assertThat(entry.actor().name()).isEqualTo("ProfileKeep");
        });
        estate.estate.clock().forward(QUARTER);
        assertThat(gone().declare("AVD-12", estate.now(), ADA, "again", "").epoch())
                .isEqualTo(2);
    }

    @Test
    void it_ends_by_itself_as_soon_as_a_broker_names_the_machine() throws Exception {
        Instant went = silent(LockedEstate.cloudCacheEnding(folder));
        gone().declare("AVD-12", went, ADA, "deleted", "");
        brokerNames("AVD-13", estate.now());
        assertThat(gone().list()).hasSize(1);
        brokerNames("AVD-12", estate.now());
        assertThat(gone().list()).isEmpty();
    }

    private void brokerNames(String host, Instant at) throws Exception {
        byte[] export =
                ("Host,UserName,SessionState\n" + host + ",EXAMPLE\\ben,Active\n").getBytes(StandardCharsets.UTF_8);
        estate.engine()
                .sessionImports()
                .take(
                        new ByteArrayInputStream(export),
                        SessionImports.Format.CSV,
                        new ImportOptions(
                                "broker-" + host, at, null, null, true, ImportOptions.BadRows.REFUSE_ALL, "", ""),
                        ADA);
    }

    @Test
    void what_speaks_against_it_refuses_it() throws Exception {
        Instant went = silent(LockedEstate.cloudCacheEnding(folder));
        assertThat(refusal("AVD-12", estate.now().plusSeconds(1))).isEqualTo(Why.FUTURE);
        assertThat(refusal("AVD-12", went.minusSeconds(61))).isEqualTo(Why.HEARD_AFTER);
        assertThat(refusal("AVD-21", went)).as("mistyped").isEqualTo(Why.NEVER_HEARD);
        assertThat(refusal("AVD-1", went)).isEqualTo(Why.NEVER_HEARD);
        for (String none : new String[] {"", " ", "AVD 12", "a/b", "%", "AVD-12$\n"}) {
            assertThatThrownBy(() -> gone().declare(none, went, ADA, "x", ""))
                    .as(none)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no computer's name");
        }
        assertThatThrownBy(() -> gone().declare("AVD-12", went, ADA, " ", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> gone().declare("AVD-12", went, ADA, "x", "a\nb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the ticket");
        assertThat(catchThrowableOfType(GoneRefusedException.class, () -> gone().takeBack("AVD-12", ADA, ""))
                        .why())
                .isEqualTo(Why.NOT_GONE);

        estate.report("AVD-12", null, 0L);
        estate.estate.clock().forward(Duration.ofMinutes(9));
        assertThat(refusal("AVD-12", estate.now())).isEqualTo(Why.HEARD_LATELY);
        estate.estate.clock().forward(Duration.ofMinutes(2));
        gone().declare("AVD-12", estate.now(), ADA, "deleted", "");
        assertThat(refusal("AVD-12", estate.now())).isEqualTo(Why.ALREADY);
        assertThat(estate.audit("host.gone")).as("no entry of what was refused").hasSize(1);
    }

    @Test
    void a_machine_that_only_a_lock_or_the_configuration_names_can_be_declared_gone() throws Exception {
        estate = placed(LockedEstate.cloudCacheOf(folder, "AVD-01")).annaLocked();
        assertThat(gone().declare("AVD-01", estate.now(), ADA, "never came up", "")
                        .epoch())
                .isEqualTo(1);
        assertThat(refusal("AVD-02", estate.now())).isEqualTo(Why.NEVER_HEARD);
    }

    @Test
    void it_outlives_the_process() throws Exception {
        Instant went = silent(LockedEstate.cloudCacheEnding(folder));
        GoneHost declared = gone().declare("AVD-12", went, ADA, "deleted", "");
        assertThat(estate.estate.reopen().locks().goneHosts().list()).containsExactly(declared);
    }
}
