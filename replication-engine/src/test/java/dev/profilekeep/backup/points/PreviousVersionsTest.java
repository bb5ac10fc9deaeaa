package dev.profilekeep.backup.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file server keeps by itself of a container that an inventory saw; with a real Samba, PreviousVersionIT. */
class PreviousVersionsTest {
    private static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final Instant MONDAY = Instant.parse("2022-06-20T01:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2022-06-21T01:00:00Z");

    @TempDir
    Path folder;

    private final TreeMap<Instant, MemoryStorage> kept = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private Estate estate;
    private PreviousVersions versions;

    /** Storage that keeps moments; each is storage of its own. */
    private final class Keeping extends LayeredStorage {
        private Keeping() {
            super(estate.storage("fra-profiles"));
        }

        @Override
        public StorageProvider onOwnConnection() {
            return this;
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            return this;
        }

        @Override
        public List<Instant> moments() {
            return kept.keySet().stream().sorted(Comparator.reverseOrder()).toList();
        }

        @Override
        public StorageProvider asOf(Instant moment) {
            return kept.get(moment);
        }
    }

    @BeforeEach
    void open() throws Exception {
        estate = new Estate(folder);
        estate.put("fra-profiles", ANNAS, "gpt-msr.vhdx");
        estate.put("lon-profiles", ANNAS, "gpt-msr.vhdx");
        estate.engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        Keeping keeping = new Keeping();
        versions = new PreviousVersions(
                estate.engine().config(),
                (location, initiator) -> {
                    asked.add(location);
                    return keeping;
                },
                ActiveNow::configured);
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private ContainerDetail anna() {
        long id = estate.engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 9)
                .get(0)
                .id();
        return estate.engine().containers().detail(id).orElseThrow();
    }

    private void keep(Instant moment, int bytes) throws IOException {
        MemoryStorage then = MemoryStorage.likeWindows();
        StoragePath file = StoragePath.of(ANNAS);
        then.createFolder(file.parent());
        try (OpenFile made = then.create(file, Sharing.NONE)) {
            made.writeFully(0, ByteBuffer.allocate(bytes));
        }
        kept.put(moment, then);
    }

    @Test
    void the_copy_where_people_work_is_asked_for_and_the_latest_version_comes_first() throws Exception {
        keep(MONDAY, 100);
        keep(TUESDAY, 200);
        assertThat(versions.of(anna()))
                .extracting(StoragePoint::moment, StoragePoint::fileBytes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(TUESDAY, 200L),
                        org.assertj.core.groups.Tuple.tuple(MONDAY, 100L));
        assertThat(asked).containsExactly("fra-profiles");
    }

    @Test
    void a_server_that_keeps_nothing_or_had_no_such_file_then_gives_none() throws Exception {
        assertThat(versions.of(anna())).isEmpty();
        kept.put(MONDAY, MemoryStorage.likeWindows());
        assertThat(versions.of(anna())).isEmpty();
    }

    @Test
    void a_server_that_does_not_answer_is_told_of() {
        PreviousVersions away = new PreviousVersions(
                estate.engine().config(),
                (location, initiator) -> new LayeredStorage(estate.storage(location)) {
                    @Override
                    public StorageProvider onOwnConnection() {
                        return this;
                    }

                    @Override
                    public StorageProvider onOwnConnection(ConnectionTerms terms) {
                        return this;
                    }

                    @Override
                    public List<Instant> moments() throws IOException {
                        throw new IOException("it does not answer");
                    }
                },
                ActiveNow::configured);
        assertThatThrownBy(() -> away.of(anna()))
                .isInstanceOf(IOException.class)
                .hasMessage("it does not answer");
    }
}
