package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Observation.Source;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts' logs add to a look. The disks are in memory; the logs lie in a folder of this machine. */
class LogLooksTest {
    private static final ZoneId FRANKFURT = ZoneId.of("Europe/Berlin");

    @TempDir
    Path folder;

    private LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    /** Anna's disk is locked, and she works on AVD-12. */
    private void annaOnAvd12() {
        estate = LockedEstate.withLogs(folder, "ENGINE").annaLocked();
        for (String location : new String[] {LockedEstate.FRA, LockedEstate.LON}) {
            try {
                estate.estate
                        .storage(location)
                        .setTimes(
                                StoragePath.of(LockedEstate.ANNAS + ".lock"),
                                0,
                                StoredFile.fromInstant(estate.now().minus(Duration.ofMinutes(20))));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        estate.report(
                "AVD-12",
                null,
                null,
                List.of(LockedEstate.annaSince(estate.now().minus(Duration.ofMinutes(20)))));
    }

    private void log(String host, String... lines) {
        Instant now = estate.now();
        String date = DateTimeFormatter.ISO_LOCAL_DATE.format(now.atZone(FRANKFURT));
        try {
            Path file = folder.resolve("logs")
                    .resolve(host)
                    .resolve("Profile")
                    .resolve("Profile-" + date.replace("-", "") + ".log");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    "Log file created " + date + " at 00:00:01\nUTC+02:00\nComputer Name: " + host
                            + " User Name: SYSTEM\n----------------------\n" + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A line as of now, by the clock in Frankfurt. */
    private String line(String rest) {
        return line(Duration.ZERO, rest);
    }

    private String line(Duration ago, String rest) {
        return DateTimeFormatter.ofPattern("'['HH:mm:ss.SSS']'")
                        .format(estate.now().minus(ago).atZone(FRANKFURT))
                + "[tid:00000e2c.00001a2b]" + rest;
    }

    private static List<Observation> said(Optional<LockVerdict> verdict) {
        return verdict.orElseThrow().observations().stream()
                .filter(seen -> seen.source() == Source.LOG)
                .toList();
    }

    private List<Observation> said() {
        return said(estate.locks().look(estate.anna()).verdict());
    }

    private static String disk(String folderName, String account) {
        return "\\\\fs\\profiles\\" + folderName + "\\Profile_" + account + ".VHDX";
    }

    @Test
    void lines_about_the_person_are_told_as_notes_with_the_hosts_own_clock() {
        annaOnAvd12();
        log(
                "AVD-12",
                line("[ERROR:00000020]   Attach vhd(x) failed, file is locked: "
                        + disk(Estate.ANNA + "_anna", "anna")));

        List<Observation> said = said();

        assertThat(said).singleElement().satisfies(seen -> {
            assertThat(seen.weight()).isEqualTo(Weight.NOTE);
            assertThat(seen.at()).isEqualTo(estate.now().truncatedTo(ChronoUnit.MILLIS));
            assertThat(seen.fact()).isInstanceOfSatisfying(Fact.LogEntry.class, entry -> {
                assertThat(entry.host()).isEqualTo("AVD-12");
                assertThat(entry.zone()).isEqualTo("Europe/Berlin");
                assertThat(entry.errorCode()).isEqualTo(32);
            });
        });
        assertThat(estate.locks().words(Locale.ENGLISH, ZoneOffset.UTC).line(said.get(0), estate.now()))
                .startsWith("AVD-12 logged at ")
                .contains("Europe/Berlin")
                .contains("code 32: ");
        Look look = estate.locks().look(estate.anna());
        LockDocument document = LockDocument.of(
                estate.engine().containers().detail(estate.anna()).orElseThrow().row(),
                look,
                estate.locks().words(Locale.GERMAN, ZoneOffset.UTC));
        assertThat(document.evidence()).anySatisfy(seen -> {
            assertThat(seen.source()).isEqualTo(Source.LOG);
            assertThat(seen.fact()).isEqualTo("log-entry");
            assertThat(seen.text()).startsWith("AVD-12 protokollierte um ");
        });
        LockRow kept = estate.locks().find(estate.anna()).orElseThrow();
        assertThat(said(Optional.ofNullable(kept.verdict()))).isEqualTo(said);
    }

    @Test
    void nobody_elses_lines_are_told_however_alike_the_names_are() {
        annaOnAvd12();
        log(
                "AVD-12",
                line("[ERROR:00000020]   file is locked: " + disk(Estate.ANNA + "9_anna", "anna")),
                line("[ERROR:00000020]   file is locked: " + disk(Estate.BEN + "_anna", "anna")),
                line("[INFO]             ===== Begin Session: LoadProfile: annabel ====="),
                line("[ERROR:00000005]   denied. User: joanna. Path: x"),
                line("[ERROR:00000005]   denied. User: ben. It is anna's friend"));
        assertThat(said()).extracting(Observation::fact).singleElement().isInstanceOf(Fact.LogQuiet.class);
    }

    @Test
    void a_session_or_a_user_of_that_very_name_is_the_person() {
        annaOnAvd12();
        log(
                "AVD-12",
                line("[INFO]             ===== Begin Session: LoadProfile: ANNA ====="),
                line("[ERROR:00000005]   denied. User: EXAMPLE\\anna. Path: x"));
        assertThat(said()).hasSize(2).allMatch(seen -> seen.fact() instanceof Fact.LogEntry);
    }

    @Test
    void what_was_before_the_lock_is_not_told() {
        annaOnAvd12();
        log(
                "AVD-12",
                line(Duration.ofMinutes(36), "[ERROR:00000005]   denied. User: anna. Path: before"),
                line(Duration.ofMinutes(34), "[ERROR:00000005]   denied. User: anna. Path: as it began"));
        assertThat(said()).singleElement().satisfies(seen -> assertThat(((Fact.LogEntry) seen.fact()).text())
                .contains("as it began"));
    }

    @Test
    void what_was_tried_again_and_again_is_told_once_and_never_more_than_six_lines() {
        annaOnAvd12();
        String[] lines = new String[400];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line("[WARN: 00000020]   locked, try " + i / 50 + ": " + disk(Estate.ANNA + "_anna", "anna"));
        }
        log("AVD-12", lines);
        assertThat(said())
                .extracting(seen -> ((Fact.LogEntry) seen.fact()).text().substring(0, 13))
                .containsExactly("locked, try 4", "locked, try 5", "locked, try 6", "locked, try 7");
    }

    @Test
    void a_log_that_is_not_there_is_told_and_changes_no_verdict() {
        annaOnAvd12();
        String before = LockedEstate.word(estate.locks().look(estate.anna()));
        assertThat(said())
                .extracting(Observation::fact)
                .singleElement()
                .isEqualTo(new Fact.LogUnread("AVD-12", "NOT_THERE", folder.resolve("logs") + "/{host}", ""));
        assertThat(before).isEqualTo("UNPROVED SESSION_WITHOUT_DISK");
    }

    @Test
    void whatever_logs_say_the_verdict_is_the_same() {
        Fact line = new Fact.LogEntry("AVD-99", LocalTime.NOON, "UTC", "This machine 'AVD-99' is using", 32L, 0);
        Observation said = new Observation(Source.LOG, null, Scene.NOW, Weight.NOTE, line);
        RandomScenes.each(20_000, 5, evidence -> {
            Optional<LockVerdict> without = LockCourt.judge(evidence);
            Optional<LockVerdict> with = LockCourt.judge(evidence.with(List.of(said)));
            assertThat(with.map(LockVerdict::word)).isEqualTo(without.map(LockVerdict::word));
            assertThat(with.map(LockVerdict::rule)).isEqualTo(without.map(LockVerdict::rule));
            assertThat(with.map(LockVerdict::holder)).isEqualTo(without.map(LockVerdict::holder));
            with.ifPresent(verdict -> assertThat(verdict.observations()).contains(said));
        });
    }

    @Test
    void a_run_over_many_and_a_look_within_a_lease_read_no_logs() {
        annaOnAvd12();
        log("AVD-12", line("[ERROR:00000005]   denied. User: anna. Path: x"));
        assertThat(said()).isNotEmpty();
        estate.aMinuteLater();
        estate.locks().judgeAll(Initiator.PERSON, () -> false, progress -> {});
        assertThat(said(Optional.ofNullable(
                        estate.locks().find(estate.anna()).orElseThrow().verdict())))
                .isEmpty();
        assertThat(said()).isNotEmpty();

        estate.aMinuteLater();
        estate.report("AVD-12", null, null, List.<HostReport.Session>of());
        ClearPlan plan = estate.locks().plan(List.of(estate.anna()));
        assertThat(said(Optional.ofNullable(plan.rows().get(0).verdict()))).isNotEmpty();
        ClearOutcome outcome = estate.locks()
                .clear(plan, new ClearRequest(HELGE, "Anna called", ""), each -> {})
                .get(0);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
        assertThat(estate.audit("lock.clear"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.entry().toString()).doesNotContain("denied. User"));
    }
}
