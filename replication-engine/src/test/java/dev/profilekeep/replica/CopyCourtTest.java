package dev.profilekeep.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every rule of the judge. */
class CopyCourtTest {
    private static final Instant THEN = Instant.parse("2024-05-01T02:00:00Z");
    private static final Instant NOW = Instant.parse("2024-05-03T02:00:00Z");
    private static final ContentMap.Rules RULES = ContentMap.Rules.STANDARD;
    private static final ContentMap.Rules RAW =
            new ContentMap.Rules(RULES.version(), ContentLayout.Kind.RAW, ChunkSizes.STANDARD);
    private static final FileState OLD_HERE = state("2024-04-30T18:00:00Z", 1);
    private static final FileState NEW_HERE = state("2024-05-02T18:00:00Z", 2);
    private static final FileState OLD_THERE = state("2024-04-30T22:00:00Z", 3);
    private static final FileState NEW_THERE = state("2024-05-02T20:00:00Z", 4);
    private static final Agreement LAST = new Agreement(RULES, root(1), OLD_HERE, OLD_THERE, THEN, THEN);
    private static final VolumeBirth OLD = new VolumeBirth(7, Instant.parse("2020-01-01T00:00:00Z"), 4_000);
    private static final VolumeBirth YOUNG = new VolumeBirth(8, Instant.parse("2024-05-02T08:00:00Z"), 1_200);

    private Replication replication = Replication.ENGINE;
    private boolean session;
    private Map<Sha256, Instant> earlier = Map.of();

    private static FileState state(String written, int number) {
        return new FileState(1_000, StoredFile.fromInstant(Instant.parse(written)), number, number, "stamp " + number);
    }

    private static Sha256 root(int number) {
        return Sha256.of(new byte[] {(byte) number});
    }

    private static SeenCopy here(FileState state, int root) {
        return seen("fra", state, RULES, root, null);
    }

    private static SeenCopy there(FileState state, int root) {
        return seen("lon", state, RULES, root, null);
    }

    /** @param root 0 if nobody read it */
    private static SeenCopy seen(String where, FileState state, ContentMap.Rules rules, int root, VolumeBirth birth) {
        return new SeenCopy.There(
                where, NOW, state, root == 0 ? null : new SaidContent(rules, root(root), true), birth);
    }

    private Verdict judge(SeenCopy active, SeenCopy further, Agreement last) {
        return CopyCourt.judge(new CopyCase(replication, active, further, last, earlier, session));
    }

    private static void assertVerdict(Verdict verdict, CopyWord word, CopyRule rule) {
        assertThat(verdict.word()).isEqualTo(word);
        assertThat(verdict.rule()).isEqualTo(rule);
        assertThat(verdict.sights())
                .anySatisfy(sight -> assertThat(sight.fact() + sight.value()).isEqualTo("RULE" + rule.number()));
    }

    @Test
    void of_a_silent_location_nothing_follows_but_what_was_proved_before_holds() {
        SeenCopy silent = new SeenCopy.Silent("fra", NOW, "no route");
        Verdict verdict = judge(silent, there(OLD_THERE, 0), LAST);
        assertVerdict(verdict, CopyWord.UNPROVED, CopyRule.SILENT);
        assertThat(verdict.agreedUpTo()).isEqualTo(THEN);
        assertThat(verdict.behind()).isNull();

        assertVerdict(
                judge(here(OLD_HERE, 0), new SeenCopy.Silent("lon", NOW, "no route"), LAST),
                CopyWord.UNPROVED,
                CopyRule.SILENT);
    }

    @Test
    void of_several_disks_at_one_place_none_is_taken_for_the_persons() {
        SeenCopy several = new SeenCopy.Several("lon", NOW, List.of("a.VHD", "a.VHDX"));
        Verdict verdict = judge(here(OLD_HERE, 0), several, LAST);
        assertVerdict(verdict, CopyWord.UNPROVED, CopyRule.SEVERAL);
        assertThat(verdict.agreedUpTo()).isNull();
        assertThat(verdict.sights()).extracting(CopySight::value).contains("a.VHD, a.VHDX");

        Verdict other = judge(new SeenCopy.Several("fra", NOW, List.of("a", "b")), there(OLD_THERE, 0), LAST);
        assertVerdict(other, CopyWord.UNPROVED, CopyRule.SEVERAL);
        assertThat(other.agreedUpTo()).as("the further copy is what was proved").isEqualTo(THEN);
    }

    @Test
    void only_a_location_that_was_listed_as_a_whole_lacks_a_copy() {
        assertVerdict(
                judge(here(OLD_HERE, 0), new SeenCopy.Absent("lon", NOW, true), null),
                CopyWord.MISSING,
                CopyRule.MISSING);
        assertVerdict(
                judge(here(OLD_HERE, 0), new SeenCopy.Absent("lon", NOW, false), null),
                CopyWord.UNPROVED,
                CopyRule.SILENT);
    }

    @Test
    void without_an_active_copy_there_is_nothing_to_compare_with() {
        SeenCopy none = new SeenCopy.Absent("fra", NOW, true);
        assertVerdict(judge(none, there(OLD_THERE, 1), null), CopyWord.UNPROVED, CopyRule.NOTHING_TO_COMPARE_WITH);
        assertVerdict(
                judge(none, new SeenCopy.Absent("lon", NOW, true), null),
                CopyWord.UNPROVED,
                CopyRule.NOTHING_TO_COMPARE_WITH);
    }

    @Test
    void one_in_use_is_not_compared_and_all_of_the_time_since_they_agreed_may_be_lost() {
        SeenCopy used = new SeenCopy.InUse("fra", NOW, "sharing violation", THEN.plusSeconds(3_600));
        Verdict verdict = judge(used, there(OLD_THERE, 0), LAST);
        assertVerdict(verdict, CopyWord.IN_USE, CopyRule.IN_USE);
        assertThat(verdict.behind()).isEqualTo(Duration.between(THEN, NOW));

        Verdict moved = judge(used, there(NEW_THERE, 0), LAST);
        assertThat(moved.word()).isEqualTo(CopyWord.IN_USE);
        assertThat(moved.behind())
                .as("nobody knows what the further copy says now")
                .isNull();
    }

    @Test
    void under_cloud_cache_a_session_at_the_active_copy_is_use_and_never_a_lag() {
        replication = Replication.CLOUD_CACHE;
        session = true;
        assertVerdict(judge(here(NEW_HERE, 2), there(OLD_THERE, 1), LAST), CopyWord.IN_USE, CopyRule.IN_USE);
        assertVerdict(judge(here(OLD_HERE, 1), there(OLD_THERE, 1), LAST), CopyWord.IN_USE, CopyRule.IN_USE);

        replication = Replication.ENGINE;
        assertThat(judge(here(NEW_HERE, 2), there(OLD_THERE, 1), LAST).word()).isEqualTo(CopyWord.LAGGING);
    }

    @Test
    void one_that_cannot_be_read_is_told_as_such() {
        SeenCopy bad = new SeenCopy.Unreadable("lon", NOW, "no container");
        assertVerdict(judge(here(OLD_HERE, 0), bad, LAST), CopyWord.UNREADABLE, CopyRule.UNREADABLE);
    }

    @Test
    void two_that_did_not_change_since_they_agreed_are_presumed_equal_and_no_more() {
        Verdict verdict = judge(here(OLD_HERE, 0), there(OLD_THERE, 0), LAST);
        assertVerdict(verdict, CopyWord.PRESUMED_EQUAL, CopyRule.NOTHING_CHANGED);
        assertThat(verdict.behind()).isZero();
        assertThat(verdict.agreedUpTo()).isEqualTo(NOW);
    }

    @Test
    void equal_is_what_has_the_same_root_whatever_times_and_sizes_say() {
        assertVerdict(judge(here(NEW_HERE, 2), there(NEW_THERE, 2), null), CopyWord.EQUAL, CopyRule.SAME_CONTENT);
    }

    @Test
    void one_that_was_not_read_is_presumed_to_say_what_was_agreed() {
        assertVerdict(
                judge(here(NEW_HERE, 1), there(OLD_THERE, 0), LAST), CopyWord.PRESUMED_EQUAL, CopyRule.SAME_AS_AGREED);
    }

    @Test
    void one_that_says_something_else_without_a_trace_of_a_change_makes_the_proof_void() {
        Verdict verdict = judge(here(OLD_HERE, 1), there(OLD_THERE, 5), LAST);
        assertVerdict(verdict, CopyWord.UNPROVED, CopyRule.DIFFERS_AT_REST);
        assertThat(verdict.agreedUpTo()).isNull();
        assertVerdict(judge(here(NEW_HERE, 2), there(OLD_THERE, 5), LAST), CopyWord.UNPROVED, CopyRule.DIFFERS_AT_REST);
    }

    @Test
    void what_changed_and_was_not_read_is_not_guessed_at() {
        assertVerdict(judge(here(OLD_HERE, 0), there(NEW_THERE, 0), LAST), CopyWord.UNPROVED, CopyRule.NOT_READ);
        assertVerdict(judge(here(NEW_HERE, 0), there(NEW_THERE, 0), null), CopyWord.UNPROVED, CopyRule.NOT_READ);
    }

    @Test
    void roots_of_other_rules_are_never_compared() {
        assertVerdict(
                judge(here(NEW_HERE, 2), seen("lon", NEW_THERE, RAW, 2, null), null),
                CopyWord.UNPROVED,
                CopyRule.OTHER_RULES);
    }

    @Test
    void one_still_as_agreed_lags_by_what_was_written_since_they_were_last_seen_so() {
        Verdict read = judge(here(NEW_HERE, 2), there(OLD_THERE, 0), LAST);
        assertVerdict(read, CopyWord.LAGGING, CopyRule.STILL_AS_AGREED);
        assertThat(read.agreedUpTo()).isEqualTo(THEN);
        assertThat(read.behind()).isEqualTo(Duration.ofHours(40));
        assertVerdict(judge(here(NEW_HERE, 0), there(OLD_THERE, 0), LAST), CopyWord.LAGGING, CopyRule.STILL_AS_AGREED);
        assertThat(judge(here(NEW_HERE, 2), there(NEW_THERE, 1), LAST).word())
                .as("its headers moved and its content did not")
                .isEqualTo(CopyWord.LAGGING);
    }

    @Test
    void one_that_says_what_the_active_one_said_lags_since_then() {
        earlier = Map.of(root(3), THEN.plusSeconds(60));
        Verdict verdict = judge(here(NEW_HERE, 2), there(NEW_THERE, 3), null);
        assertVerdict(verdict, CopyWord.LAGGING, CopyRule.SAID_SO_EARLIER);
        assertThat(verdict.agreedUpTo()).isEqualTo(THEN.plusSeconds(60));
    }

    @Test
    void a_new_empty_profile_is_a_divergence_on_whichever_side_it_is() {
        Verdict twin = judge(seen("fra", OLD_HERE, RULES, 1, OLD), seen("lon", NEW_THERE, RULES, 9, YOUNG), LAST);
        assertVerdict(twin, CopyWord.DIVERGED, CopyRule.NEWBORN);
        assertThat(twin.isNewborn()).isTrue();

        Verdict here = judge(seen("fra", NEW_HERE, RULES, 9, YOUNG), seen("lon", OLD_THERE, RULES, 1, OLD), LAST);
        assertVerdict(here, CopyWord.DIVERGED, CopyRule.NEWBORN);
        assertThat(here.isNewborn()).as("the further copy is the old one").isFalse();
    }

    @Test
    void neither_few_files_nor_youth_alone_make_a_newborn() {
        VolumeBirth sameVolume = new VolumeBirth(OLD.serial(), YOUNG.made(), 10);
        VolumeBirth large = new VolumeBirth(9, YOUNG.made(), VolumeBirth.COUNTED);
        VolumeBirth older = new VolumeBirth(9, Instant.parse("2019-01-01T00:00:00Z"), 10);
        for (VolumeBirth birth : new VolumeBirth[] {sameVolume, large, older}) {
            assertThat(birth.isNewbornBeside(OLD)).isFalse();
        }
        assertVerdict(
                judge(seen("fra", OLD_HERE, RULES, 1, OLD), seen("lon", NEW_THERE, RULES, 9, large), LAST),
                CopyWord.DIVERGED,
                CopyRule.OTHER_VOLUME);
    }

    @Test
    void the_days_work_lies_where_alone_something_changed() {
        Verdict verdict = judge(here(OLD_HERE, 0), there(NEW_THERE, 4), LAST);
        assertVerdict(verdict, CopyWord.NEWER_AT_SECONDARY, CopyRule.ONLY_FURTHER_CHANGED);
        assertThat(verdict.behind()).isZero();
    }

    @Test
    void two_that_both_changed_differently_diverged() {
        Verdict verdict = judge(here(NEW_HERE, 2), there(NEW_THERE, 4), LAST);
        assertVerdict(verdict, CopyWord.DIVERGED, CopyRule.BOTH_CHANGED);
        assertThat(verdict.isNewborn()).isFalse();
        assertThat(verdict.agreedUpTo()).isEqualTo(THEN);
    }

    @Test
    void two_that_never_agreed_and_differ_prove_nothing() {
        assertVerdict(judge(here(NEW_HERE, 2), there(NEW_THERE, 4), null), CopyWord.UNPROVED, CopyRule.NEVER_AGREED);
    }
}
