package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lease.CrashingStorage;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores at two sites, going back and first aid, in an engine that dies at some of its changes; the next engine settles what is left and goes on. */
class RestoreCrashTest {
    /** Each change would take minutes; the protocol below tries each. {@code -Dtests.stride=1} does. */
    private static final int STRIDE = Integer.getInteger("tests.stride", 9);

    @TempDir
    Path folder;

    private RestoredEstate estate;

    @AfterEach
    void close() {
        estate.close();
    }

    /** An act of an engine. */
    private interface Doing {
        void with(Engine engine) throws Exception;
    }

    /** @return whether it got so far */
    private boolean killed(int change, boolean answerLost, Doing doing) throws Exception {
        estate.estate.shut();
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        Engine dying = Engine.open(
                estate.estate.config(),
                estate.estate.clock(),
                location ->
                        new CrashingStorage(estate.estate.storage(location.id()).onOwnConnection(), plan));
        try {
            estate.estate.clock().forward(Duration.ofMinutes(2));
            plan.crashAt(change, answerLost);
            doing.with(dying);
        } finally {
            dying.close();
        }
        for (String location : List.of(FRA, LON)) {
            assertThat(estate.engine().cutOffSwaps().settle(location))
                    .as("killed at change " + change)
                    .isEmpty();
        }
        return plan.isDead();
    }

    private void everywhere(Doing doing, Function<Integer, String> state) throws Exception {
        int tried = 0;
        boolean reached = true;
        for (int change = 0; reached; change += STRIDE) {
            reached = killed(change, tried % 2 == 1, doing);
            state.apply(change);
            tried++;
        }
        assertThat(tried).isGreaterThan(3);
    }

    private static Sha256 of(String image) throws IOException {
        return RestoredEstate.content(Fixtures.ownImage(image));
    }

    private String whole(int change, Sha256... wanted) {
        try {
            for (String location : List.of(FRA, LON)) {
                assertThat(estate.content(location))
                        .as("killed at change " + change + " at " + location)
                        .isIn((Object[]) wanted);
            }
            return "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wherever_a_restore_dies_every_name_has_a_whole_disk_and_the_next_one_goes_on() throws Exception {
        estate = RestoredEstate.standard(folder);
        Sha256 yesterday = of(RestoredEstate.YESTERDAY);
        Sha256 today = of(RestoredEstate.TODAY);
        everywhere(this::restore, change -> whole(change, yesterday, today));
        assertThat(estate.content(FRA)).isEqualTo(yesterday);
        assertThat(estate.content(LON)).isEqualTo(yesterday);
    }

    private void restore(Engine engine) throws Exception {
        RestoreSource source = estate.source();
        RestorePlan plan = engine.restores()
                .plan(source, RestoredEstate.anna(engine), Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE);
        engine.restores().run(plan, source, RestoredEstate.WHY, RestoreProgress.NONE);
    }

    @Test
    void wherever_going_back_dies_every_name_has_a_whole_disk() throws Exception {
        estate = RestoredEstate.standard(folder);
        Sha256 yesterday = of(RestoredEstate.YESTERDAY);
        Sha256 today = of(RestoredEstate.TODAY);
        restore(estate.engine());
        everywhere(
                engine -> {
                    for (Undoable undoable : engine.restores().kept(RestoredEstate.anna(engine), Reach.EVERYWHERE)) {
                        UndoPlan plan = engine.restores().planUndo(undoable, Initiator.PERSON, Reach.EVERYWHERE);
                        if (undoable.purpose().startsWith("restore a backup")) {
                            engine.restores().undo(plan, estate.repository, RestoredEstate.WHY, RestoreProgress.NONE);
                        }
                    }
                },
                change -> whole(change, yesterday, today));
        assertThat(estate.content(FRA)).isEqualTo(today);
    }

    @Test
    void wherever_first_aid_dies_each_disk_has_its_name_or_is_kept_whole() throws Exception {
        estate = RestoredEstate.standard(folder);
        Sha256 today = of(RestoredEstate.TODAY);
        everywhere(
                engine -> {
                    FirstAidPlan plan = engine.restores()
                            .planFirstAid(RestoredEstate.anna(engine), Initiator.PERSON, Reach.EVERYWHERE);
                    engine.restores().firstAid(plan, RestoredEstate.WHY);
                },
                change -> {
                    backAgain(change, today);
                    return "";
                });
    }

    /** Each location settles to one of two whole states; then all is put back, for the next round. */
    private void backAgain(int change, Sha256 today) {
        try {
            for (String location : List.of(FRA, LON)) {
                MemoryStorage storage = estate.estate.storage(location);
                var kept = estate.engine().swaps().kept(location);
                if (kept.isEmpty()) {
                    assertThat(RestoredEstate.content(storage, DISK))
                            .as("killed at change " + change)
                            .isEqualTo(today);
                } else {
                    assertThat(RestoredEstate.content(storage, kept.get(0).path()))
                            .as("killed at change " + change)
                            .isEqualTo(today);
                    estate.engine().swaps().giveBack(kept.get(0), Initiator.PERSON);
                }
                assertThat(RestoredEstate.content(storage, DISK)).isEqualTo(today);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
