package dev.profilekeep.restore.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.restore.SnapshotPoint;
import dev.profilekeep.restore.files.SnapshotEntry.Kind;
import dev.profilekeep.storage.AccessEntry;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a volume that has files of all kinds, out of a backup of it. */
class SnapshotFilesTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1104";
    private static final ContainerIdentity IDENTITY =
            new ContainerIdentity("office", ContainerKind.PROFILE, ANNA, "Profile_anna");
    private static final StoragePath DISK = StoragePath.of("Profile_anna.vhdx");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @TempDir
    Path folder;

    private final MemoryStorage profiles = MemoryStorage.likeWindows();
    private final MemoryStorage share = MemoryStorage.likeWindows();
    private Repository repository;
    private SnapshotFiles files;

    @BeforeEach
    void backUp() throws Exception {
        repository = Repositories.create(MemoryStorage.likeWindows());
        files = open(backUp("all-kinds.ntfs"));
    }

    @AfterEach
    void close() throws IOException {
        files.close();
        repository.close();
    }

    private SnapshotPoint backUp(String image) throws IOException {
        Path made = folder.resolve("made.vhdx");
        Files.deleteIfExists(made);
        BlockDevice volume = Fixtures.ownImage(image);
        ConversionRun.runToFile(
                ConversionPlanner.toVhdx(new RawDisk(volume, 512), VhdxEnvelope.dynamic(volume.size())),
                made,
                Progress.NONE);
        return backUp(Files.readAllBytes(made));
    }

    private SnapshotPoint backUp(byte[] container) throws IOException {
        try {
            profiles.delete(DISK);
        } catch (IOException e) {
            assertThat(profiles.list(StoragePath.ROOT)).isEmpty();
        }
        try (OpenFile file = profiles.create(DISK, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(container));
        }
        BackupResult result = new BackupRun(
                        repository,
                        new ContentReader(Runnable::run, 1),
                        ChunkSizes.STANDARD,
                        SlicedFile.STANDARD,
                        Clock.fixed(Instant.parse("2040-01-01T00:00:00Z"), ZoneOffset.UTC))
                .run(
                        "test",
                        List.of(new BackupSource(profiles, "fra", DISK, IDENTITY)),
                        MapMaker.Extent.CHANGED,
                        BackupProgress.NONE);
        return new SnapshotPoint(result.snapshot().id(), 0);
    }

    private SnapshotFiles open(SnapshotPoint point) throws IOException {
        return SnapshotFiles.open(repository, point, Runnable::run, 0);
    }

    /** Of each file and stream of the list: its digest. */
    private static Map<String, String> truth(String kind) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String line : new String(Fixtures.ownList("all-kinds.tsv"), UTF_8).split("\n")) {
            String[] parts = line.split("\t", -1);
            if (parts[1].equals(kind)) {
                digests.put(parts[0], parts[5]);
            }
        }
        return digests;
    }

    private Map<String, SnapshotEntry> walk() throws IOException {
        Map<String, SnapshotEntry> all = new LinkedHashMap<>();
        walk(files.root(), all);
        return all;
    }

    private void walk(SnapshotEntry from, Map<String, SnapshotEntry> all) throws IOException {
        for (SnapshotEntry entry : files.list(from)) {
            all.put(entry.path(), entry);
            if (entry.kind() == Kind.FOLDER) {
                walk(entry, all);
            }
        }
    }

    private static String digest(BlockDevice content) throws Exception {
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        FileExport.copy(
                content, (offset, bytes) -> sum.update(bytes), new FileExport.Count(content.size(), Progress.NONE));
        return HexFormat.of().formatHex(sum.digest());
    }

    @Test
    void every_file_and_stream_is_what_the_truth_list_says() throws Exception {
        Map<String, SnapshotEntry> all = walk();
        Map<String, String> truth = truth("f");
        int read = 0;
        for (Map.Entry<String, String> each : truth.entrySet()) {
            if (each.getKey().indexOf(0xfffd) >= 0) {
                continue; // the list itself could not say that name
            }
            SnapshotEntry entry = all.get(each.getKey());
            assertThat(entry).as(each.getKey()).isNotNull();
            if (entry.isReadable() && !each.getValue().equals("-")) {
                assertThat(digest(files.content(entry))).as(each.getKey()).isEqualTo(each.getValue());
                read++;
            } else {
                assertThat(entry.problem()).as(each.getKey()).isNotEmpty();
            }
        }
        assertThat(read).isGreaterThan(60);
        SnapshotEntry streams = all.get("streams");
        Map<String, String> others = truth("s");
        for (SnapshotEntry.Stream stream : streams.streams()) {
            assertThat(digest(files.content(streams, stream)))
                    .as(stream.name())
                    .isEqualTo(others.get("streams:" + stream.name()));
        }
        assertThat(streams.streams()).hasSizeGreaterThan(10);
    }

    @Test
    void the_file_systems_own_files_are_not_shown() throws Exception {
        assertThat(walk().keySet()).noneMatch(path -> path.startsWith("$"));
        assertThat(files.find("$MFT")).isEmpty();
    }

    @Test
    void a_name_is_found_wherever_it_is_and_only_so_many_are() throws Exception {
        SnapshotFiles.Found found = files.search(files.root(), "LEVEL", 3);
        assertThat(found.entries()).hasSize(3).allMatch(entry -> entry.name().contains("level"));
        assertThat(found.more()).isTrue();
        assertThat(files.search(files.root(), "no such name", 3).entries()).isEmpty();
    }

    @Test
    void a_zip_has_every_file_that_can_be_had_with_its_content_and_times() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExportResult result = FileExport.zip(files, List.of(files.root()), ExportLimits.STANDARD, bytes, Progress.NONE);
        Path zip = folder.resolve("out.zip");
        Files.write(zip, bytes.toByteArray());
        Map<String, SnapshotEntry> all = walk();
        long readable = all.values().stream().filter(SnapshotEntry::isReadable).count();
        assertThat(result.files()).isEqualTo(readable);
        long links = all.values().stream()
                .filter(entry -> entry.kind() != Kind.FOLDER && !entry.isReadable())
                .count();
        assertThat(result.skipped()).hasSize((int) links).isNotEmpty();
        Map<String, String> truth = truth("f");
        try (ZipFile read = new ZipFile(zip.toFile(), UTF_8)) {
            assertThat(read.stream().filter(entry -> !entry.isDirectory()).count())
                    .isEqualTo(readable);
            for (String path : List.of("sparse", "compressed/text 4", "size 1", "compressed/with a hole")) {
                try (var in = read.getInputStream(read.getEntry(path))) {
                    String digest = HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
                    assertThat(digest).as(path).isEqualTo(truth.get(path));
                }
                assertThat(read.getEntry(path).getLastModifiedTime().toInstant().getEpochSecond())
                        .isEqualTo(all.get(path).modified().getEpochSecond());
            }
            Set<String> lower = new TreeSet<>();
            read.stream().forEach(entry -> {
                assertThat(lower.add(entry.getName().toLowerCase(java.util.Locale.ROOT)))
                        .as(entry.getName())
                        .isTrue();
                for (String name : entry.getName().split("/")) {
                    assertThat(SafeNames.of(name)).isEqualTo(name);
                }
            });
        }
    }

    @Test
    void python_reads_the_zip_too() throws Exception {
        Fixtures.requireTool("python3");
        Path zip = folder.resolve("out.zip");
        try (var out = Files.newOutputStream(zip)) {
            FileExport.zip(files, List.of(files.root()), ExportLimits.STANDARD, out, Progress.NONE);
        }
        assertThat(Fixtures.run(folder, "python3", "-c", "import zipfile;print(zipfile.ZipFile('out.zip').testzip())"))
                .contains("None");
    }

    @Test
    void more_than_the_limits_is_refused_before_a_byte_is_written() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ExportLimits limits : List.of(new ExportLimits(1000, 100_000), new ExportLimits(1L << 40, 10))) {
            assertThatThrownBy(() -> FileExport.zip(files, List.of(files.root()), limits, bytes, Progress.NONE))
                    .isInstanceOf(ExportRefusedException.class)
                    .hasMessageContaining("choose less");
        }
        assertThat(bytes.size()).isZero();
        assertThatThrownBy(() -> FileExport.toFolder(
                        files,
                        List.of(files.root()),
                        new ExportLimits(1000, 100_000),
                        share,
                        "anna",
                        DAY,
                        Progress.NONE))
                .isInstanceOf(ExportRefusedException.class);
        assertThat(share.list(StoragePath.ROOT)).isEmpty();
    }

    @Test
    void a_folder_of_the_restore_share_has_the_files_and_is_the_persons_alone() throws Exception {
        List<SnapshotEntry> chosen = List.of(
                files.find("compressed").orElseThrow(), files.find("size 4095").orElseThrow());
        ExportResult first =
                FileExport.toFolder(files, chosen, ExportLimits.STANDARD, share, "anna", DAY, Progress.NONE);
        ExportResult second =
                FileExport.toFolder(files, chosen, ExportLimits.STANDARD, share, "anna", DAY, Progress.NONE);
        assertThat(first.where()).isEqualTo("anna/2026-11-22-1");
        assertThat(second.where()).isEqualTo("anna/2026-11-22-2");
        Map<String, String> truth = truth("f");
        for (String path : List.of("size 4095", "compressed/text 3", "compressed/with a hole")) {
            StoragePath there = StoragePath.of(first.where() + "/" + path);
            try (OpenFile file = share.openForReading(there, Sharing.ALL)) {
                assertThat(digest(file)).as(path).isEqualTo(truth.get(path));
            }
            assertThat(share.stat(there).lastWriteTime())
                    .isEqualTo(StoredFile.fromInstant(
                            files.find(path).orElseThrow().modified()));
        }
        SecurityDescriptor rights = SecurityDescriptor.parse(
                share.security(StoragePath.of(first.where())).descriptor());
        assertThat(rights.control() & 0x1000).as("inherits nothing").isNotZero();
        assertThat(AccessEntry.of(rights.dacl())).extracting(AccessEntry::sid).contains(ANNA);
    }

    @Test
    void what_lies_in_a_folder_of_this_machine_is_for_no_other_account() throws Exception {
        Path restored = Files.createDirectory(folder.resolve("restored"));
        Files.createDirectory(restored.resolve("anna"));
        ExportResult put = FileExport.toFolder(
                files,
                List.of(files.find("compressed").orElseThrow()),
                ExportLimits.STANDARD,
                new LocalStorage(restored),
                "anna",
                DAY,
                Progress.NONE);
        List<Path> all;
        try (Stream<Path> walk = Files.walk(restored.resolve(put.where()))) {
            all = walk.toList();
        }
        assertThat(all).hasSizeGreaterThan(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(restored.resolve("anna"))))
                .as("where earlier ones lie")
                .isEqualTo("rwx------");
        for (Path one : all) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                    .as(one.toString())
                    .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
        }
    }

    @Test
    void a_server_that_says_nothing_of_rights_gets_nothing() throws Exception {
        StorageProvider silent = new LayeredStorage(share) {
            @Override
            public FileSecurity security(StoragePath path) {
                return new FileSecurity(null, null, new byte[0]);
            }

            @Override
            public StorageProvider onOwnConnection() {
                return this;
            }

            @Override
            public StorageProvider onOwnConnection(ConnectionTerms terms) {
                return this;
            }
        };
        assertThatThrownBy(() -> FileExport.toFolder(
                        files,
                        List.of(files.find("compressed").orElseThrow()),
                        ExportLimits.STANDARD,
                        silent,
                        "anna",
                        DAY,
                        Progress.NONE))
                .isInstanceOfSatisfying(ExportRefusedException.class, refused -> assertThat(refused.why())
                        .isEqualTo(ExportRefusedException.Why.NOT_CLOSED));
        assertThat(share.list(StoragePath.of("anna"))).isEmpty();
    }

    @Test
    void one_that_is_stopped_leaves_nothing() throws Exception {
        assertThatThrownBy(() -> FileExport.toFolder(
                        files,
                        List.of(files.find("compressed").orElseThrow()),
                        ExportLimits.STANDARD,
                        share,
                        "anna",
                        DAY,
                        (done, total) -> done < 100_000))
                .isInstanceOf(CancellationException.class);
        assertThat(share.list(StoragePath.of("anna"))).isEmpty();
    }

    @Test
    void names_are_made_safe() {
        assertThat(SafeNames.of("con.txt")).isEqualTo("_con.txt");
        assertThat(SafeNames.of("LPT1")).isEqualTo("_LPT1");
        assertThat(SafeNames.of("..")).isEqualTo("__");
        assertThat(SafeNames.of("a.")).isEqualTo("a_");
        assertThat(SafeNames.of("a ")).isEqualTo("a_");
        assertThat(SafeNames.of("a\u0001b\\c:d")).isEqualTo("a_b_c_d");
        assertThat(SafeNames.of("exe\u202Etxt")).isEqualTo("exe_txt");
        assertThat(SafeNames.of("x".repeat(300) + ".docx")).hasSize(240).endsWith(".docx");
        assertThat(SafeNames.of("console")).isEqualTo("console");
        SafeNames folder = new SafeNames();
        assertThat(folder.take("a?.txt")).isEqualTo("a_.txt");
        assertThat(folder.take("A*.TXT")).isEqualTo("A_ (2).TXT");
    }

    @Test
    void a_file_that_is_in_many_snapshots_is_told_once() throws Exception {
        backUp("all-kinds.ntfs");
        backUp("all-kinds.ntfs");
        List<String> paths = new ArrayList<>(List.of("linked", "SIZE 1", "compressed/runs 4"));
        for (String path : paths) {
            FileVersions versions = FileVersions.of(repository, IDENTITY, path, Runnable::run, 0);
            assertThat(versions.unread()).isEmpty();
            assertThat(versions.versions()).as(path).hasSize(1);
        }
        assertThat(FileVersions.of(repository, IDENTITY, "no such", Runnable::run, 0)
                        .versions())
                .isEmpty();
        assertThat(ContainerPoints.of(repository, IDENTITY).points()).hasSize(3);
    }
}
