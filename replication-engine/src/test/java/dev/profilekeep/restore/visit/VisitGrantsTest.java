package dev.profilekeep.restore.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.restore.visit.VisitRefusedException.Why;
import dev.profilekeep.storage.Encryption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into another person's backup: two agree, for an hour, and the owner reads of it. */
class VisitGrantsTest {
    private static final Actor HELGE = new Actor("S-1-5-21-1-2-3-1131", "Helge", List.of("HELPDESK"), "");
    private static final Actor ADA = new Actor("S-1-5-21-1-2-3-1102", "Ada", List.of("ADMINISTRATOR"), "");
    private static final ContainerRow ANNAS = row(7);
    private static final RestorePolicy POLICY = new RestorePolicy(
            true,
            new RestorePolicy.Download(true, false, List.of()),
            new RestorePolicy.Share("", "smb://files/restored", null, Encryption.PREFERRED, null),
            RestorePolicy.Within.STANDARD);

    @TempDir
    static Path folder;

    private static final Estate.MovingClock CLOCK = new Estate.MovingClock();
    private static VisitedBackup backup;
    private BackupVisits visits;
    private VisitGrants grants;

    private static ContainerRow row(long id) {
        return new ContainerRow(
                id,
                "office",
                ContainerKind.PROFILE,
                "S-1-5-21-1-2-3-1104",
                "anna",
                "Profile_anna",
                ContainerState.HEALTHY,
                List.of(),
                List.of("fra"),
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @BeforeAll
    static void backUp() throws IOException {
        backup = new VisitedBackup(folder, ANNAS, CLOCK);
    }

    @BeforeEach
    void open() {
        CLOCK.forward(Duration.ofHours(3)); // what was agreed on before is over
        backup.forget();
        backup.lastTold = null;
        grants = backup.grants;
        visits = backup.visits(POLICY);
    }

    @AfterEach
    void close() {
        visits.close();
    }

    @AfterAll
    static void end() {
        backup.close();
    }

    private Visited begun() throws ApprovalRefusedException {
        Approval asked = grants.ask(ANNAS, HELGE, "she cannot find her thesis");
        return grants.begin(ANNAS, grants.approve(asked.id(), ADA, ""), HELGE);
    }

    private static void refused(Why why, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(VisitRefusedException.class, e -> assertThat(e.why())
                .isEqualTo(why));
    }

    @Test
    void two_agree_one_looks_and_the_owner_reads_who_when_and_why() throws Exception {
        begun();
        assertThat(backup.lastTold.reason()).isEqualTo("she cannot find her thesis");
        try (Visit visit = visits.openAgreed(ANNAS, backup.point(), HELGE)) {
            assertThat(visit.own()).isFalse();
            visit.preview(visit.find("Long file name.text").orElseThrow());
            visit.put(List.of(visit.find("size 100").orElseThrow()), Progress.NONE);
            refused(
                    Why.NO_DOWNLOAD,
                    () -> visit.download(
                            List.of(visit.root()), null, new java.io.ByteArrayOutputStream(), Progress.NONE));
        }

        Visited read = grants.of("s-1-5-21-1-2-3-1104", 1).get(0);
        assertThat(read.visitorName()).isEqualTo("Helge");
        assertThat(read.deciderName()).isEqualTo("Ada");
        assertThat(List.of(read.openings(), read.previews(), read.exports(), read.downloads()))
                .containsExactly(1, 1, 1, 0);
        assertThat(backup.told())
                .startsWith("files.visit done", "files.open begun", "files.open done", "files.preview begun");
        assertThat(backup.entries()).allSatisfy(record -> {
            assertThat(record.entry().subject()).isEqualTo("container:7");
            assertThat(record.entry().reason()).isEqualTo("she cannot find her thesis");
            assertThat(record.entry().toString()).doesNotContain("Long file").doesNotContain("size 100");
        });
        assertThat(backup.share.list(dev.profilekeep.storage.StoragePath.ROOT))
                .as("for the owner, not for who looked")
                .extracting(dev.profilekeep.storage.StoredFile::name)
                .containsExactly("anna-1104");
    }

    @Test
    void one_alone_opens_nothing_and_neither_does_whoever_agreed() throws Exception {
        refused(Why.NOT_AGREED, () -> visits.openAgreed(ANNAS, backup.point(), HELGE));
        Approval asked = grants.ask(ANNAS, HELGE, "why");
        assertThatThrownBy(() -> grants.approve(asked.id(), HELGE, "")).isInstanceOf(ApprovalRefusedException.class);
        assertThatThrownBy(() -> grants.begin(ANNAS, asked, HELGE)).isInstanceOf(ApprovalRefusedException.class);
        Approval agreed = grants.approve(asked.id(), ADA, "");
        assertThatThrownBy(() -> grants.begin(ANNAS, agreed, ADA)).isInstanceOf(ApprovalRefusedException.class);
        refused(Why.NOT_AGREED, () -> visits.openAgreed(ANNAS, backup.point(), HELGE));
        grants.begin(ANNAS, agreed, HELGE);
        refused(Why.NOT_AGREED, () -> visits.openAgreed(ANNAS, backup.point(), ADA));
        visits.openAgreed(ANNAS, backup.point(), HELGE).close();
        assertThatThrownBy(() -> grants.begin(ANNAS, agreed, HELGE))
                .as("it is used up")
                .isInstanceOf(ApprovalRefusedException.class);
    }

    @Test
    void after_the_hour_an_open_backup_shows_nothing_more() throws Exception {
        begun();
        try (Visit visit = visits.openAgreed(ANNAS, backup.point(), HELGE)) {
            visit.root();
            CLOCK.forward(VisitGrants.LASTS.plusSeconds(1));
            refused(Why.OVER, visit::root);
        }
        refused(Why.NOT_AGREED, () -> visits.openAgreed(ANNAS, backup.point(), HELGE));
    }

    @Test
    void whoever_looks_can_say_that_it_is_enough() throws Exception {
        begun();
        try (Visit visit = visits.openAgreed(ANNAS, backup.point(), HELGE)) {
            grants.end(7, HELGE);
            refused(Why.OVER, visit::root);
        }
    }

    @Test
    void what_was_agreed_on_is_about_one_container_alone() throws Exception {
        Approval agreed = grants.approve(grants.ask(ANNAS, HELGE, "why").id(), ADA, "");
        assertThatThrownBy(() -> grants.begin(row(8), agreed, HELGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not about container 8");
        grants.begin(ANNAS, agreed, HELGE);
        refused(Why.NOT_AGREED, () -> visits.openAgreed(row(8), backup.point(), HELGE));
    }
}
