package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.disk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.estate.BackedUpContents;
import dev.profilekeep.backup.estate.BackupNight;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ChunkSink;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.HandleDevice;
import dev.profilekeep.storage.layer.LayeredStorage;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights in which disks become smaller after a backup said what is in them, on every database. */
abstract class KnownMapsContract {
    private static final String CONFIG =
            """
            repositories:
              - {id: backups, site: lon, address: backups, keyFrom: file:key}
            policies:
              compaction: {minimumBytes: 1 MiB, minimumPercent: 1}
              backups: {repository: backups, kinds: [ODFC], until: "06:00"}
            """;

    /** Whose records tell of times: what was written after a backup is read by the next. */
    private static final Instant AFTER_THE_FILES = Instant.parse("2027-06-20T23:30:00Z");

    @TempDir
    Path folder;

    private CompactedEstate estate;
    private final Map<StoragePath, Long> read = ReadCounts.none();

    abstract String databaseYaml();

    @BeforeEach
    void annaAndARepository() throws Exception {
        estate = new CompactedEstate(folder, databaseYaml(), "");
        estate.estate.with(CONFIG);
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve("backups")))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        estate.lay(FRA, "anna");
        estate.inventory();
        estate.through(storage -> new ReadCounts(storage, read));
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private BackupNight backUp() throws Exception {
        BackupNight night = estate.engine().backups().runAll("schedule", false, RunControl.NEVER_STOP);
        assertThat(night.reason()).isEmpty();
        assertThat(night.stored() + night.same()).isEqualTo(1);
        read.clear();
        return night;
    }

    private long live() throws IOException {
        try (OpenFile open = estate.estate.storage(FRA).openForReading(disk("anna"), Sharing.ALL)) {
            long[] bytes = {0};
            VirtualDisk disk = Containers.open(open);
            ContentLayout.of(disk)
                    .counted(range -> disk.extents(
                            range, extent -> bytes[0] += extent instanceof Extent.Stored ? extent.length() : 0));
            return bytes[0];
        }
    }

    private CompactionItem compacted() throws Exception {
        CompactionRun run = estate.night();
        CompactionItem item = estate.item(run, "anna");
        assertThat(item.outcome()).as(item.sentence()).isEqualTo(Outcome.COMPACTED);
        return item;
    }

    private long readOfTheOld() {
        return read.getOrDefault(disk("anna"), 0L);
    }

    private Optional<BackedUpContents.Content> known() {
        return new BackedUpContents(estate.engine().catalog().database(), estate.estate.clock())
                .of(estate.id("anna"), FRA, disk("anna"));
    }

    private boolean isFound() {
        return estate.engine().containers().detail(estate.id("anna")).orElseThrow().findings().stream()
                .anyMatch(finding -> finding.code() == FindingCode.BACKUP_DIFFERS);
    }

    private void inTheCatalog(String sql, Object... arguments) {
        estate.engine().catalog().database().<RuntimeException>run(session -> assertThat(session.update(sql, arguments))
                .isEqualTo(1));
    }

    @Test
    void what_the_night_knows_of_a_disk_is_not_read_again_to_make_it_smaller() throws Exception {
        long live = live();
        backUp();
        assertThat(known()).hasValueSatisfying(known -> assertThat(known.root()).isEqualTo(estate.full.content()));

        CompactionItem item = compacted();

        assertThat(readOfTheOld()).as("tables of the old file").isLessThan(live);
        assertThat(estate.content(FRA, "anna")).isEqualTo(estate.full.content());
        assertThat(estate.size(FRA, "anna")).isEqualTo(item.bytesAfter());
        assertThat(isFound()).isFalse();
    }

    @Test
    void what_no_night_backed_up_is_read_as_a_whole() throws Exception {
        long live = live();
        assertThat(known()).isEmpty();
        read.clear();

        compacted();

        assertThat(readOfTheOld()).isGreaterThan(live * 3 / 2);
        assertThat(estate.content(FRA, "anna")).isEqualTo(estate.full.content());
    }

    @Test
    void an_unchanged_disk_is_known_by_the_next_night_too_even_if_its_knowledge_was_lost() throws Exception {
        backUp();
        inTheCatalog("DELETE FROM container_content");
        assertThat(known()).isEmpty();
        estate.estate.clock().forward(Duration.ofDays(1));
        backUp();

        assertThat(known()).hasValueSatisfying(known -> assertThat(known.root()).isEqualTo(estate.full.content()));
    }

    @Test
    void a_disk_that_was_written_to_since_is_read_as_a_whole() throws Exception {
        backUp();
        estate.use(FRA, "anna");
        Sha256 is = estate.content(FRA, "anna");
        estate.inventory();
        long live = live();
        read.clear();

        compacted();

        assertThat(readOfTheOld()).isGreaterThan(live * 3 / 2);
        assertThat(estate.content(FRA, "anna")).isEqualTo(is);
        assertThat(isFound()).as("that it changed was to be seen").isFalse();
    }

    @Test
    void what_is_known_by_other_rules_is_not_asked() throws Exception {
        backUp();
        inTheCatalog("UPDATE container_content SET rules = 'map 0'");
        assertThat(known()).isEmpty();
        long live = live();

        compacted();

        assertThat(readOfTheOld()).isGreaterThan(live * 3 / 2);
    }

    @Test
    void what_is_known_wrongly_is_noticed_told_and_in_nobodys_way() throws Exception {
        backUp();
        inTheCatalog(
                "UPDATE container_content SET root = ?",
                Sha256.of(ByteBuffer.allocate(1)).toString());
        long live = live();

        compacted();

        assertThat(readOfTheOld()).isGreaterThan(live * 3 / 2);
        assertThat(estate.content(FRA, "anna")).isEqualTo(estate.full.content());
        assertThat(isFound()).isTrue();
        assertThat(known()).as("what was wrong is forgotten").isEmpty();

        estate.estate.clock().forward(Duration.ofDays(1));
        backUp();
        assertThat(isFound()).as("all of it was read for this backup").isFalse();
        assertThat(known()).isPresent();
    }

    @Test
    void a_disk_that_changed_without_a_trace_becomes_smaller_with_what_it_says_now_and_that_is_told() throws Exception {
        backUp();
        changeWithoutTrace();
        Sha256 is = estate.content(FRA, "anna");
        assertThat(is).isNotEqualTo(estate.full.content());

        compacted();

        assertThat(estate.content(FRA, "anna")).isEqualTo(is);
        assertThat(isFound()).isTrue();
    }

    /** A byte of a person's file. */
    private void changeWithoutTrace() throws IOException {
        MemoryStorage storage = estate.estate.storage(FRA);
        StoredFile before = storage.stat(disk("anna"));
        try (OpenFile open = storage.openForWriting(disk("anna"), Sharing.ALL)) {
            long at = placeOfContent(Containers.open(open));
            ByteBuffer one = ByteBuffer.allocate(1);
            open.readFully(at, one);
            open.writeFully(at, one.put(0, (byte) (one.get(0) ^ 1)).flip());
        }
        storage.setTimes(disk("anna"), 0, before.lastWriteTime());
        storage.setChangeTime(disk("anna"), before.changeTime());
        assertThat(storage.stat(disk("anna"))).isEqualTo(before);
    }

    private static long placeOfContent(VirtualDisk disk) throws IOException {
        long[] found = {-1};
        disk.extents(contentOf(disk).pieces().get(0), extent -> {
            if (extent instanceof Extent.Stored stored) {
                found[0] = stored.fileOffset();
            }
        });
        assertThat(found[0]).isPositive();
        return found[0];
    }

    /** What the last file of a person stores. */
    private static Chunk contentOf(VirtualDisk disk) throws IOException {
        List<Chunk> of = chunks(disk).stream()
                .filter(chunk -> ((Owner.FileStream) chunk.owner()).record() > 63)
                .toList();
        assertThat(of).isNotEmpty();
        return of.get(of.size() - 1);
    }

    /** What files store, and is not zeros. */
    private static List<Chunk> chunks(VirtualDisk disk) throws IOException {
        List<Chunk> found = new ArrayList<>();
        new ContentReader(Runnable::run, 1)
                .read(ContentLayout.of(disk), (chunk, bytes) -> true, new ChunkSink<Boolean>() {
                    @Override
                    public void chunk(Chunk chunk, Boolean digest) {
                        if (chunk.owner() instanceof Owner.FileStream stream && stream.type() == AttributeType.DATA) {
                            found.add(chunk);
                        }
                    }

                    @Override
                    public void zeros(Chunk chunk) {}
                });
        return found;
    }

    /** Where a file's record begins on the disk: in what the first file stores, [NTFS] $MFT. */
    private static long placeOfRecord(VirtualDisk disk, long number) throws IOException {
        long at = number * 1024;
        for (Chunk chunk : chunks(disk)) {
            Owner.FileStream owner = (Owner.FileStream) chunk.owner();
            long left = at - owner.offset();
            if (owner.record() == 0 && left >= 0 && left < chunk.length()) {
                for (ByteRange piece : chunk.pieces()) {
                    if (left < piece.length()) {
                        return piece.start() + left;
                    }
                    left -= piece.length();
                }
            }
        }
        throw new AssertionError("no record " + number);
    }

    /** Somebody works with the uppermost folder, not with the files in it: its record's place in the log, [NTFS] file record, LSN. */
    private void work() throws IOException {
        try (OpenFile open = estate.estate.storage(FRA).openForWriting(disk("anna"), Sharing.NONE)) {
            VirtualDisk disk = Containers.open(open);
            long at = placeOfRecord(disk, 5) + 8;
            ByteBuffer one = ByteBuffer.allocate(1);
            disk.disk().readFully(at, one);
            try (WritableVhdx writable = WritableVhdx.open(new HandleDevice(open))) {
                writable.write(at, one.put(0, (byte) (one.get(0) ^ 1)).flip());
            }
        }
    }

    @Test
    void a_disk_of_which_the_night_took_most_over_from_an_earlier_backup_is_known_all_the_same() throws Exception {
        estate.estate.clock().set(AFTER_THE_FILES);
        backUp();
        work();
        Sha256 is = estate.content(FRA, "anna");
        assertThat(is).isNotEqualTo(estate.full.content());
        estate.inventory();
        estate.estate.clock().forward(Duration.ofDays(1));

        BackupNight second = backUp();
        assertThat(second.stored()).isEqualTo(1);
        assertThat(second.bytesSpared()).as("taken over unread").isPositive();
        assertThat(known()).hasValueSatisfying(known -> assertThat(known.root()).isEqualTo(is));
        long live = live();
        read.clear();

        compacted();

        assertThat(readOfTheOld()).as("tables of the old file").isLessThan(live);
        assertThat(estate.content(FRA, "anna")).isEqualTo(is);
        assertThat(isFound()).isFalse();
    }

    @Test
    void a_file_that_a_server_copied_wrongly_is_no_finding_and_takes_no_name() throws Exception {
        backUp();
        estate.spoil();
        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(estate.content(FRA, "anna")).isEqualTo(estate.full.content());
        assertThat(estate.size(FRA, "anna")).isEqualTo(estate.full.file().size());
        assertThat(isFound()).isFalse();
        assertThat(known()).isPresent();
    }

    @Test
    void a_disk_in_doubt_gives_no_knowledge() throws Exception {
        estate.leaveOpen(FRA, "anna");
        estate.inventory();
        backUp();
        assertThat(known()).isEmpty();
        List<String> rules = estate.engine()
                .catalog()
                .database()
                .<List<String>, RuntimeException>call(
                        session -> session.list("SELECT rules FROM container_content", row -> row.text("rules")));
        assertThat(rules).isEmpty();
    }

    /** A server that keeps one moment of its files. */
    private static final class KeepingStorage extends LayeredStorage {
        private final MemoryStorage then;
        private final Instant moment;

        KeepingStorage(StorageProvider storage, MemoryStorage then, Instant moment) {
            super(storage);
            this.then = then;
            this.moment = moment;
        }

        @Override
        public List<Instant> moments() {
            return List.of(moment);
        }

        @Override
        public StorageProvider asOf(Instant at) {
            return then.onOwnConnection();
        }

        @Override
        public StorageProvider onOwnConnection() {
            return new KeepingStorage(below().onOwnConnection(), then, moment);
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
            return new KeepingStorage(below().onOwnConnection(terms), then, moment);
        }
    }

    @Test
    void a_backup_of_a_moment_that_the_storage_keeps_tells_nothing_of_the_file_that_lies_there() throws Exception {
        MemoryStorage then = MemoryStorage.likeWindows();
        then.createFolder(disk("anna").parent());
        estate.full.lay(then, disk("anna"));
        estate.through(storage ->
                new KeepingStorage(storage, then, estate.estate.clock().instant()));
        try (OpenFile held = estate.estate.storage(FRA).openForReading(disk("anna"), Sharing.NONE)) {
            assertThat(held.size()).isPositive();
            assertThat(estate.engine().backups().backUpNow(Set.of(estate.id("anna")), "Grace", RunControl.NEVER_STOP))
                    .singleElement()
                    .satisfies(one -> assertThat(one.snapshot()).isPresent());
        }
        assertThat(known()).isEmpty();
    }
}
