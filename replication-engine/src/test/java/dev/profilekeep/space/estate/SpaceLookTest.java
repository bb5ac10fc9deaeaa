package dev.profilekeep.space.estate;

import static dev.profilekeep.engine.Estate.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.space.Category;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.estate.SpaceLook.State;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceLookTest {
    private static final String FRA = "fra-profiles";
    private static final String LON = "lon-profiles";
    private static final String ANNAS = ANNA + "_anna/Profile_anna.VHDX";

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void anEstate() throws Exception {
        estate = new Estate(folder);
        estate.put(FRA, ANNAS, "folders.vhdx");
        estate.put(LON, ANNAS, "gpt-msr.vhdx");
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private ContainerDetail anna() {
        long id = estate.engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 1)
                .get(0)
                .id();
        return estate.engine().containers().detail(id).orElseThrow();
    }

    private SpaceLook look() throws Exception {
        return estate.engine().space().look(anna(), Progress.NONE);
    }

    @Test
    void the_copy_where_people_work_is_read_and_told_by_category() throws Exception {
        SpaceLook look = look();
        assertThat(look.state()).isEqualTo(State.READ);
        assertThat(look.siteId()).isEqualTo("fra");
        assertThat(look.at()).isEqualTo(estate.clock().instant());
        SpaceUse use = Objects.requireNonNull(look.use());
        assertThat(use.categories()).anyMatch(one -> one.category() == Category.EDGE_CACHE && one.bytes() == 780 << 10);
        assertThat(use.exclusions()).hasSize(9);
    }

    @Test
    void a_disk_that_somebody_holds_is_in_use_and_nobody_is_kept_from_one_that_is_free() throws Exception {
        try (OpenFile held = estate.storage(FRA).openForReading(StoragePath.of(ANNAS), Sharing.NONE)) {
            assertThat(look().state()).isEqualTo(State.IN_USE);
            assertThat(held.size()).isPositive();
        }
        estate.engine().space().look(anna(), (done, total) -> {
            try {
                estate.storage(FRA)
                        .openForReading(StoragePath.of(ANNAS), Sharing.ALL)
                        .close();
            } catch (Exception e) {
                throw new AssertionError("kept out while it is looked at", e);
            }
            return true;
        });
        assertThat(look().state()).isEqualTo(State.READ);
    }

    @Test
    void what_was_read_while_somebody_wrote_is_not_told() throws Exception {
        byte[] other = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        ContainerDetail anna = anna();
        SpaceLook look = estate.engine().space().look(anna, (done, total) -> {
            estate.clock().forward(java.time.Duration.ofSeconds(1));
            try (OpenFile open = estate.storage(FRA).openForWriting(StoragePath.of(ANNAS), Sharing.ALL)) {
                open.writeFully(0, java.nio.ByteBuffer.wrap(other, 0, 1));
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            return true;
        });
        assertThat(look.state()).isEqualTo(State.IN_USE);
        assertThat(look.use()).isNull();
    }

    @Test
    void what_is_gone_damaged_or_without_a_volume_is_said_to_be_so() throws Exception {
        ContainerDetail anna = anna();
        estate.write(FRA, ANNAS, new byte[4096]);
        assertThat(look().state()).isEqualTo(State.UNREADABLE);
        estate.delete(FRA, ANNAS);
        assertThat(estate.engine().space().look(anna, Progress.NONE).state()).isEqualTo(State.NO_COPY);
        estate.delete(LON, ANNAS);
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        assertThat(look())
                .isEqualTo(new SpaceLook(State.NO_COPY, "", estate.clock().instant(), null));
    }

    @Test
    void a_look_can_be_cancelled() {
        assertThatThrownBy(() -> estate.engine().space().look(anna(), (done, total) -> false))
                .isInstanceOf(CancellationException.class);
    }
}
