package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what happens in quiet hours to the mail after them, by the clock. The channel has no digest to make up for anything. */
class QuietHoursTest {
    @TempDir
    Path folder;

    private final List<Trouble> troubles = new ArrayList<>();
    private GreenMail server;
    private Estate estate;
    private Notifications node;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        estate = new Estate(folder)
                .with(
                        """
                        notifications:
                          zone: UTC
                          mail: {host: 127.0.0.1, port: %d, security: NONE, from: profilekeep@example.com}
                          channels:
                            - id: ops
                              email: [ops@example.com]
                              severity: WARN
                              atOnce: WARN
                              digest: []
                              quietHours: ["20:00-21:10"]
                        """
                                .formatted(server.getSmtp().getPort()));
        estate.clock().set(Instant.parse("2026-11-20T20:30:00Z"));
        Engine engine = estate.engine();
        node = new Notifications(
                engine.config(),
                engine.catalog().database(),
                engine.locations()::storage,
                container -> Standing.NOT_YET,
                List.of(new TroubleSource() {
                    @Override
                    public String name() {
                        return "test";
                    }

                    @Override
                    public Optional<List<Trouble>> now() {
                        return Optional.of(List.copyOf(troubles));
                    }
                }),
                new ToldNights(),
                estate.clock(),
                "a");
    }

    @AfterEach
    void stop() {
        node.close();
        estate.close();
        server.stop();
    }

    private void until(String time) throws InterruptedException {
        Instant end = Instant.parse("2026-11-20T" + time + "Z");
        while (estate.clock().instant().isBefore(end)) {
            estate.clock().forward(Duration.ofSeconds(30));
            node.tick();
            node.settle();
        }
    }

    private void goes(String location) {
        troubles.add(new Trouble(
                location,
                IncidentKind.LOCATION_DOWN,
                Severity.WARN,
                "fra",
                Map.of("location", location, "reason", "gone"),
                null));
    }

    @Test
    void what_opened_and_was_over_in_quiet_hours_is_told_when_they_end_once() throws Exception {
        node.tick();
        goes("Profiles");
        until("20:40:00");
        troubles.clear();
        until("21:09:30");
        assertThat(server.getReceivedMessages()).as("in quiet hours").isEmpty();
        until("21:11:00");
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(server.getReceivedMessages()[0].getSubject()).contains("Profiles does not answer");
        assertThat(String.valueOf(server.getReceivedMessages()[0].getContent())).contains("It is over.");
        until("22:00:00");
        assertThat(server.getReceivedMessages()).as("once").hasSize(1);
    }

    @Test
    void what_lasts_still_and_what_is_over_go_in_one_message() throws Exception {
        node.tick();
        goes("Profiles");
        until("20:45:00");
        troubles.clear();
        goes("Office");
        until("21:12:00");
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(String.valueOf(server.getReceivedMessages()[0].getContent())).contains("Profiles", "Office");
    }
}
