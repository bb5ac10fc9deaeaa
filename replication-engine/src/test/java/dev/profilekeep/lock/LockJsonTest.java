package dev.profilekeep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LockJsonTest {
    @Test
    void every_kind_of_observation_comes_back_as_it_was() {
        Set<Class<?>> kinds = new HashSet<>();
        RandomScenes.each(20_000, 11, evidence -> LockCourt.judge(evidence).ifPresent(verdict -> {
            List<Observation> seen = verdict.observations();
            boolean fresh = seen.stream().anyMatch(one -> kinds.add(one.fact().getClass()));
            if (fresh) {
                assertThat(LockJson.read(LockJson.write(seen))).isEqualTo(seen);
            }
        }));
        for (Fact fact : List.of(
                new Fact.HeldByUs("node", "clear a stale lock"),
                new Fact.NoOpenHandle(),
                new Fact.ClockHidden("connection refused"),
                new Fact.HostNamesakes("AVD-1", "corp-a.example, corp-b.example"),
                new Fact.SessionThen("AVD-12", null, Instant.EPOCH),
                new Fact.LogLine("AVD-12", "\u001b[31m \"quoted\" Zoë"),
                new Fact.LogEntry("AVD-12", LocalTime.of(8, 12, 3, 4_000_000), "Europe/Berlin", "locked", 32L, null),
                new Fact.LogEntry("AVD-12", LocalTime.MIDNIGHT, "UTC+02:00", "Status set to 12", null, 12),
                new Fact.LogQuiet("AVD-12", "Profile-20260302.log"),
                new Fact.LogUnread("AVD-12", "SILENT", "smb://fs/logs/{host}", ""),
                new Fact.MetaFiles(false, Duration.ofMillis(1_500)))) {
            List<Observation> one =
                    List.of(new Observation(Observation.Source.US, null, Instant.EPOCH, Weight.NOTE, fact));
            assertThat(LockJson.read(LockJson.write(one))).isEqualTo(one);
            kinds.add(fact.getClass());
        }
        assertThat(kinds).containsExactlyInAnyOrder(Fact.class.getPermittedSubclasses());
        assertThat(LockJson.read("")).isEmpty();
    }

    @Test
    void every_kind_of_verdict_comes_back_as_it_was() {
        Set<String> words = new HashSet<>();
        RandomScenes.each(2_000, 12, evidence -> LockCourt.judge(evidence).ifPresent(verdict -> {
            if (words.add(verdict.word())) {
                List<JudgedLock> locks = List.of(new JudgedLock(7, verdict));
                assertThat(JudgedLock.read(JudgedLock.write(locks))).isEqualTo(locks);
            }
        }));
        assertThat(words).containsExactlyInAnyOrder("LIVE", "STALE", "UNPROVED");
        assertThat(JudgedLock.read("")).isEmpty();
    }
}
