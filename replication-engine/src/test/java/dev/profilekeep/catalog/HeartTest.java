package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartTest {
    @Test
    void a_beat_that_fails_is_not_the_last_one() throws InterruptedException {
        CountDownLatch beats = new CountDownLatch(3);
        try (Heart heart = new Heart("test", Duration.ofMillis(1), () -> {
            beats.countDown();
            throw new IllegalStateException("the catalog does not answer");
        })) {
            assertThat(beats.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
