package dev.profilekeep.backup.points;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.points.BackupList.Filter;
import dev.profilekeep.backup.points.BackupList.Sort;
import dev.profilekeep.backup.points.BackupList.Standing;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can be brought back, from the catalog of a real inventory. */
class BackupListTest {
    @TempDir
    Path folder;

    private Estate estate;
    private BackupList list;
    private Instant now;

    @BeforeEach
    void open() throws Exception {
        estate = new Estate(folder);
        prepare(estate);
        estate.put("fra-profiles", Estate.ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        estate.put("fra-profiles", Estate.BEN + "_ben/Profile_ben.VHDX", "mbr-fixed.vhdx");
        estate.engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        list = estate.engine().backupList();
        now = estate.clock().instant();
    }

    /** Says which database. */
    void prepare(Estate made) {}

    @AfterEach
    void close() {
        estate.close();
    }

    private void backedUp(String sid, String name, Duration ago, Instant goes) {
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "INSERT INTO restore_point (repository_id, snapshot_id, place, container_key, set_id, kind,"
                                + " sid, base_name, location, path, moment, made, of_storage, written, file_bytes, pinned,"
                                + " goes_at) VALUES ('main', ?, 0, ?, 'pool', 'PROFILE', ?, ?, 'x', 'y', ?, ?, FALSE, 0,"
                                + " 1, FALSE, ?)",
                        UUID.randomUUID().toString(),
                        new ContainerIdentity("pool", ContainerKind.PROFILE, sid, name).key(),
                        sid,
                        name,
                        now.minus(ago),
                        now.minus(ago),
                        goes));
    }

    private Filter filter(Standing... standings) {
        return new Filter(
                "", Set.of(ContainerKind.PROFILE), Set.of(standings), now.minus(Duration.ofDays(3)), Reach.EVERYWHERE);
    }

    @Test
    void who_has_no_backup_comes_first_and_each_is_counted_once() {
        backedUp(Estate.ANNA, "Profile_anna", Duration.ofHours(5), null);
        backedUp(Estate.ANNA, "Profile_anna", Duration.ofDays(9), null);
        assertThat(list.list(filter(), Sort.OLDEST_FIRST, 0, 10))
                .extracting(ContainerBackup::account)
                .containsExactly("ben", "anna");
        ContainerBackup anna =
                list.list(filter(Standing.FRESH), Sort.ACCOUNT, 0, 10).get(0);
        assertThat(anna.points()).isEqualTo(2);
        assertThat(anna.age(now)).isEqualTo(Duration.ofHours(5));
        assertThat(anna.oldest()).isEqualTo(now.minus(Duration.ofDays(9)));
        assertThat(anna.sites()).containsExactly("fra");
        assertThat(anna.lastWritten()).isNotNull();
        assertThat(list.totals(filter())).isEqualTo(new BackupList.Totals(2, 1, 0));
        assertThat(list.count(filter(Standing.NONE))).isEqualTo(1);
        assertThat(list.known("main").points()).isEqualTo(2);
        assertThat(list.known("another").newest()).isNull();
    }

    @Test
    void what_is_forgotten_by_now_is_no_backup() {
        backedUp(Estate.ANNA, "Profile_anna", Duration.ofHours(5), now.minusSeconds(1));
        backedUp(Estate.BEN, "Profile_ben", Duration.ofDays(4), now.plusSeconds(600));
        assertThat(list.totals(filter())).isEqualTo(new BackupList.Totals(2, 1, 1));
        assertThat(list.list(filter(Standing.OLD), Sort.NEWEST_FIRST, 0, 10))
                .extracting(ContainerBackup::account)
                .containsExactly("ben");
    }

    @Test
    void one_dated_ahead_makes_nobody_fresh_who_has_another() {
        backedUp(Estate.ANNA, "Profile_anna", Duration.ofDays(4), null);
        backedUp(Estate.ANNA, "Profile_anna", Duration.ofDays(-30), null);
        backedUp(Estate.BEN, "Profile_ben", Duration.ofMinutes(-50), null);
        assertThat(list.list(filter(Standing.OLD), Sort.ACCOUNT, 0, 10))
                .singleElement()
                .satisfies(anna -> {
                    assertThat(anna.account()).isEqualTo("anna");
                    assertThat(anna.newest()).isEqualTo(now.minus(Duration.ofDays(4)));
                });
        assertThat(list.totals(filter())).isEqualTo(new BackupList.Totals(2, 0, 1));
        assertThat(list.known("main").newest()).isEqualTo(now.plus(Duration.ofMinutes(50)));
        String key = new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna").key();
        assertThat(estate.engine().restorePoints().newest(Set.of(key)))
                .containsEntry(key, now.minus(Duration.ofDays(4)));
    }

    @Test
    void since_when_somebody_is_in_use_at_every_try_is_told() {
        Instant since = now.minus(Duration.ofDays(2));
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "INSERT INTO container_backup (container_key, repository_id, tried_at, outcome, reason,"
                                + " in_use_since, unclean, missed) VALUES (?, 'main', ?, 'IN_USE', '', ?, FALSE, 0)",
                        new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.BEN, "Profile_ben").key(),
                        now,
                        since));
        assertThat(list.list(filter(), Sort.ACCOUNT, 0, 10))
                .extracting(ContainerBackup::inUseSince)
                .containsExactly(null, since);
    }

    @Test
    void it_keeps_to_search_kinds_and_reach() {
        assertThat(list.count(new Filter("ann", Set.of(), Set.of(), now, Reach.EVERYWHERE)))
                .isEqualTo(1);
        assertThat(list.count(new Filter("", Set.of(ContainerKind.ODFC), Set.of(), now, Reach.EVERYWHERE)))
                .isZero();
        assertThat(list.count(new Filter("", Set.of(), Set.of(), now, Reach.NOWHERE)))
                .isZero();
        assertThat(list.count(new Filter("", Set.of(), Set.of(), now, Reach.NOWHERE.orOwn(Estate.BEN))))
                .isEqualTo(1);
        assertThat(list.totals(new Filter("", Set.of(), Set.of(), now, Reach.NOWHERE)))
                .isEqualTo(new BackupList.Totals(0, 0, 0));
    }
}
