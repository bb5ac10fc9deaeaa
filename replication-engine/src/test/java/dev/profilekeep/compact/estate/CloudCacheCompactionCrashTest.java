package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lease.CrashingStorage;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night over a Cloud Cache set in an engine that dies at one of its changes; the next engine settles what is left. The protocol's own test tries each; this one those of the exchange, and some before. */
class CloudCacheCompactionCrashTest {
    private static final String META = path("anna") + ".meta";
    private static final byte[] STATE = "state 7".getBytes(StandardCharsets.UTF_8);
    /** Changes at the end of a night, among which are all of the exchange. */
    private static final int EXCHANGE = 44;

    private static final int STRIDE = Integer.getInteger("tests.stride", 3);

    @TempDir
    Path folder;

    private CompactedEstate estate;

    @AfterEach
    void close() {
        estate.close();
    }

    private void lay() throws Exception {
        for (String location : List.of(FRA, LON)) {
            for (Kept old : estate.engine().swaps().kept(location)) {
                estate.engine().swaps().drop(old, Initiator.PERSON); // they are in memory, all of them
            }
            estate.estate.write(location, path("anna"), new byte[1]);
            estate.estate.delete(location, path("anna"));
            estate.lay(location, "anna");
            estate.estate.write(location, META, STATE);
            estate.estate
                    .storage(location)
                    .setTimes(
                            StoragePath.of(META),
                            0,
                            StoredFile.fromInstant(estate.estate.clock().instant()));
        }
        estate.inventory();
    }

    private boolean exists(String location) throws IOException {
        try {
            estate.estate.storage(location).stat(StoragePath.of(META));
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    private ByteBuffer bytes(String location) throws IOException {
        try (OpenFile file = estate.estate.storage(location).openForReading(disk("anna"), Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return all.flip();
        }
    }

    /** A night that dies at that change; what is left is settled by the engine that comes after. */
    private CrashingStorage.Plan night(int change, boolean answerLost) throws Exception {
        estate.estate.shut();
        CrashingStorage.Plan plan = new CrashingStorage.Plan();
        try (Engine dying = Engine.open(
                estate.estate.config(),
                estate.estate.clock(),
                location ->
                        new CrashingStorage(estate.estate.storage(location.id()).onOwnConnection(), plan))) {
            estate.estate.clock().forward(Duration.ofMinutes(2));
            plan.crashAt(change, answerLost);
            dying.compactions().runAll("schedule", false, false, List.of(), RunControl.NEVER_STOP);
        }
        for (String location : List.of(LON, FRA)) {
            assertThat(estate.engine().cutOffSwaps().settle(location))
                    .as("killed at change " + change)
                    .isEmpty();
        }
        return plan;
    }

    private List<CompactionItem> items() {
        return estate.items(estate.compactions().latest().orElseThrow());
    }

    /** @return whether the new layout stands */
    private boolean oneLayout(String where) throws IOException {
        ByteBuffer fra = bytes(FRA);
        assertThat(bytes(LON).equals(fra)).as(where + ": one layout").isTrue();
        assertThat(estate.content(FRA, "anna")).as(where).isEqualTo(estate.full.content());
        boolean small = fra.remaining() < estate.full.file().size();
        for (String location : List.of(FRA, LON)) {
            assertThat(exists(location))
                    .as(where + ": the old state at " + location)
                    .isEqualTo(!small);
        }
        return small;
    }

    @Test
    void wherever_a_night_dies_one_layout_stands_with_the_state_that_tells_of_it() throws Exception {
        estate = new CompactedEstate(folder, "", "canaries: 0, stopAtFailures: 100");
        estate.estate.replication(CloudCacheCompactionTest.OPTED_IN);
        lay();
        int all = night(Integer.MAX_VALUE, false).changes();
        assertThat(oneLayout("not killed")).isTrue();
        List<Integer> changes = new ArrayList<>();
        for (int change = 1; change < all - EXCHANGE; change += all / 4) {
            changes.add(change);
        }
        for (int change = Math.max(1, all - EXCHANGE); change < all; change += STRIDE) {
            changes.add(change);
        }
        Set<Boolean> seen = new HashSet<>();
        boolean fresh = false;
        for (int change : changes) {
            if (!fresh) {
                lay();
            }
            if (!night(change, change % 2 == 1).isDead()) {
                // the first night made the folder for what is put aside, too
                assertThat(change).as(items().toString()).isGreaterThan(all - 5);
                break;
            }
            boolean small = oneLayout("killed at change " + change + " of " + all);
            seen.add(small);
            fresh = !small;
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }
}
