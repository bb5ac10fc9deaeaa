package dev.profilekeep.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ReadinessPolicy;
import dev.profilekeep.readiness.Seen.Hive;
import dev.profilekeep.readiness.Seen.Rights;
import dev.profilekeep.readiness.Seen.State;
import dev.profilekeep.readiness.SiteCapacity.Told;
import dev.profilekeep.readiness.SiteCopy.Lock;
import dev.profilekeep.readiness.SiteCopy.Presence;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
    private static final String SID = "S-1-5-21-1-2-3-1001";
    private static final Instant NOW = Instant.parse("2026-03-02T07:00:00Z");
    private static final Instant FRESH = NOW.minus(Duration.ofHours(1));
    private static final Instant OLD = NOW.minus(Duration.ofHours(30));
    private static final Instant VERY_OLD = NOW.minus(Duration.ofHours(60));
    private static final long GIB = 1L << 30;
    private static final Seen SOUND =
            new Seen(FRESH, State.READ, "", false, false, 8 * GIB, Hive.SOUND, SID, Rights.OWN);

    private final Judge judge = new Judge(ReadinessPolicy.standard(ZoneOffset.UTC), NOW);

    private static SiteCopy at(
            boolean active, Presence presence, @Nullable Instant checked, Lock lock, @Nullable Seen look) {
        return new SiteCopy(
                7,
                "pool",
                "lon",
                "lon-profiles",
                SID,
                active,
                FRESH,
                1,
                presence,
                checked,
                "",
                lock,
                look,
                false,
                false);
    }

    private static SiteCopy copy(@Nullable Seen look) {
        return at(false, Presence.PRESENT, FRESH, new Lock(false, "", FRESH), look);
    }

    private static CopyStanding standing(CopyWord word, @Nullable Duration behind, Instant at, boolean newborn) {
        return new CopyStanding(7, "lon-profiles", "fra-profiles", word, at, null, null, behind, newborn, List.of());
    }

    private static CopyStanding equal() {
        return standing(CopyWord.EQUAL, Duration.ZERO, FRESH, false);
    }

    private Readiness judge(SiteCopy copy, @Nullable CopyStanding standing) {
        return judge.judge(copy, standing, Optional.empty());
    }

    private static Fact reason(Readiness verdict) {
        return verdict.reason().orElseThrow().fact();
    }

    @Test
    void a_sound_equal_copy_that_nobody_locks_is_ready() {
        Readiness verdict = judge(copy(SOUND), equal());

        assertThat(verdict.word()).isEqualTo(ReadyWord.READY);
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.loss()).isEqualTo(Duration.ZERO);
        assertThat(verdict.asOf()).isEqualTo(FRESH);
        assertThat(verdict.checks())
                .extracting(Check::kind)
                .containsExactly(
                        CheckKind.COPY,
                        CheckKind.LOCK,
                        CheckKind.HEADERS,
                        CheckKind.FILE_SYSTEM,
                        CheckKind.FREE,
                        CheckKind.HIVE,
                        CheckKind.OWNER,
                        CheckKind.LOSS,
                        CheckKind.CAPACITY);
    }

    @Test
    void a_log_that_the_next_host_replays_is_no_hindrance() {
        Seen replayable = new Seen(FRESH, State.READ, "", true, false, 8 * GIB, Hive.SOUND, SID, Rights.OWN);

        assertThat(judge(copy(replayable), equal()).word()).isEqualTo(ReadyWord.READY);
    }

    @Test
    void where_there_is_no_copy_nobody_can_work_and_nothing_else_is_asked() {
        SiteCopy none = new SiteCopy(
                7,
                "pool",
                "lon",
                "lon-profiles",
                SID,
                false,
                FRESH,
                0,
                null,
                null,
                "",
                new Lock(false, "", null),
                null,
                false,
                false);
        Readiness verdict = judge(none, equal());

        assertThat(verdict.word()).isEqualTo(ReadyWord.NOT_READY);
        assertThat(reason(verdict)).isEqualTo(Fact.NO_COPY);
        assertThat(verdict.loss()).isNull();
        assertThat(verdict.checks()).extracting(Check::kind).containsExactly(CheckKind.COPY, CheckKind.CAPACITY);
    }

    @Test
    void a_location_that_was_never_listed_proves_no_missing_copy() {
        SiteCopy unlisted = new SiteCopy(
                7,
                "pool",
                "lon",
                "lon-profiles",
                SID,
                false,
                null,
                0,
                null,
                null,
                "",
                new Lock(false, "", null),
                null,
                false,
                false);

        assertThat(judge(unlisted, null).word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(judge(unlisted, null).asOf()).isNull();
    }

    @Test
    void a_list_that_is_too_old_proves_no_missing_copy_either() {
        SiteCopy unlisted = new SiteCopy(
                7,
                "pool",
                "lon",
                "lon-profiles",
                SID,
                false,
                OLD,
                0,
                null,
                null,
                "",
                new Lock(false, "", null),
                null,
                false,
                false);

        assertThat(judge(unlisted, null).word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(judge(unlisted, null).asOf()).isEqualTo(OLD);
    }

    @Test
    void a_copy_that_was_never_compared_is_unknown_however_sound() {
        Readiness verdict = judge(copy(SOUND), null);

        assertThat(verdict.word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(reason(verdict)).isEqualTo(Fact.NEVER_COMPARED);
        assertThat(verdict.loss()).isNull();
    }

    @Test
    void a_copy_that_nobody_looked_into_is_unknown() {
        Readiness verdict = judge(copy(null), equal());

        assertThat(verdict.word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(reason(verdict)).isEqualTo(Fact.NEVER_LOOKED);
    }

    @Test
    void at_the_site_where_people_work_nothing_is_lost() {
        Readiness verdict = judge(at(true, Presence.PRESENT, FRESH, new Lock(false, "", FRESH), SOUND), null);

        assertThat(verdict.word()).isEqualTo(ReadyWord.READY);
        assertThat(verdict.loss()).isEqualTo(Duration.ZERO);
    }

    @Test
    void somebody_who_works_is_ready_where_they_work_and_unknown_elsewhere() {
        Seen held = Seen.ended(FRESH, State.IN_USE, "").provedAt(FRESH, SID, Rights.OWN);
        Lock live = new Lock(true, "LIVE", FRESH);

        assertThat(judge(at(true, Presence.IN_USE, FRESH, live, held), null).word())
                .isEqualTo(ReadyWord.READY);
        Readiness elsewhere = judge(at(false, Presence.IN_USE, FRESH, live, held), equal());
        assertThat(elsewhere.word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(reason(elsewhere)).isEqualTo(Fact.HELD);
    }

    @Test
    void a_stale_lock_keeps_people_out_and_an_unproved_one_is_unknown() {
        assertThat(judge(at(false, Presence.PRESENT, FRESH, new Lock(true, "STALE", FRESH), SOUND), equal())
                        .word())
                .isEqualTo(ReadyWord.NOT_READY);
        assertThat(judge(at(false, Presence.PRESENT, FRESH, new Lock(true, "UNPROVED", FRESH), SOUND), equal())
                        .word())
                .isEqualTo(ReadyWord.UNKNOWN);
        assertThat(judge(at(false, Presence.PRESENT, FRESH, new Lock(true, "", FRESH), SOUND), equal())
                        .word())
                .isEqualTo(ReadyWord.UNKNOWN);
    }

    @Test
    void little_room_is_told_and_less_keeps_people_out() {
        assertThat(judge(copy(free(500L << 20)), equal()).word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(judge(copy(free(200L << 20)), equal()).word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(judge(copy(free((200L << 20) - 1)), equal()).word()).isEqualTo(ReadyWord.NOT_READY);
        assertThat(judge(copy(free(-1)), equal()).word()).isEqualTo(ReadyWord.UNKNOWN);
    }

    private static Seen free(long bytes) {
        return new Seen(FRESH, State.READ, "", false, false, bytes, Hive.SOUND, SID, Rights.OWN);
    }

    @Test
    void a_dirty_volume_keeps_people_out() {
        Seen dirty = new Seen(FRESH, State.READ, "", false, true, 8 * GIB, Hive.SOUND, SID, Rights.OWN);

        assertThat(reason(judge(copy(dirty), equal()))).isEqualTo(Fact.DIRTY);
        assertThat(judge(copy(dirty), equal()).word()).isEqualTo(ReadyWord.NOT_READY);
    }

    @ParameterizedTest
    @EnumSource(Hive.class)
    void what_becomes_of_the_persons_registry(Hive hive) {
        Seen look = new Seen(FRESH, State.READ, "", false, false, 8 * GIB, hive, SID, Rights.OWN);
        ReadyWord expected =
                switch (hive) {
                    case SOUND -> ReadyWord.READY;
                    case LOG_TO_APPLY -> ReadyWord.DEGRADED;
                    case BAD, NONE -> ReadyWord.NOT_READY;
                    case NOT_LOOKED -> ReadyWord.UNKNOWN;
                };

        assertThat(judge(copy(look), equal()).word()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Rights.class)
    void what_becomes_of_the_files_rights(Rights rights) {
        Seen look = new Seen(FRESH, State.READ, "", false, false, 8 * GIB, Hive.SOUND, "S-1-5-18", rights);
        ReadyWord expected =
                switch (rights) {
                    case OWN, NO_RIGHTS_HERE -> ReadyWord.READY;
                    case SOMEBODY_ELSES, DENIED -> ReadyWord.NOT_READY;
                    case BY_GROUP, NOT_TOLD -> ReadyWord.UNKNOWN;
                };

        assertThat(judge(copy(look), equal()).word()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void what_becomes_of_a_look_that_did_not_come_to_its_end(State state) {
        Seen look = state == State.READ ? SOUND : Seen.ended(FRESH, state, "why");
        ReadyWord expected =
                switch (state) {
                    case READ -> ReadyWord.READY;
                    case DAMAGED, FILE_SYSTEM_DAMAGED, DIFFERENCE_DISK, NO_FILE_SYSTEM, GONE -> ReadyWord.NOT_READY;
                    case IN_USE, UNREADABLE, OUT_OF_REACH, SLOW_STORAGE -> ReadyWord.UNKNOWN;
                };

        assertThat(judge(copy(look), equal()).word()).isEqualTo(expected);
    }

    @Test
    void more_loss_than_the_target_is_told() {
        Readiness atTarget = judge(copy(SOUND), standing(CopyWord.LAGGING, Duration.ofMinutes(15), FRESH, false));
        Readiness beyond = judge(copy(SOUND), standing(CopyWord.LAGGING, Duration.ofSeconds(901), FRESH, false));

        assertThat(atTarget.word()).isEqualTo(ReadyWord.READY);
        assertThat(beyond.word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(reason(beyond)).isEqualTo(Fact.LOSS_SECONDS);
        assertThat(beyond.loss()).isEqualTo(Duration.ofSeconds(901));
    }

    @Test
    void copies_that_diverged_wait_for_a_person() {
        Readiness verdict = judge(copy(SOUND), standing(CopyWord.DIVERGED, null, FRESH, false));

        assertThat(verdict.word()).isEqualTo(ReadyWord.NOT_READY);
        assertThat(verdict.diverged()).isTrue();
    }

    @Test
    void a_new_empty_profile_is_not_the_persons_own() {
        Readiness verdict = judge(copy(SOUND), standing(CopyWord.DIVERGED, Duration.ZERO, FRESH, true));

        assertThat(reason(verdict)).isEqualTo(Fact.NEWBORN);
        assertThat(verdict.word()).isEqualTo(ReadyWord.NOT_READY);
    }

    @Test
    void a_loss_that_nobody_can_tell_is_unknown_and_an_old_one_too() {
        assertThat(judge(copy(SOUND), standing(CopyWord.UNPROVED, null, FRESH, false))
                        .word())
                .isEqualTo(ReadyWord.UNKNOWN);
        Readiness old = judge(copy(SOUND), standing(CopyWord.EQUAL, Duration.ZERO, OLD, false));
        assertThat(old.word()).isEqualTo(ReadyWord.UNKNOWN);
        assertThat(old.loss()).isNull();
        assertThat(old.asOf()).isEqualTo(OLD);
    }

    @Test
    void an_old_look_proves_nothing_even_if_it_found_damage() {
        Seen damaged = Seen.ended(OLD, State.DAMAGED, "bad");

        assertThat(judge(copy(damaged), equal()).word()).isEqualTo(ReadyWord.UNKNOWN);
    }

    @Test
    void one_old_word_about_locks_is_a_missed_target_and_a_very_old_one_is_not() {
        SiteCopy old = at(false, Presence.PRESENT, FRESH, new Lock(false, "", OLD), SOUND);
        SiteCopy veryOld = at(false, Presence.PRESENT, FRESH, new Lock(false, "", VERY_OLD), SOUND);

        assertThat(judge(old, equal()).word()).isEqualTo(ReadyWord.DEGRADED);
        assertThat(judge(veryOld, equal()).word()).isEqualTo(ReadyWord.UNKNOWN);
    }

    @Test
    void an_old_lock_is_not_taken_for_none() {
        SiteCopy old = at(false, Presence.PRESENT, FRESH, new Lock(true, "STALE", OLD), SOUND);

        assertThat(judge(old, equal()).word()).isEqualTo(ReadyWord.UNKNOWN);
    }

    @Test
    void what_office_keeps_is_a_note_alone() {
        SiteCopy without = new SiteCopy(
                7,
                "pool",
                "lon",
                "lon-profiles",
                SID,
                false,
                FRESH,
                1,
                Presence.PRESENT,
                FRESH,
                "",
                new Lock(false, "", FRESH),
                SOUND,
                true,
                false);
        Readiness verdict = judge(without, equal());

        assertThat(verdict.word()).isEqualTo(ReadyWord.READY);
        assertThat(verdict.checks()).extracting(Check::fact).contains(Fact.OFFICE_MISSING);
    }

    @Test
    void a_site_that_is_full_keeps_people_out() {
        Optional<Told> full = Optional.of(new Told(false, FRESH));

        assertThat(judge.judge(copy(SOUND), equal(), full).word()).isEqualTo(ReadyWord.NOT_READY);
    }
}
