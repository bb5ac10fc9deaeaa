package dev.profilekeep.replica.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.TwoDisks;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
import dev.profilekeep.replica.rights.Dacls;
import dev.profilekeep.replica.rights.RightsComparison;
import dev.profilekeep.site.ActiveSite;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a small estate with two sites, on every database. */
abstract class VerificationContract {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNA = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final String BEN = Estate.BEN + "_ben/Profile_ben.VHDX";

    @TempDir
    Path folder;

    private Estate estate;
    private SparseMemoryDevice here;

    abstract String databaseYaml();

    @BeforeEach
    void twoPeopleOneOfThemWithACopy() throws IOException {
        estate = new Estate(folder).database(databaseYaml()).replication("ENGINE");
        estate.clock().set(Instant.parse("2022-06-20T23:30:00Z"));
        here = TwoDisks.of("mbr-dynamic.vhd", 1);
        estate.write(FRA, ANNA, TwoDisks.bytes(here));
        estate.write(LON, ANNA, TwoDisks.bytes(TwoDisks.of("mbr-dynamic.vhd", 4)));
        estate.write(FRA, BEN, TwoDisks.bytes(here));
        inventory();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void inventory() {
        try {
            estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    private VerificationService service() {
        return estate.engine().verification();
    }

    private VerificationRun night() throws Exception {
        VerificationRun run = service().runAll("schedule", false, VerificationWish.ALL, RunControl.NEVER_STOP);
        assertThat(run.reason()).isEmpty();
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        return run;
    }

    private long id(String who) {
        return estate
                .engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .stream()
                .filter(row -> row.account().equals(who))
                .max(Comparator.comparing(ContainerRow::id))
                .orElseThrow()
                .id();
    }

    private CopyStanding standing(String who) {
        List<CopyStanding> all = service().standings().of(Set.of(id(who))).getOrDefault(id(who), List.of());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Writes to the same file, so that its number stays. */
    private void work(String location, SparseMemoryDevice disk, int value) throws IOException {
        TwoDisks.changeOneByte(disk, value);
        put(location, disk);
    }

    private void put(String location, SparseMemoryDevice disk) throws IOException {
        try (OpenFile open = estate.storage(location).openForWriting(StoragePath.of(ANNA), Sharing.NONE)) {
            byte[] bytes = TwoDisks.bytes(disk);
            open.resize(bytes.length);
            open.writeFully(0, ByteBuffer.wrap(bytes));
        }
        long now = StoredFile.fromInstant(estate.clock().instant());
        estate.storage(location).setTimes(StoragePath.of(ANNA), 0, now);
    }

    @Test
    void a_night_proves_the_copies_that_say_the_same_and_names_the_one_that_is_missing() throws Exception {
        VerificationRun run = night();

        assertThat(run.total()).isEqualTo(2);
        assertThat(run.words()).containsEntry(CopyWord.EQUAL, 1L).containsEntry(CopyWord.MISSING, 1L);
        CopyStanding anna = standing("anna");
        assertThat(anna.word()).isEqualTo(CopyWord.EQUAL);
        assertThat(anna.locationId()).isEqualTo(LON);
        assertThat(anna.againstLocationId()).isEqualTo(FRA);
        assertThat(anna.behind()).isZero();
        assertThat(anna.provedAt()).isEqualTo(estate.clock().instant());
        assertThat(anna.sights()).extracting("fact").contains("READ", "WRITTEN", "RULE");
        assertThat(standing("ben").word()).isEqualTo(CopyWord.MISSING);
        assertThat(standing("ben").behind()).isNull();
    }

    @Test
    void the_next_night_reads_nothing_that_did_not_change_and_presumes() throws Exception {
        long first = night().bytesRead();
        Instant proved = estate.clock().instant();
        estate.clock().forward(Duration.ofDays(40));

        assertThat(night().words()).as("a month is over: read as a whole").containsEntry(CopyWord.EQUAL, 1L);
        Instant again = standing("anna").provedAt();
        assertThat(again).isAfter(proved);

        estate.clock().forward(Duration.ofHours(1));
        VerificationRun cheap = night();

        assertThat(cheap.bytesRead()).isLessThan(first / 4);
        assertThat(standing("anna").word()).isEqualTo(CopyWord.PRESUMED_EQUAL);
        assertThat(standing("anna").provedAt()).isEqualTo(again);
        assertThat(standing("anna").agreedUpTo()).isEqualTo(estate.clock().instant());
    }

    @Test
    void the_loss_is_what_was_written_since_both_were_last_seen_alike() throws Exception {
        night();
        estate.clock().forward(Duration.ofHours(9));
        work(FRA, here, 3);
        estate.clock().forward(Duration.ofHours(15));
        night();

        assertThat(standing("anna").word()).isEqualTo(CopyWord.LAGGING);
        assertThat(standing("anna").behind()).isEqualTo(Duration.ofHours(9));
        assertThat(service().losses(LocalDate.parse("2022-06-01")))
                .hasSize(2)
                .first()
                .satisfies(loss -> {
                    assertThat(loss.siteId()).isEqualTo("lon");
                    assertThat(loss.people()).isEqualTo(1);
                    assertThat(loss.most()).isEqualTo(Duration.ofHours(9));
                    assertThat(loss.median()).isEqualTo(loss.p95()).isEqualTo(loss.most());
                });
    }

    private void moveTo(String site) throws Exception {
        ProfileKeepConfig config = estate.engine().config();
        Actor ada = new Actor("ada", "Ada", List.of(), "");
        for (SetConfig set : config.sets()) {
            ActiveSite now = estate.engine().activeSites().begin(set, ada);
            if (!now.siteId().equals(site)) {
                // nothing may be written here, so the catalog alone has it
                estate.engine().activeSites().move(set, now.epoch(), site, ada, "Frankfurt is down");
            }
        }
    }

    @Test
    void after_people_moved_the_first_site_is_the_further_one() throws Exception {
        night();
        assertThat(findings(FindingCode.COPY_MISSING)).hasSize(1);
        assertThat(findings(FindingCode.ONLY_AT_SECONDARY)).isEmpty();
        Instant before = standing("anna").at();

        moveTo("lon");

        assertThat(service().standings().of(Set.of(id("anna"))).getOrDefault(id("anna"), List.of()))
                .as("what was found beside Frankfurt tells nothing any more")
                .isEmpty();
        estate.clock().forward(Duration.ofHours(24));
        inventory();
        assertThat(findings(FindingCode.COPY_MISSING)).isEmpty();
        assertThat(findings(FindingCode.ONLY_AT_SECONDARY)).hasSize(1);
        assertThat(night().words()).containsEntry(CopyWord.EQUAL, 1L).hasSize(2);
        CopyStanding anna = standing("anna");
        assertThat(anna.locationId()).isEqualTo(FRA);
        assertThat(anna.againstLocationId()).isEqualTo(LON);
        assertThat(anna.at()).isAfter(before);

        moveTo("fra");

        assertThat(standing("anna").locationId())
                .as("the former one is right again")
                .isEqualTo(LON);
    }

    @Test
    void losses_of_more_than_a_year_ago_are_forgotten() throws Exception {
        night();
        LocalDate first = service().losses(LocalDate.parse("2022-06-01")).get(0).day();
        estate.clock().forward(Duration.ofDays(400));
        night();
        assertThat(service().losses(LocalDate.parse("2022-06-01"))).hasSize(2);

        estate.clock().forward(Duration.ofDays(1));
        night();

        assertThat(service().losses(LocalDate.parse("2022-06-01")))
                .extracting(LossOfDay::day)
                .containsExactly(first.plusDays(401), first.plusDays(400));
    }

    @Test
    void a_silent_site_leaves_what_was_proved_standing() throws Exception {
        night();
        Instant proved = estate.clock().instant();
        estate.clock().forward(Duration.ofHours(1));
        estate.faulty(FRA).fail((verb, at) -> true, 0, 100_000, FaultyStorage.unreachable());
        night();

        CopyStanding anna = standing("anna");
        assertThat(anna.word()).isEqualTo(CopyWord.UNPROVED);
        assertThat(anna.provedAt()).isEqualTo(proved);
        assertThat(anna.agreedUpTo()).isEqualTo(proved);
    }

    private List<FindingRow> findings(FindingCode code) {
        return estate.engine().health().list(FindingFilter.OPEN.codes(Set.of(code)), FindingSort.WORST_FIRST, 0, 10);
    }

    @Test
    void what_a_person_has_to_decide_is_a_finding_until_the_copies_are_alike_again() throws Exception {
        night();
        Instant agreed = estate.clock().instant();
        assertThat(findings(FindingCode.COPIES_DIVERGED)).isEmpty();
        estate.clock().forward(Duration.ofHours(9));
        SparseMemoryDevice there = TwoDisks.of("mbr-dynamic.vhd", 1);
        work(LON, there, 5);
        estate.clock().forward(Duration.ofHours(15));
        night();

        assertThat(standing("anna").word()).as("%s", standing("anna").sights()).isEqualTo(CopyWord.NEWER_AT_SECONDARY);
        assertThat(findings(FindingCode.COPY_NEWER)).singleElement().satisfies(row -> {
            assertThat(row.container())
                    .isNotNull()
                    .extracting(FindingRow.About::id)
                    .isEqualTo(id("anna"));
            assertThat(row.facts())
                    .containsEntry("site", "lon")
                    .containsEntry("activeSite", "fra")
                    .containsEntry("agreed", agreed.toString());
        });

        estate.clock().forward(Duration.ofHours(1));
        work(FRA, here, 3);
        night();

        assertThat(findings(FindingCode.COPY_NEWER)).isEmpty();
        assertThat(findings(FindingCode.COPIES_DIVERGED)).singleElement().satisfies(row -> assertThat(row.facts())
                .containsEntry("why", "BOTH_CHANGED"));

        inventory(); // judges all anew, and forgets nothing that it does not know of
        assertThat(findings(FindingCode.COPIES_DIVERGED)).hasSize(1);

        estate.clock().forward(Duration.ofHours(1));
        put(LON, here); // a person decided for what Frankfurt has
        night();

        assertThat(standing("anna").word()).isEqualTo(CopyWord.EQUAL);
        assertThat(findings(FindingCode.COPIES_DIVERGED)).isEmpty();
    }

    @Test
    void what_an_old_listing_had_not_is_not_said_to_be_missing() throws Exception {
        estate.clock().forward(Duration.ofDays(3));
        night();

        assertThat(standing("ben").word()).isEqualTo(CopyWord.UNPROVED);
        assertThat(standing("ben").sights()).extracting("value").contains("NOT_LISTED");
        assertThat(standing("anna").word()).isEqualTo(CopyWord.EQUAL);
    }

    @Test
    void two_disks_of_one_person_at_one_place_are_not_told_apart_by_their_dates() throws Exception {
        night();
        String second = ANNA.replace("Profile_anna.VHDX", "Profile_anna.VHD");
        estate.write(LON, second, TwoDisks.bytes(TwoDisks.of("mbr-dynamic.vhd", 1)));
        inventory();
        assertThat(standing("anna").word()).isEqualTo(CopyWord.EQUAL);
        night();

        CopyStanding anna = standing("anna");
        assertThat(anna.word()).as("%s", anna.sights()).isEqualTo(CopyWord.UNPROVED);
        assertThat(anna.sights())
                .filteredOn(sight -> sight.fact().equals("SEVERAL"))
                .singleElement()
                .satisfies(sight -> {
                    assertThat(sight.locationId()).isEqualTo(LON);
                    assertThat(sight.value()).isEqualTo(second + ", " + ANNA);
                });
    }

    @Test
    void a_run_that_was_cut_off_goes_on_with_what_has_no_verdict() throws Exception {
        VerificationRun run = service().begin("Ada", true, VerificationWish.ALL);
        List<VerificationPart> parts = service().plan(run.id());
        assertThat(service().plan(run.id())).isEqualTo(parts);
        int[] asked = {0};
        service()
                .run(
                        parts.get(0),
                        () -> asked[0]++ > 0
                                && service().find(run.id()).orElseThrow().done() > 0);
        assertThat(service().find(run.id()).orElseThrow().done()).isEqualTo(1);
        assertThatThrownBy(() -> service().begin("Ben", true, VerificationWish.ALL))
                .isInstanceOf(VerificationRunningException.class);

        estate.reopen(); // as after a process that died
        assertThat(service().find(run.id()).orElseThrow().phase()).isNotEqualTo(Phase.DONE);
        if (databaseYaml().isEmpty()) {
            assertThatThrownBy(() -> service().run(parts.get(0), RunControl.NEVER_STOP))
                    .isInstanceOf(TurnLostException.class);
        }
        estate.clock().forward(Duration.ofMinutes(5));
        service().resume(run.id(), "Ada", true);
        long before = service().find(run.id()).orElseThrow().done();
        service().run(parts.get(0), RunControl.NEVER_STOP);
        VerificationRun done = service().finish(run.id());

        assertThat(before).isEqualTo(1);
        assertThat(done.done()).isEqualTo(2);
        assertThat(done.phase()).isEqualTo(Phase.DONE);
        assertThatThrownBy(() -> service().resume(run.id(), "Ada", true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_container_alone_can_be_compared() throws Exception {
        VerificationRun run =
                service().runAll("Ada", true, new VerificationWish("", id("ben"), true), RunControl.NEVER_STOP);

        assertThat(run.total()).isEqualTo(1);
        assertThat(service().standings().of(Set.of(id("anna"), id("ben")))).containsOnlyKeys(id("ben"));
    }

    @Test
    void the_night_begins_nothing_after_its_end_nor_in_quiet_hours() throws Exception {
        VerificationRun run = service().begin("schedule", false, VerificationWish.ALL);
        assertThat(run.until()).isEqualTo(Instant.parse("2022-06-21T04:00:00Z"));
        estate.clock().set(Instant.parse("2022-06-21T04:00:00Z"));
        for (VerificationPart part : service().plan(run.id())) {
            service().run(part, RunControl.NEVER_STOP);
        }

        assertThat(service().finish(run.id()).done()).isZero();
    }

    private void give(String location, String path, FileSecurity security) throws IOException {
        estate.storage(location).setSecurity(StoragePath.of(path), security);
    }

    @Test
    void a_copy_that_belongs_to_somebody_else_is_a_finding_until_it_does_not() throws Exception {
        FileSecurity annas = Dacls.security(Estate.ANNA, Dacls.allow(Estate.ANNA, Dacls.FULL, 0));
        give(FRA, ANNA, annas);
        give(LON, ANNA, Dacls.security(Estate.BEN, Dacls.deny(Estate.BEN, Dacls.READ, 0)));
        night();

        assertThat(findings(FindingCode.COPY_RIGHTS)).singleElement().satisfies(row -> assertThat(row.facts())
                .containsEntry("site", "lon")
                .containsEntry("activeSite", "fra")
                .containsEntry("differences", "3")
                .containsEntry("what", "OWNER,GROUP,RIGHTS"));

        AtomicBoolean silent = new AtomicBoolean(true);
        estate.faulty(LON).fail((verb, at) -> silent.get(), 0, 1_000, FaultyStorage.unreachable());
        assertThat(service().rights().compare(id("anna"))).singleElement().satisfies(found -> assertThat(found.word())
                .isEqualTo(RightsComparison.Word.UNREAD));
        assertThat(findings(FindingCode.COPY_RIGHTS))
                .as("silence proves nothing")
                .hasSize(1);

        silent.set(false);
        give(LON, ANNA, annas);
        assertThat(service().rights().compare(id("anna")))
                .singleElement()
                .satisfies(found -> assertThat(found.differences()).isEmpty());
        assertThat(findings(FindingCode.COPY_RIGHTS)).isEmpty();
    }
}
