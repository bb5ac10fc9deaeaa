package dev.profilekeep.hostlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.fslogix.LogObservation;
import dev.profilekeep.fslogix.LogObservation.Kind;
import dev.profilekeep.hostlog.HostLog.Why;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.TrackingStorage;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLogsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    /** 10:30 in Frankfurt. */
    private static final Instant MORNING = Instant.parse("2026-03-02T09:30:00Z");

    private static final String TODAY = "Profile-20260302.log";
    private static final String ANNAS_DISK = "\\\\fs\\profiles\\S-1-5-21-1-2-3-1001_anna\\Profile_anna.VHDX";

    @TempDir
    Path folder;

    private Path logs;
    private Instant now = MORNING;
    private ProfileKeepConfig config;
    private HostLogs hostLogs;
    private final Map<String, TrackingStorage> tracked = new ConcurrentHashMap<>();
    private Function<LocationConfig, StorageProvider> bare = location -> new LocalStorage(Path.of(location.address()));

    @BeforeEach
    void makeFolder() throws IOException {
        logs = Files.createDirectories(folder.resolve("logs"));
    }

    @AfterEach
    void close() {
        if (hostLogs != null) {
            hostLogs.close();
        }
    }

    /** The next reading remembers nothing. */
    private void anew() {
        hostLogs.close();
        hostLogs = null;
        tracked.clear();
    }

    private static String head(String computer, String date) {
        return "Log file created " + date
                + " at 00:05:00\r\nUTC+01:00\r\nOrigin: x\\frxsvc.exe (Version 3.26.126.19110)\r\n" + "Computer Name: "
                + computer + " User Name: SYSTEM\r\n----------------------------------------\r\n";
    }

    private static String locked(String time) {
        return "[" + time + ".000][tid:00000e2c.00001a2b][ERROR:00000020]   Attach vhd(x) failed, file is locked: "
                + ANNAS_DISK + "\r\n";
    }

    private Path write(String path, String text) {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String path, byte[] bytes) {
        Path file = logs.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProfileKeepConfig config(String places) {
        try {
            Files.writeString(
                    folder.resolve("profilekeep.yml"),
                    """
                    sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
                    locations: [{id: p, site: fra, address: p}]
                    sets:
                      - {id: pool, replication: ENGINE, activeSite: fra, locations: [p], logs: [%s]}
                    """
                            .formatted(places));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigFile.read(folder.resolve("profilekeep.yml"));
    }

    private List<HostLog> read(String places, Duration wait, String... hosts) {
        return read(places, ContainerKind.PROFILE, wait, hosts);
    }

    private List<HostLog> read(String places, ContainerKind kind, Duration wait, String... hosts) {
        if (hostLogs == null) {
            config = config(places);
            hostLogs = new HostLogs(
                    config,
                    location -> tracked.computeIfAbsent(location.id(), id -> new TrackingStorage(bare.apply(location))),
                    Clock.fixed(now, ZoneOffset.UTC));
        }
        return hostLogs.read(config.sets().get(0), kind, List.of(hosts), wait);
    }

    private static HostLog.Read only(List<HostLog> logs) {
        assertThat(logs).hasSize(1);
        assertThat(logs.get(0)).isInstanceOf(HostLog.Read.class);
        return (HostLog.Read) logs.get(0);
    }

    private static Why why(List<HostLog> logs) {
        assertThat(logs).hasSize(1);
        assertThat(logs.get(0)).isInstanceOf(HostLog.Unread.class);
        return ((HostLog.Unread) logs.get(0)).why();
    }

    private static List<String> times(HostLog.Read log) {
        return log.lines().stream().map(line -> line.time().clock().toString()).toList();
    }

    private static final String OWN = "{site: fra, address: 'logs/{host}'}";
    private static final String SHARED = "{site: fra, address: logs}";

    @ParameterizedTest
    @ValueSource(strings = {"AVD-12/", "AVD-12/Profile/", "avd-12/profile/"})
    void a_host_has_a_folder_of_its_own_in_whatever_case(String where) {
        write(where + TODAY, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        for (String place : new String[] {OWN, SHARED}) {
            HostLog.Read log =
                    only(read(place, LONG, "avd-12".equals(where.substring(0, 6)) ? "AVD-12" : "AVD-12.x.test"));
            assertThat(log.file()).isEqualTo(TODAY);
            assertThat(log.zone().getId()).isEqualTo("Europe/Berlin");
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.kind()).isEqualTo(Kind.IN_USE);
                assertThat(line.account()).isEqualTo("anna");
                assertThat(line.at()).isEqualTo("2026-03-02T09:12:07Z");
            });
            anew();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AVD-12_Profile-20260302.log",
                "Profile-20260302_avd-12.log",
                "Profile-20260302-AVD-12.x.test.log",
                "Profile/AVD-12 Profile-20260302.LOG",
                TODAY,
                "Profile-20260302-1.log"
            })
    void files_of_all_hosts_lie_side_by_side_and_name_or_head_says_whose_they_are(String name) {
        write(name, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        assertThat(times(only(read(SHARED, LONG, "AVD-12")))).containsExactly("10:12:07");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVD-1", "VD-12", "AVD-12-B", "AVD"})
    void a_name_that_is_a_part_of_another_is_nobodys(String host) {
        write("AVD-12/" + TODAY, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        write("AVD-12_" + TODAY, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        write(TODAY, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        assertThat(why(read(SHARED, LONG, host))).isEqualTo(Why.NOT_THERE);
    }

    @Test
    void lines_below_the_head_of_another_computer_are_not_this_hosts() {
        write(
                "AVD-12/" + TODAY,
                head("AVD-13", "2026-03-02") + locked("10:01:00") + head("AVD-12", "2026-03-02") + locked("10:02:00"));
        assertThat(times(only(read(OWN, LONG, "AVD-12")))).containsExactly("10:02");
    }

    @Test
    void the_head_and_the_last_quarter_of_a_mebibyte_of_a_long_file_are_read_and_no_more() {
        StringBuilder text = new StringBuilder(head("AVD-12", "2026-03-02")).append(locked("08:00:00"));
        while (text.length() < 8 << 20) {
            text.append("[09:00:00.000][tid:00000e2c.00001a2b][INFO]   nothing that matters\r\n");
        }
        text.append(locked("10:12:07"));
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            String mark = charset.equals(StandardCharsets.UTF_16BE) ? "\uFEFF" : "";
            write("AVD-12/" + TODAY, (mark + text).getBytes(charset));
            write("AVD-12/Profile/" + TODAY, "no log at all");
            long[] read = {0};
            bare = location -> new Layer(location) {
                @Override
                public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
                    return new LayeredFile(super.openForReading(path, sharing)) {
                        @Override
                        public void readFully(long offset, ByteBuffer target) throws IOException {
                            read[0] += target.remaining();
                            super.readFully(offset, target);
                        }
                    };
                }
            };
            HostLog.Read log = only(read(OWN, LONG, "AVD-12"));
            assertThat(times(log)).as(charset.name()).containsExactly("10:12:07");
            assertThat(log.lines().get(0).host()).isEqualTo("AVD-12");
            assertThat(read[0]).isBetween(200_000L, 300_000L);
            anew();
        }
    }

    @Test
    void the_newest_file_counts_and_shortly_after_midnight_that_of_the_day_before_too() {
        write("AVD-12/Profile-20260228.log", head("AVD-12", "2026-02-28") + locked("23:00:00"));
        write("AVD-12/Profile-20260301.log", head("AVD-12", "2026-03-01") + locked("23:58:00"));
        write("AVD-12/" + TODAY, head("AVD-12", "2026-03-02") + locked("00:10:00"));
        write("AVD-12/Profile-20270101.log", head("AVD-12", "2027-01-01") + locked("00:10:00"));
        write("AVD-12/Profile-20261399.log", head("AVD-12", "2026-03-02") + locked("01:10:00"));
        assertThat(times(only(read(OWN, LONG, "AVD-12")))).containsExactly("00:10");
        anew();
        now = Instant.parse("2026-03-01T23:20:00Z"); // twenty past midnight in Frankfurt
        HostLog.Read night = only(read(OWN, LONG, "AVD-12"));
        assertThat(night.lines())
                .extracting(LogObservation::at)
                .containsExactly(Instant.parse("2026-03-01T22:58:00Z"), Instant.parse("2026-03-01T23:10:00Z"));
        assertThat(night.file()).isEqualTo(TODAY);
    }

    @Test
    void a_machine_that_writes_no_more_is_told_by_its_last_file_and_odfc_by_its_own() {
        write("AVD-12/Profile/Profile-20260227.log", head("AVD-12", "2026-02-27") + locked("18:00:00"));
        write("AVD-12/ODFC/ODFC-20260301.log", head("AVD-12", "2026-03-01") + locked("19:00:00"));
        assertThat(only(read(OWN, LONG, "AVD-12")).file()).isEqualTo("Profile-20260227.log");
        assertThat(times(only(read(OWN, ContainerKind.ODFC, LONG, "AVD-12")))).containsExactly("19:00");
    }

    @Test
    void links_lead_nowhere() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve(TODAY), head("AVD-12", "2026-03-02") + locked("10:12:07"));
        Files.createSymbolicLink(logs.resolve("AVD-12"), elsewhere);
        Files.createDirectory(logs.resolve("AVD-13"));
        Files.createSymbolicLink(logs.resolve("AVD-13").resolve(TODAY), elsewhere.resolve(TODAY));
        Files.createSymbolicLink(logs.resolve("AVD-13").resolve("Profile"), elsewhere);
        Files.createSymbolicLink(logs.resolve("AVD-14"), logs.resolve("AVD-15"));
        write("AVD-15/" + TODAY, head("AVD-14", "2026-03-02") + locked("10:12:07"));
        assertThat(read(OWN, LONG, "AVD-12", "AVD-13", "AVD-14"))
                .allMatch(log -> log instanceof HostLog.Unread unread && unread.why() == Why.NOT_THERE)
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../elsewhere",
                "..\\elsewhere",
                "AVD-12/../../elsewhere",
                ".",
                "",
                "a/b",
                "C:",
                "10.0.0.5",
                "fe80::1",
                "AVD\u0000",
                "AVD..x",
                "{host}",
                "a b"
            })
    void what_is_no_computers_name_is_never_a_path(String host) throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve(TODAY), head("AVD-12", "2026-03-02") + locked("10:12:07"));
        assertThat(why(read(OWN, LONG, host))).isEqualTo(Why.NO_NAME);
        assertThat(tracked).isEmpty();
    }

    @Test
    void a_place_that_is_silent_is_told_in_time_keeps_nobody_waiting_and_is_then_left_alone() throws Exception {
        Files.createDirectories(folder.resolve("silent"));
        write("AVD-12/" + TODAY, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        CountDownLatch never = new CountDownLatch(1);
        bare = location -> location.id().endsWith("-1")
                ? new Layer(location) {
                    @Override
                    public StoredFile stat(StoragePath path) throws IOException {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return super.stat(path);
                    }
                }
                : new LocalStorage(Path.of(location.address()));
        String places = "{site: lon, address: 'silent/{host}'}, " + OWN;
        long begun = System.nanoTime();
        List<HostLog> told = read(places, Duration.ofMillis(700), "AVD-12", "AVD-99");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isInstanceOf(HostLog.Read.class);
        assertThat(told.get(1))
                .isEqualTo(new HostLog.Unread("AVD-99", Why.SILENT, folder.resolve("silent") + "/{host}", ""));
        int asked = tracked.get("pool-logs-1").calls().size();
        assertThat(why(read(places, Duration.ofMinutes(5), "AVD-98"))).isEqualTo(Why.SILENT);
        assertThat(tracked.get("pool-logs-1").calls()).hasSize(asked);
        never.countDown();
    }

    @Test
    void a_place_that_refuses_is_told_with_what_it_said_and_one_that_is_down_is_left_alone() {
        bare = location -> new FaultyStorage(new LocalStorage(Path.of(location.address())))
                .fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        HostLog.Unread told = (HostLog.Unread) read(SHARED, LONG, "AVD-12").get(0);
        assertThat(told.why()).isEqualTo(Why.FAILED);
        assertThat(told.detail()).isEqualTo(FaultyStorage.unreachable().getMessage());
        int asked = tracked.get("pool-logs-1").calls().size();
        assertThat(why(read(SHARED, LONG, "AVD-13"))).isEqualTo(Why.FAILED);
        assertThat(tracked.get("pool-logs-1").calls()).hasSize(asked);
    }

    @Test
    void a_folder_that_is_not_there_and_a_password_that_is_not_there_end_no_look() {
        bare = location -> {
            throw new UncheckedIOException(new IOException("credentials 'service': no such variable"));
        };
        HostLog.Unread told = (HostLog.Unread) read(SHARED, LONG, "AVD-12").get(0);
        assertThat(told.why()).isEqualTo(Why.FAILED);
        assertThat(told.detail()).contains("no such variable");
        anew();
        bare = location -> new LocalStorage(folder.resolve("nowhere"));
        assertThat(why(read(SHARED, LONG, "AVD-12"))).isEqualTo(Why.FAILED);
    }

    @Test
    void it_reads_and_does_nothing_else_and_not_again_at_once() {
        write("AVD-12/Profile/" + TODAY, head("AVD-12", "2026-03-02") + locked("10:12:07"));
        read(OWN, LONG, "AVD-12");
        TrackingStorage storage = tracked.get("pool-logs-1");
        assertThat(Set.copyOf(storage.verbs()))
                .isSubsetOf(
                        "list", "list.entry", "stat", "openForReading", "file.stat", "file.readFully", "file.close");
        int asked = storage.calls().size();
        assertThat(read(OWN, LONG, "avd-12")).hasSize(1);
        assertThat(storage.calls()).hasSize(asked);
    }

    @Test
    void no_change_of_bytes_ends_in_anything_but_an_answer() {
        Random random = new Random(20260302);
        byte[] sound = (head("AVD-12", "2026-03-02") + locked("10:12:07") + locked("10:12:08"))
                .getBytes(StandardCharsets.UTF_8);
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            for (int i = 0; i < 1_500; i++) {
                byte[] bytes = sound.clone();
                for (int change = 1 + random.nextInt(8); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                write("AVD-12/" + TODAY, bytes);
                List<HostLog> told = read(OWN, LONG, "AVD-12");
                assertThat(told).hasSize(1);
                assertThat(told.get(0))
                        .as("%s", told)
                        .satisfiesAnyOf(
                                log -> assertThat(log).isInstanceOf(HostLog.Read.class),
                                log -> assertThat(((HostLog.Unread) log).why()).isEqualTo(Why.NOT_THERE));
                anew();
            }
        });
    }

    @Test
    void nuls_of_a_machine_that_lost_its_power_and_lines_without_an_end_hide_nothing_else() {
        write(
                "AVD-12/" + TODAY,
                head("AVD-12", "2026-03-02")
                        + "\0".repeat(5_000)
                        + locked("08:40:00")
                        + "x".repeat(100_000)
                        + "\r\n"
                        + locked("10:12:07"));
        assertThat(times(only(read(OWN, LONG, "AVD-12")))).containsExactly("08:40", "10:12:07");
        anew();
        write("AVD-12/" + TODAY, "x".repeat(4 << 20));
        assertThat(only(read(OWN, LONG, "AVD-12")).lines()).isEmpty();
    }

    /** A place that a test changes something about. */
    private abstract static class Layer extends LayeredStorage {
        Layer(LocationConfig location) {
            super(new LocalStorage(Path.of(location.address())));
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException();
        }
    }
}
