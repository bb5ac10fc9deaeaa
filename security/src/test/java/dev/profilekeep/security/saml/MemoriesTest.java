package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.security.testportal.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is remembered between two requests, and for how long. */
class MemoriesTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final OutstandingSignIns outstanding = new InMemoryOutstandingSignIns(clock, 3);
    private final ReplayMemory replays = new InMemoryReplayMemory(clock, 3);

    @Test
    void a_sign_in_is_found_once_by_the_browser_that_began_it() {
        OutstandingSignIn signIn = signIn("one");
        outstanding.keep(signIn);

        assertThat(outstanding.take("one", "another browser")).isEmpty();
        assertThat(outstanding.take("two", "browser")).isEmpty();
        assertThat(outstanding.take("one", "browser")).hasValue(signIn);
        assertThat(outstanding.take("one", "browser")).isEmpty();
    }

    @Test
    void a_sign_in_that_took_too_long_is_gone() {
        outstanding.keep(signIn("one"));

        clock.pass(Duration.ofMinutes(30));

        assertThat(outstanding.take("one", "browser")).isEmpty();
    }

    @Test
    void the_oldest_sign_in_gives_way_when_there_are_too_many() {
        for (String handle : new String[] {"one", "two", "three", "four"}) {
            outstanding.keep(signIn(handle));
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(outstanding.take("one", "browser")).isEmpty();
        assertThat(outstanding.take("two", "browser")).isPresent();
        assertThat(outstanding.take("three", "browser")).isPresent();
        assertThat(outstanding.take("four", "browser")).isPresent();
    }

    @Test
    void an_assertion_is_new_once_while_it_is_valid() {
        Instant until = clock.instant().plus(Duration.ofMinutes(5));

        assertThat(replays.firstUse("one", until)).isTrue();
        assertThat(replays.firstUse("one", until)).isFalse();
        clock.pass(Duration.ofMinutes(5));
        assertThat(replays.firstUse("one", until)).isFalse();
    }

    @Test
    void a_full_memory_refuses_rather_than_forgets() {
        Instant until = clock.instant().plus(Duration.ofMinutes(5));
        replays.firstUse("one", until);
        replays.firstUse("two", until);
        replays.firstUse("three", until);

        assertThat(replays.firstUse("four", until)).isFalse();
        assertThat(replays.firstUse("one", until)).isFalse();
        clock.pass(Duration.ofMinutes(6));
        assertThat(replays.firstUse("four", clock.instant().plus(Duration.ofMinutes(5))))
                .isTrue();
    }

    private OutstandingSignIn signIn(String handle) {
        return new OutstandingSignIn(
                handle, "_request", "entra", "browser", "/", clock.instant().plus(Duration.ofMinutes(30)));
    }
}
