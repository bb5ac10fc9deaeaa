package dev.profilekeep.portal.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TickingTest {
    static Supplier<?>[] whatGoesWrong() {
        return new Supplier<?>[] {
            () -> new IllegalStateException("of this test"),
            () -> new NoClassDefFoundError("of this test"),
            () -> new OutOfMemoryError("of this test"),
            () -> new StackOverflowError("of this test")
        };
    }

    @ParameterizedTest
    @MethodSource("whatGoesWrong")
    void nothing_that_goes_wrong_ends_it(Supplier<Throwable> wrong) throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        Ticking ticking = new Ticking("test", Duration.ZERO, Duration.ofMillis(1)) {
            @Override
            protected void tick() {
                thrice.countDown();
                Throwable thrown = wrong.get();
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        };
        ticking.start();
        try {
            assertThat(thrice.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            ticking.stop();
        }
    }
}
