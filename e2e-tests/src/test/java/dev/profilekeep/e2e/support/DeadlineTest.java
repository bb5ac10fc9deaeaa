package dev.profilekeep.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {
    private static Process sleeping() throws IOException {
        return new ProcessBuilder("sleep", "50").start();
    }

    private static void waitFor(Process process) {
        try (var output = process.getInputStream()) {
            output.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_process_that_does_not_answer_is_killed() throws Exception {
        Process process = sleeping();

        Deadline.within(Duration.ofMillis(300), command -> command.endsWith("sleep"), () -> waitFor(process));

        assertThat(process.waitFor()).isEqualTo(137);
    }

    @Test
    void others_and_who_answers_in_time_live_on() throws Exception {
        Process process = sleeping();
        var answered = new AtomicReference<Boolean>();

        Deadline.within(Duration.ofHours(1), command -> true, () -> answered.set(true));
        Deadline.within(Duration.ofMillis(1), command -> command.endsWith("another"), () -> pause(200));

        assertThat(answered.get()).isTrue();
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
