package dev.profilekeep.lock;

import static dev.profilekeep.lock.Scene.LOCKED;
import static dev.profilekeep.lock.Scene.NOW;
import static dev.profilekeep.lock.Scene.client;
import static dev.profilekeep.lock.Scene.handle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.lock.HostSeen.Known;
import dev.profilekeep.lock.LockVerdict.Remedy;
import dev.profilekeep.lock.LockVerdict.Stale;
import dev.profilekeep.lock.Scene.Host;
import dev.profilekeep.lock.Scene.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LockCourtTest {
    private static final Instant BOOT = Instant.parse("2026-03-02T08:40:00Z");

    @Test
    void nothing_that_locks_is_no_verdict() {
        assertThat(LockCourt.judge(Scene.standard().everywhere(Seen::noLock).evidence()))
                .isEmpty();
        assertThat(LockCourt.judge(Scene.cloudCache().everywhere(Seen::noLock).evidence()))
                .isEmpty();
    }

    @Test
    void a_disk_that_somebody_has_open_at_either_site_is_live() {
        assertThat(Scene.standard().at(0, Seen::held).rule()).isEqualTo("LIVE HELD");
        assertThat(Scene.standard().at(1, Seen::held).rule()).isEqualTo("LIVE HELD");
        assertThat(Scene.standard().everywhere(Seen::noLock).at(1, Seen::held).rule())
                .isEqualTo("LIVE HELD");
        assertThat(Scene.cloudCache().at(1, Seen::held).rule()).isEqualTo("LIVE HELD");
    }

    @Test
    void what_is_open_somewhere_is_live_although_another_site_is_silent() {
        assertThat(Scene.standard().at(0, Seen::unreachable).at(1, Seen::held).rule())
                .isEqualTo("LIVE HELD");
    }

    @Test
    void standard_mode_is_stale_when_nobody_has_the_disk_open_anywhere() {
        Scene scene = Scene.standard();
        assertThat(scene.rule()).isEqualTo("STALE FREE_EVERYWHERE");
        assertThat(((Stale) scene.verdict()).remedy()).isEqualTo(Remedy.REMOVE_LOCK_FILES);
        assertThat(Scene.standard().at(1, Seen::absent).rule()).isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void one_silent_site_leaves_it_unproved() {
        assertThat(Scene.standard().at(1, Seen::unreachable).rule()).isEqualTo("UNPROVED NOT_ASKED");
        assertThat(Scene.standard().at(1, Seen::quiet).rule()).isEqualTo("UNPROVED NOT_ASKED");
        assertThat(Scene.cloudCache()
                        .at(1, Seen::unreachable)
                        .suspect(Host::clear)
                        .rule())
                .isEqualTo("UNPROVED NOT_ASKED");
    }

    @Test
    void a_lock_at_a_site_that_fell_silent_is_not_forgotten() {
        assertThat(Scene.cloudCache()
                        .everywhere(Seen::noLock)
                        .at(1, Seen::unreachable)
                        .lockedBefore()
                        .rule())
                .isEqualTo("UNPROVED NOT_ASKED");
        assertThat(LockCourt.judge(Scene.cloudCache()
                        .everywhere(Seen::noLock)
                        .at(1, Seen::unreachable)
                        .evidence()))
                .as("of which nobody knew a lock")
                .isEmpty();
        assertThat(LockCourt.judge(Scene.cloudCache()
                        .everywhere(Seen::noLock)
                        .lockedBefore()
                        .evidence()))
                .as("when it told again")
                .isEmpty();
    }

    @Test
    void a_site_that_is_failed_over_and_fenced_has_no_say() {
        assertThat(Scene.standard().at(1, seen -> seen.unreachable().fenced()).rule())
                .isEqualTo("STALE FREE_EVERYWHERE");
        assertThat(Scene.standard().at(1, seen -> seen.held().fenced()).rule()).isEqualTo("STALE FREE_EVERYWHERE");
        assertThat(Scene.standard()
                        .at(1, seen -> seen.unreachable().fenced())
                        .verdict()
                        .observations())
                .anyMatch(seen -> seen.fact() instanceof Fact.SiteFenced && seen.weight() == Weight.STALE);
    }

    @Test
    void where_every_site_is_cut_off_nobody_says_that_it_is_free() {
        Scene scene = Scene.standard().everywhere(seen -> seen.noLock().fenced());
        assertThat(LockCourt.allTold(scene.evidence())).isFalse();
        assertThat(scene.lockedBefore().rule()).isEqualTo("UNPROVED CANNOT_TELL");
    }

    @Test
    void a_place_that_cannot_tell_leaves_it_unproved() {
        assertThat(Scene.standard().at(0, Seen::cannotTell).rule()).isEqualTo("UNPROVED CANNOT_TELL");
    }

    @Test
    void a_handle_of_one_of_us_is_named_even_if_the_try_of_a_moment_ago_did_not_meet_it() {
        Scene scene = Scene.standard().at(0, seen -> seen.handles(handle())).leasedByUs();
        assertThat(scene.rule()).isEqualTo("LIVE HELD");
        assertThat(scene.verdict().holder().account()).isEqualTo("ProfileKeep");
    }

    @Test
    void a_handle_that_the_probe_did_not_meet_leaves_it_unproved() {
        assertThat(Scene.standard().at(0, seen -> seen.handles(handle())).rule())
                .isEqualTo("UNPROVED CONTRADICTION");
    }

    @Test
    void a_session_without_the_disk_leaves_it_unproved_for_as_long_as_the_word_is_fresh() {
        assertThat(Scene.standard().suspect(host -> host.session(Known.YES)).rule())
                .isEqualTo("UNPROVED SESSION_WITHOUT_DISK");
        assertThat(Scene.standard()
                        .suspect(host -> host.session(Known.YES).heard(NOW.minus(Duration.ofHours(1))))
                        .rule())
                .isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void a_handle_of_a_machine_that_restarted_since_is_stale_and_closed_at_the_server() {
        Scene dead = Scene.standard()
                .at(0, seen -> seen.held().handles(handle(client("\\\\avd-12.contoso.test", LOCKED))))
                .suspect(host -> host.session(Known.NO).booted(BOOT));
        assertThat(dead.rule()).isEqualTo("STALE DEAD_HANDLE");
        assertThat(((Stale) dead.verdict()).remedy()).isEqualTo(Remedy.CLOSE_HANDLES);
        assertThat(dead.verdict().holder().host()).isEqualTo("AVD-12");
    }

    @Test
    void a_handle_of_a_machine_that_is_gone_is_stale_if_its_session_began_before() {
        assertThat(gone(client("avd-12", LOCKED)).rule()).isEqualTo("STALE DEAD_HANDLE");
        assertThat(gone(client("avd-12", BOOT)).rule()).isEqualTo("STALE DEAD_HANDLE");
        assertThat(gone(client("avd-12", BOOT.plusSeconds(1))).rule())
                .as("a machine of the same name that came after")
                .isEqualTo("LIVE HELD");
        assertThat(gone(client("avd-12", LOCKED), client("avd-12", BOOT.plusSeconds(1)))
                        .rule())
                .isEqualTo("LIVE HELD");
        assertThat(gone(client("avd-12", LOCKED), client("laptop-7", LOCKED)).rule())
                .isEqualTo("LIVE HELD");
        assertThat(gone(client("avd-12", LOCKED)).at(1, Seen::unreachable).rule())
                .isEqualTo("UNPROVED NOT_ASKED");
    }

    @Test
    void the_word_that_a_machine_is_gone_does_not_outweigh_that_somebody_works_there() {
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held().handles(handle(client("avd-12", LOCKED))))
                        .suspect(host -> host.gone(NOW.minusSeconds(60)).session(Known.YES))
                        .rule())
                .isEqualTo("LIVE SESSION");
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held().handles(handle(client("avd-12", LOCKED))))
                        .suspect(host -> host.gone(BOOT).heard(BOOT.plusSeconds(1)))
                        .rule())
                .as("it was heard of after it is said to have gone")
                .isEqualTo("LIVE HELD");
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held().handles(handle(client("avd-12", LOCKED))))
                        .suspect(host -> host.gone(BOOT).session(Known.YES))
                        .rule())
                .as("what it said before it went")
                .isEqualTo("STALE DEAD_HANDLE");
    }

    private static Scene gone(PlaceSeen.Client... sessions) {
        return Scene.standard()
                .at(0, seen -> seen.held().handles(handle(sessions)))
                .suspect(host -> host.gone(BOOT));
    }

    @Test
    void a_handle_is_live_unless_every_session_of_its_account_is_dead() {
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held()
                                .handles(handle(client("avd-12", LOCKED), client("avd-12", BOOT.plusSeconds(60)))))
                        .suspect(host -> host.session(Known.NO).booted(BOOT))
                        .rule())
                .isEqualTo("LIVE HELD");
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held()
                                .handles(handle(client("avd-12", LOCKED), client("laptop-7", LOCKED))))
                        .suspect(host -> host.session(Known.NO).booted(BOOT))
                        .rule())
                .isEqualTo("LIVE HELD");
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held().handles(handle(client("avd-12", LOCKED))))
                        .at(1, Seen::held)
                        .suspect(host -> host.session(Known.NO).booted(BOOT))
                        .rule())
                .isEqualTo("LIVE HELD");
        assertThat(Scene.standard()
                        .at(0, seen -> seen.held().handles(handle()))
                        .suspect(host -> host.session(Known.NO).booted(BOOT))
                        .rule())
                .isEqualTo("LIVE HELD");
    }

    @Test
    void under_cloud_cache_a_restart_proves_no_handle_dead() {
        assertThat(Scene.cloudCache()
                        .at(0, seen -> seen.held().handles(handle(client("avd-12", LOCKED))))
                        .suspect(host -> host.clear().booted(BOOT))
                        .rule())
                .isEqualTo("LIVE HELD");
    }

    @Test
    void under_cloud_cache_a_lock_with_a_session_or_a_renewal_is_live() {
        assertThat(Scene.cloudCache().suspect(host -> host.session(Known.YES)).rule())
                .isEqualTo("LIVE SESSION");
        assertThat(Scene.cloudCache()
                        .everyHost(5, host -> host.session(Known.YES))
                        .rule())
                .isEqualTo("LIVE SESSION");
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.renewedAfter(NOW.minus(Duration.ofMinutes(2))))
                        .rule())
                .isEqualTo("LIVE RENEWED");
    }

    @Test
    void under_cloud_cache_age_proves_nothing() {
        assertThat(Scene.cloudCache().rule()).isEqualTo("UNPROVED NO_HOLDER");
        assertThat(Scene.cloudCache()
                        .everywhere(seen -> seen.locked(NOW.minus(Duration.ofDays(300))))
                        .rule())
                .isEqualTo("UNPROVED NO_HOLDER");
        assertThat(Scene.cloudCache()
                        .at(0, seen -> seen.locked(NOW.minus(Duration.ofMinutes(2))))
                        .suspect(Host::clear)
                        .rule())
                .isEqualTo("UNPROVED TOO_YOUNG");
    }

    @Test
    void under_cloud_cache_nothing_is_proved_while_a_file_server_does_not_tell_its_time() {
        assertThat(Scene.cloudCache()
                        .at(1, Seen::noClock)
                        .everyHost(5, Host::clear)
                        .rule())
                .isEqualTo("UNPROVED NO_CLOCK");
        assertThat(Scene.cloudCache()
                        .at(1, Seen::noClock)
                        .suspect(host -> host.session(Known.YES))
                        .rule())
                .isEqualTo("LIVE SESSION");
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.noClock().fenced())
                        .everyHost(5, Host::clear)
                        .rule())
                .as("nobody asks a site that is cut off")
                .isEqualTo("STALE NO_HOST_HAS_IT");
        assertThat(Scene.standard().everywhere(Seen::noClock).rule())
                .as("nothing there rests on times of files")
                .isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void under_cloud_cache_no_file_is_older_than_a_look_that_saw_it_otherwise() {
        Instant other = NOW.minus(Duration.ofMinutes(12));
        Instant so = NOW.minus(Duration.ofMinutes(2));
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.lockSeen(other, so))
                        .everyHost(5, Host::clear)
                        .rule())
                .as("its time says hours")
                .isEqualTo("UNPROVED TOO_YOUNG");
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.metaSeen(other, so))
                        .suspect(host -> host.clear().heard(NOW.minus(Duration.ofMinutes(5))))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.metaSeen(other, so))
                        .suspect(host -> host.clear().heard(NOW.minusSeconds(30)))
                        .rule())
                .as("a word after the look that saw it")
                .isEqualTo("STALE CACHE_GONE");
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.lockSeen(null, so))
                        .suspect(Host::clear)
                        .rule())
                .as("no look saw it otherwise")
                .isEqualTo("STALE CACHE_GONE");
    }

    @Test
    void under_cloud_cache_a_word_between_two_looks_that_saw_different_files_proves_nothing() {
        Instant before = LOCKED.minus(Duration.ofHours(1));
        Instant so = NOW.minus(Duration.ofMinutes(8));
        Scene scene = Scene.cloudCache().everywhere(seen -> seen.diskSeen(before, so));
        assertThat(scene.everyHost(2, host -> host.clear().heard(NOW.minus(Duration.ofMinutes(9))))
                        .rule())
                .as("the server's clock may have been wrong when it was written")
                .isEqualTo("UNPROVED NO_HOLDER");
        assertThat(Scene.cloudCache()
                        .everywhere(seen -> seen.diskSeen(before, so))
                        .everyHost(2, host -> host.clear().heard(NOW.minus(Duration.ofMinutes(6))))
                        .rule())
                .isEqualTo("STALE NO_HOST_HAS_IT");
        assertThat(restarted()
                        .everywhere(seen -> seen.metaSeen(before, NOW.minus(Duration.ofMinutes(4))))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    @Test
    void under_cloud_cache_a_host_must_say_that_it_keeps_nothing() {
        assertThat(Scene.cloudCache().suspect(Host::clear).rule()).isEqualTo("STALE CACHE_GONE");
        assertThat(Scene.cloudCache().suspect(host -> host.session(Known.NO)).rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.clear().heard(LOCKED.minusSeconds(1)))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(Host::clear)
                        .suspect(host -> host.session(Known.NO))
                        .rule())
                .isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void under_cloud_cache_the_word_of_a_host_that_was_only_near_proves_nothing() {
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.clear().onlySuspected())
                        .rule())
                .isEqualTo("UNPROVED NO_HOLDER");
        assertThat(restarted().rule()).isEqualTo("STALE BACK_AND_QUIET");
    }

    @Test
    void in_standard_mode_the_handle_says_since_when_and_not_a_file_that_was_left_over() {
        Instant began = LOCKED.plus(Duration.ofMinutes(50));
        LockVerdict verdict = LockCourt.judge(Scene.standard()
                        .at(0, seen -> seen.held().handles(Scene.handle(Scene.client("avd-12", began))))
                        .evidence())
                .orElseThrow();
        assertThat(verdict.holder().since()).isEqualTo(began);
    }

    @Test
    void what_a_host_says_of_a_time_that_has_not_come_is_not_believed() {
        Instant ahead = NOW.plus(Duration.ofDays(200));
        assertThat(Scene.cloudCache().suspect(host -> host.clear().heard(ahead)).rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.session(Known.YES).heard(ahead))
                        .rule())
                .startsWith("UNPROVED");
    }

    @Test
    void under_cloud_cache_a_host_that_is_gone_counts_only_where_its_cache_ends_with_it() {
        assertThat(Scene.cloudCache().suspect(host -> host.gone(BOOT)).rule()).isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.gone(BOOT))
                        .cacheEndsWithHost()
                        .rule())
                .isEqualTo("STALE CACHE_GONE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.gone(LOCKED.minusSeconds(1)))
                        .cacheEndsWithHost()
                        .rule())
                .as("the lock was written after it went")
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.gone(BOOT).onlySuspected())
                        .cacheEndsWithHost()
                        .rule())
                .as("another host may have written it")
                .isEqualTo("UNPROVED NO_HOLDER");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.gone(BOOT))
                        .suspect(host -> host.session(Known.NO))
                        .cacheEndsWithHost()
                        .rule())
                .as("another may have made it")
                .isEqualTo("UNPROVED NO_HOLDER");
        assertThat(Scene.cloudCache()
                        .at(0, Seen::held)
                        .suspect(host -> host.gone(BOOT))
                        .cacheEndsWithHost()
                        .rule())
                .isEqualTo("LIVE HELD");
    }

    @Test
    void under_cloud_cache_nothing_proves_it_that_was_said_before_the_last_write() {
        Instant later = NOW.minus(Duration.ofMinutes(7));
        for (Known cache : new Known[] {Known.NO, Known.UNKNOWN}) {
            Scene back = Scene.cloudCache()
                    .everywhere(seen -> seen.meta(later))
                    .suspect(host ->
                            host.session(Known.NO).cache(cache).booted(BOOT).heard(NOW.minus(Duration.ofMinutes(8))));
            assertThat(back.rule()).isEqualTo("UNPROVED CACHE_MAY_BE");
        }
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.meta(BOOT.plusSeconds(30)))
                        .suspect(host -> host.gone(BOOT))
                        .cacheEndsWithHost()
                        .rule())
                .as("written by another, as it was gone")
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .at(1, seen -> seen.meta(later))
                        .everyHost(3, Host::clear)
                        .suspect(host -> host.clear().heard(later.minusSeconds(60)))
                        .rule())
                .as("that the others spoke later does not help")
                .isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    @Test
    void under_cloud_cache_a_host_that_keeps_the_disk_contradicts_every_proof() {
        assertThat(Scene.cloudCache()
                        .suspect(Host::clear)
                        .everyHost(2, host -> host.session(Known.NO).cache(Known.YES))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(restarted()
                        .everyHost(2, host -> host.session(Known.NO).cache(Known.YES))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.gone(BOOT))
                        .everyHost(2, host -> host.session(Known.NO).cache(Known.YES))
                        .cacheEndsWithHost()
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    @Test
    void under_cloud_cache_a_restarted_host_must_have_been_back_for_minutes_while_nothing_moved() {
        assertThat(restarted().rule()).isEqualTo("STALE BACK_AND_QUIET");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.session(Known.NO).booted(NOW.minus(Duration.ofMinutes(4))))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(restarted()
                        .at(1, seen -> seen.unchangedSince(NOW.minus(Duration.ofMinutes(4))))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(restarted().at(1, seen -> seen.unchangedSince(null)).rule()).isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(restarted()
                        .at(1, seen -> seen.meta(BOOT.minus(Duration.ofMinutes(3))))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(restarted()
                        .everywhere(seen -> seen.meta(NOW.minus(Duration.ofMinutes(1))))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache()
                        .suspect(host -> host.session(Known.NO).cache(Known.YES).booted(BOOT))
                        .rule())
                .isEqualTo("UNPROVED CACHE_MAY_BE");
        assertThat(Scene.cloudCache().suspect(host -> host.booted(BOOT)).rule()).isEqualTo("UNPROVED CACHE_MAY_BE");
    }

    private static Scene restarted() {
        return Scene.cloudCache().suspect(host -> host.session(Known.NO).booted(BOOT));
    }

    @Test
    void under_cloud_cache_a_whole_pool_that_has_nothing_of_it_is_a_proof() {
        assertThat(Scene.cloudCache().everyHost(20, Host::clear).rule()).isEqualTo("STALE NO_HOST_HAS_IT");
        assertThat(Scene.cloudCache()
                        .everyHost(20, Host::clear)
                        .everyHost(1, host -> host.session(Known.NO))
                        .rule())
                .isEqualTo("UNPROVED NO_HOLDER");
        assertThat(Scene.cloudCache()
                        .everyHost(20, host -> host.clear().heard(NOW.minus(Duration.ofMinutes(11))))
                        .rule())
                .isEqualTo("UNPROVED NO_HOLDER");
    }

    @Test
    void every_rule_is_reached_by_a_case_of_this_test() {
        Set<LockRule> reached = EnumSet.noneOf(LockRule.class);
        RandomScenes.each(
                20_000, 7, evidence -> LockCourt.judge(evidence).ifPresent(verdict -> reached.add(verdict.rule())));
        assertThat(reached).containsExactlyInAnyOrder(LockRule.values());
    }

    @Test
    void no_evidence_at_random_is_stale_while_a_place_is_silent_or_somebody_may_be_there() {
        RandomScenes.each(50_000, System.nanoTime(), evidence -> LockCourt.judge(evidence)
                .filter(Stale.class::isInstance)
                .ifPresent(verdict -> {
                    for (PlaceSeen place : evidence.places()) {
                        if (place.fencedBy() != null) {
                            continue;
                        }
                        assertThat(place.asked()).isEqualTo(PlaceSeen.Asked.ANSWERED);
                        assertThat(place.probe()).isNotEqualTo(PlaceSeen.Probe.CANNOT_TELL);
                        if (place.probe() == PlaceSeen.Probe.HELD) {
                            assertThat(evidence.cloudCache()).isFalse();
                            assertThat(((Stale) verdict).remedy()).isEqualTo(Remedy.CLOSE_HANDLES);
                        }
                    }
                    if (evidence.cloudCache()) {
                        assertThat(LockCourt.places(evidence))
                                .allMatch(place -> place.times().hidden().isEmpty());
                        assertThat(evidence.suspects().size()
                                        + evidence.everyHost().size())
                                .isPositive();
                        assertThat(evidence.suspects())
                                .noneMatch(host -> host.session() == Known.YES && !host.isGoneSince(LOCKED));
                    }
                }));
    }
}
