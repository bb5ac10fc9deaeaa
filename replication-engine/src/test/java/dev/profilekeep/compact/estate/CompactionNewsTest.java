package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.inventory.RunControl;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real night brought, as it is told by mail to who is there for all sites and for one. */
class CompactionNewsTest {
    @TempDir
    Path folder;

    private GreenMail server;
    private CompactedEstate estate;

    @BeforeEach
    void start() throws Exception {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        estate = new CompactedEstate(folder, "", "stopAtFailures: 1");
        estate.estate.with(
                """
                policies: {compaction: {minimumBytes: 1 MiB, minimumPercent: 1, stopAtFailures: 1}}
                portal: {publicUrl: "https://profiles.example.com"}
                notifications:
                  mail: {host: 127.0.0.1, port: %d, security: NONE, from: profilekeep@example.com}
                  channels:
                    - {id: all, email: [ada@example.com]}
                    - {id: lon, email: [ben@example.com], sites: [lon]}
                    - {id: fra, email: [cleo@example.com], sites: [fra], language: de}
                """
                        .formatted(server.getSmtp().getPort()));
        for (String one : List.of("anna", "ben")) {
            estate.lay(FRA, one);
        }
        estate.inventory();
        estate.engine().notifications().tick();
        estate.estate.clock().forward(Duration.ofSeconds(61));
    }

    @AfterEach
    void stop() {
        estate.close();
        server.stop();
    }

    private List<MimeMessage> mails(int expected) throws Exception {
        estate.estate.clock().forward(Duration.ofHours(1));
        estate.engine().notifications().tick();
        server.waitForIncomingEmail(20_000, expected);
        return Arrays.asList(server.getReceivedMessages());
    }

    private static String textFor(String who, List<MimeMessage> mails) throws Exception {
        for (MimeMessage mail : mails) {
            if (mail.getAllRecipients()[0].toString().startsWith(who)) {
                return mail.getSubject() + "\n" + mail.getContent();
            }
        }
        throw new AssertionError("no mail to " + who);
    }

    @Test
    void who_is_there_for_a_site_hears_of_its_containers_alone_and_who_is_for_all_of_old_files_too() throws Exception {
        CompactionRun look = estate.compactions().runAll("Ada", true, true, List.of(), RunControl.NEVER_STOP);
        assertThat(look.possibleBytes()).isPositive();
        CompactionRun run = estate.night();
        assertThat(run.compacted()).as(estate.items(run).toString()).isEqualTo(2);

        List<MimeMessage> mails = mails(2);

        assertThat(mails).as("a look is none, nor is what is of another site").hasSize(2);
        assertThat(textFor("ada", mails))
                .contains("2 disks became smaller", "In old files: ", "https://profiles.example.com/space");
        assertThat(textFor("cleo", mails))
                .contains("2 Disks wurden kleiner")
                .doesNotContain("alten Dateien", "In old files");
    }

    @Test
    void what_failed_is_named_as_the_portal_names_it() throws Exception {
        estate.spoil();
        estate.engine().notifications().tick();
        CompactionRun run = estate.night();
        assertThat(estate.compactions().within(run, Reach.EVERYWHERE).failed()).isPositive();
        CompactionItem failed = estate.items(run).get(0);

        List<MimeMessage> mails = mails(2);

        assertThat(textFor("ada", mails))
                .contains("1 copy failed", "  " + failed.account() + " (", "Too many failed: 1 disk")
                .doesNotContain("S-1-5-21", "VHDX");
    }
}
