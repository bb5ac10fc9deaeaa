package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From asking to yesterday's disk in its place, with real images and a real repository. */
class RequestedRestoresTest {
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor(Estate.BEN, "Helge", List.of("HELPDESK"), "");

    @TempDir
    Path folder;

    private RestoredEstate estate;
    private Requests requests;
    private RequestedRestores restorer;
    private RequestRunner runner;

    @BeforeEach
    void open() throws Exception {
        estate = RestoredEstate.standard(folder);
        requests = estate.engine().requests();
        restorer = new RequestedRestores(
                estate.restores(),
                id -> estate.repository,
                true,
                estate.engine().locks(),
                estate.engine().audit());
        runner = new RequestRunner(requests, restorer, estate.estate.clock(), "node");
    }

    @AfterEach
    void close() {
        runner.close();
        estate.close();
    }

    private long agreed() throws Exception {
        Wish.Point point = new Wish.Point("main", estate.point().snapshot(), 0);
        long id = requests.ask(
                        estate.engine()
                                .containers()
                                .detail(estate.anna())
                                .orElseThrow()
                                .row(),
                        new Wish(RequestKind.WHOLE, point, Instant.parse("2022-06-20T01:14:00Z"), List.of()),
                        ANNA,
                        "",
                        Locale.ENGLISH,
                        "my documents are gone")
                .request()
                .id();
        requests.approve(id, HELGE, "");
        return id;
    }

    private Request after(long id, RequestState... ends) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            estate.estate.clock().forward(Duration.ofSeconds(61));
            runner.tick();
            TimeUnit.MILLISECONDS.sleep(50);
            Request now = requests.find(id).orElseThrow();
            if (List.of(ends).contains(now.state())) {
                return now;
            }
        }
        throw new AssertionError(requests.find(id) + " " + requests.steps(id));
    }

    private static dev.profilekeep.content.Sha256 of(String image) throws IOException {
        return RestoredEstate.content(Fixtures.ownImage(image));
    }

    @Test
    void what_was_agreed_is_in_place_at_every_site_and_can_be_taken_back() throws Exception {
        long id = agreed();
        Request done = after(id, RequestState.DONE, RequestState.FAILED);
        assertThat(done.state()).as(done.note()).isEqualTo(RequestState.DONE);
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
        assertThat(estate.content(LON)).isEqualTo(of(YESTERDAY));
        assertThat(estate.audit(RestoreRun.ACT)).last().satisfies(entry -> {
            assertThat(entry.entry().reason()).isEqualTo("asked by Anna, agreed by Helge: my documents are gone");
            assertThat(entry.entry().evidence()).containsEntry("ticket", "restore request " + id);
        });

        requests.undo(id, ANNA, "");
        Request undone = after(id, RequestState.UNDONE, RequestState.DONE);
        assertThat(undone.state()).as(undone.note()).isEqualTo(RequestState.UNDONE);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
    }

    @Test
    void it_waits_as_long_as_somebody_has_the_disk_open() throws Exception {
        long id = agreed();
        try (OpenFile held = estate.estate.storage(FRA).openForReading(DISK, Sharing.NONE)) {
            assertThat(held.size()).isPositive();
            Request waits = after(id, RequestState.WAITING);
            assertThat(waits.note()).isNotBlank();
        }
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(after(id, RequestState.DONE).note()).isEmpty();
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
    }

    @Test
    void what_a_dead_process_had_done_is_found_and_not_done_again() throws Exception {
        long id = agreed();
        Request request = requests.find(id).orElseThrow();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        Restorer.Result first = restorer.restore(request, (phase, done, total) -> true);
        assertThat(first).isInstanceOf(Restorer.Result.Done.class);
        estate.estate.put(FRA, ANNAS, TODAY); // she signed in meanwhile and wrote
        estate.estate.clock().forward(Duration.ofSeconds(61));
        Restorer.Result again = restorer.restore(request, (phase, done, total) -> true);
        assertThat(again).isInstanceOfSatisfying(Restorer.Result.Done.class, done -> assertThat(done.act())
                .isEqualTo(((Restorer.Result.Done) first).act()));
        assertThat(estate.content(FRA)).as("what she wrote since stays").isEqualTo(of(TODAY));
        assertThat(estate.audit(RestoreRun.ACT)).hasSize(2);
    }

    @Test
    void a_backup_that_is_gone_is_said_and_nothing_is_changed() throws Exception {
        Wish.Point gone = new Wish.Point("main", new java.util.UUID(4, 2), 0);
        long id = requests.ask(
                        estate.engine()
                                .containers()
                                .detail(estate.anna())
                                .orElseThrow()
                                .row(),
                        new Wish(RequestKind.WHOLE, gone, Instant.EPOCH, List.of()),
                        ANNA,
                        "",
                        Locale.ENGLISH,
                        "why")
                .request()
                .id();
        requests.approve(id, HELGE, "");
        Request failed = after(id, RequestState.FAILED, RequestState.DONE);
        assertThat(failed.state()).isEqualTo(RequestState.FAILED);
        assertThat(failed.note()).contains("is not in the repository any more");
        assertThat(failed.isUndoable()).isFalse();
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
    }
}
