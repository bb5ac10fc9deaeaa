package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.notify.CompactionReport.Failed;
import dev.profilekeep.notify.CompactionReport.Left;
import dev.profilekeep.notify.CompactionReport.Room;
import dev.profilekeep.notify.CompactionReports.Ended;
import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a night of compactions to the mail about it, on every database; with a real SMTP server. */
abstract class NightsMailContract {
    private static final Instant START = Instant.parse("2026-11-20T03:00:00Z");

    @TempDir
    Path folder;

    private final ToldNights nights = new ToldNights();
    private final List<Notifications> opened = new ArrayList<>();
    private GreenMail server;
    private Estate estate;
    private Engine engine;

    /** The key "database" of the configuration, of an empty one. */
    abstract String emptyDatabase() throws Exception;

    @BeforeEach
    void start() throws Exception {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        estate = new Estate(folder).database(emptyDatabase());
        estate.clock().set(START);
    }

    @AfterEach
    void stop() {
        opened.forEach(Notifications::close);
        estate.close();
        server.stop();
    }

    private Notifications node(String name, String channels) {
        if (engine == null) {
            estate.with("notifications: {zone: UTC, mail: {host: 127.0.0.1, port: "
                    + server.getSmtp().getPort() + ", security: NONE, from: profilekeep@example.com}, channels: ["
                    + channels + "]}");
            engine = estate.engine();
        }
        Notifications made = new Notifications(
                engine.config(),
                engine.catalog().database(),
                engine.locations()::storage,
                container -> Standing.NOT_YET,
                List.of(),
                nights,
                estate.clock(),
                name);
        opened.add(made);
        return made;
    }

    private void tick(Notifications node, Duration after) throws Exception {
        estate.clock().forward(after);
        node.tick();
        node.settle();
    }

    /** A run that ends now. */
    private void ends(long run, boolean done, long total) {
        Instant now = estate.clock().instant();
        nights.ended.add(new Ended(run, now, done));
        nights.reports.put(
                run,
                new CompactionReport(
                        now.minus(Duration.ofHours(2)),
                        now,
                        "",
                        total,
                        run,
                        3 << 20,
                        5 << 20,
                        List.of(new Left("in-use", false, 3, 5 << 20)),
                        List.of(),
                        0,
                        null));
    }

    private List<String> told() {
        return Arrays.stream(server.getReceivedMessages())
                .map(message -> {
                    try {
                        return message.getAllRecipients()[0] + " " + message.getSubject();
                    } catch (MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .sorted()
                .toList();
    }

    private static String of(String who, String number) {
        return who + "@example.com [ProfileKeep] " + number + " disks became smaller, 3\u00a0MB freed";
    }

    @Test
    void each_run_is_told_once_to_each_address_and_no_restart_repeats_it() throws Exception {
        Notifications node = node("a", "{id: ops, email: [ada@example.com, ben@example.com]}");
        tick(node, Duration.ZERO);
        assertThat(told()).as("nothing ran").isEmpty();

        ends(7, true, 10);
        tick(node, Duration.ofSeconds(30));
        assertThat(told()).containsExactly(of("ada", "7"), of("ben", "7"));

        node.close();
        Notifications next = node("b", "");
        tick(next, Duration.ofHours(1));
        assertThat(told()).hasSize(2);

        ends(8, true, 10);
        tick(next, Duration.ofHours(23));
        tick(next, Duration.ofHours(1));
        assertThat(told()).containsExactly(of("ada", "7"), of("ada", "8"), of("ben", "7"), of("ben", "8"));
    }

    @Test
    void who_does_not_want_it_and_who_came_later_hear_nothing_of_it() throws Exception {
        ends(7, true, 10);
        estate.clock().forward(Duration.ofHours(1));
        Notifications node = node(
                "a", "{id: later, email: [ada@example.com]}, {id: not, email: [ben@example.com], compactions: false}");
        tick(node, Duration.ZERO);
        tick(node, Duration.ofMinutes(1));
        assertThat(told()).as("before the channel was there").isEmpty();

        ends(8, true, 10);
        ends(9, true, 0);
        tick(node, Duration.ofMinutes(1));
        assertThat(told()).containsExactly(of("ada", "8"));
    }

    @Test
    void it_waits_for_quiet_hours_to_end() throws Exception {
        Notifications node = node(
                "a",
                "{id: ops, email: [ada@example.com], quietHours: ['20:00-07:00'], throughQuietHours: CRITICAL},"
                        + " {id: night, email: [ben@example.com], quietHours: ['20:00-07:00'], throughQuietHours: INFO}");
        tick(node, Duration.ZERO);
        ends(7, true, 10);
        tick(node, Duration.ofHours(3));
        assertThat(told()).containsExactly(of("ben", "7"));
        tick(node, Duration.ofHours(1));
        assertThat(told()).containsExactly(of("ada", "7"), of("ben", "7"));
    }

    @Test
    void one_that_broke_off_is_told_when_nobody_went_on_with_it() throws Exception {
        Notifications node = node("a", "{id: ops, email: [ada@example.com]}");
        tick(node, Duration.ZERO);
        ends(7, false, 10);
        tick(node, Duration.ofMinutes(9));
        assertThat(told()).isEmpty();
        nights.ended.clear(); // somebody goes on with it: it is under way again
        tick(node, Duration.ofHours(1));
        assertThat(told()).isEmpty();
        ends(7, true, 10);
        tick(node, Duration.ZERO);
        assertThat(told()).hasSize(1);

        ends(8, false, 10);
        tick(node, Duration.ofMinutes(10));
        assertThat(told()).containsExactly(of("ada", "7"), of("ada", "8"));
    }

    @Test
    void it_says_what_was_freed_what_stands_in_the_way_and_what_room_comes_free() throws Exception {
        Notifications node = node("a", "{id: ops, email: [ada@example.com]}");
        tick(node, Duration.ZERO);
        nights.ended.add(new Ended(7, estate.clock().instant(), true));
        nights.reports.put(
                7L,
                new CompactionReport(
                        START.minus(Duration.ofHours(2)),
                        START,
                        "3 of 9 failed\r\nBcc: all@example.com",
                        60,
                        12,
                        36_721_970_381L,
                        8L << 30,
                        List.of(
                                new Left("cloud-cache", false, 40, 5L << 30),
                                new Left("locked", false, 1, 0),
                                new Left("gain-too-small", true, 4, 100),
                                new Left("already-minimal", true, 1, 0)),
                        List.of(new Failed("anna", "Profiles Frankfurt"), new Failed("a/ben.VHDX", "Profiles London")),
                        3,
                        new Room(14, 40L << 30, START.plus(Duration.ofDays(7)), START.plus(Duration.ofDays(9)))));

        tick(node, Duration.ZERO);

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(server.getReceivedMessages()[0].getSubject())
                .isEqualTo("[ProfileKeep] 12 disks became smaller, 34.2\u00a0GB freed, 5 copies failed");
        String text = String.valueOf(server.getReceivedMessages()[0].getContent())
                .replace("\r\n", "\n")
                .replace('\u202f', ' ');
        assertThat(text.strip() + "\n")
                .isEqualTo(
                        """
                        12 disks became smaller, 34.2\u00a0GB freed.
                        From Nov 20, 2026, 1:00 AM to Nov 20, 2026, 3:00 AM (UTC); 60 containers were looked for.
                        It ended before its time: 3 of 9 failed\\u{d}\\u{a}Bcc: all@example.com

                        What could be freed and is not (8\u00a0GB of those whose plan could be made):
                          Under Cloud Cache: 40 disks, up to 5\u00a0GB
                          Locked: 1 disk
                        5 disks have nothing worth the work inside.

                        Failed, and as before:
                          anna (Profiles Frankfurt)
                          a/ben.VHDX (Profiles London)
                          and 3 more

                        In old files: 40\u00a0GB in 14 files. Their room comes free from Nov 27, 2026 to Nov 29, 2026, of those who sign in and out until then.

                        Sent by ProfileKeep, once after each run that was to make disks smaller.
                        """);
    }
}
