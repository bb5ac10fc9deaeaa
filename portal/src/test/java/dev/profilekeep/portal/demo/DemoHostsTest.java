package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lock.JudgeProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoHostsTest {
    @TempDir
    Path folder;

    /** As on a machine that takes so long for each thing; it stands still between them. */
    private static final class SlowClock extends Clock {
        private Instant now;
        private Duration each = Duration.ZERO;

        SlowClock(Instant begin) {
            now = begin;
        }

        @Override
        public Instant instant() {
            now = now.plus(each);
            return now;
        }

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 100})
    void the_demo_has_the_same_stale_locks_however_slow_the_machine_is(int slow) throws Exception {
        Duration step = Duration.ofSeconds(30L * slow);
        SlowClock clock = new SlowClock(Instant.now().minus(step).minus(step)); // files are of the machine's own clock
        DemoEstate estate = new DemoEstate(folder, clock);
        clock.each = Duration.ofMillis(200L * slow);
        Path config = estate.stand();
        clock.each = Duration.ZERO;
        clock.forward(step);
        try (Engine engine = Engine.open(ConfigFile.read(config).inDemo(), clock)) {
            engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
            clock.forward(step);

            JudgeProgress judged = new DemoHosts(engine, clock, estate.laidOutAt()).tell();

            assertThat(judged.stale()).isEqualTo(6);
            assertThat(judged.live()).isEqualTo(2);
            assertThat(judged.unproved()).isEqualTo(2);
        }
    }
}
