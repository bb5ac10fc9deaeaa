package dev.profilekeep.backup.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.estate.ChangeRule.Why;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nights of containers, as MiB that are live, new, and what is left of the new ones; the last night is judged. */
class ChangeRuleTest {
    private static final String QUIET = "1000/1000/500 1000/20/10 1005/25/12 1005/0/0 1010/30/15 1010/15/8";

    private static Arguments story(String what, String nights, Why why) {
        return Arguments.of(what, nights, why);
    }

    static Stream<Arguments> stories() {
        return Stream.of(
                story("a quiet night", QUIET + " 1012/20/10", null),
                story("nothing at all", QUIET + " 1010/0/0", null),
                story("a mailbox is fetched anew, so it grows", QUIET + " 2500/1520/1200", null),
                story("it grows by noise: films, archives", QUIET + " 1500/500/500", null),
                story("60 % of the files are encrypted in their places", QUIET + " 1010/606/606", Why.SHARE),
                story("encrypted beside, and the originals removed", QUIET + " 1015/700/700", Why.SHARE),
                story("encrypted, but a full reading on that night", QUIET + " 1010/610/612", Why.SHARE),
                story("a full reading that finds nothing new", QUIET + " 1010/0/0", null),
                story("a fifth is encrypted: less than a jump, but noise", QUIET + " 1010/205/204", Why.CONTENT),
                story("a fifth is rewritten, and compresses as ever", QUIET + " 1010/205/102", null),
                story("a tenth is not reached", QUIET + " 1010/95/95", null),
                story("a third is rewritten, though not noise", QUIET + " 1010/340/170", Why.SHARE),
                story("small: 60 % of 100 MiB", "100/100/50 100/1/1 100/1/1 100/1/1 100/1/1 100/1/1 100/60/60", null),
                story("64 MiB and a bit", "110/110/50 110/1/1 110/1/1 110/1/1 110/1/1 110/1/1 110/65/65", Why.SHARE),
                story("the first backup", "1000/1000/500", null),
                story("the second", "1000/1000/500 1000/900/900", null),
                story(
                        "four nights are too few",
                        "1000/1000/500 1000/9/4 1000/9/4 1000/9/4 1000/9/4 1000/900/900",
                        null),
                story(
                        "who rewrites half of it each night",
                        "1000/1000/500 1000/500/250 1000/480/240 1000/520/260 1000/490/250 1000/510/250 1000/530/260",
                        null),
                story(
                        "who works with films: noise is usual",
                        "1000/1000/990 1000/60/59 1000/80/79 1000/90/89 1000/70/69 1000/75/75 1000/200/200",
                        null),
                story("it was emptied: nothing is rewritten", QUIET + " 300/20/10", null),
                story("the night after an attack is quiet", QUIET + " 1010/606/606 1010/10/5", null),
                story("an attack on the night after growth", QUIET + " 2500/1520/1200 2500/1600/1600", Why.SHARE));
    }

    private static List<ChangeNight> nights(String text) {
        List<ChangeNight> nights = new ArrayList<>();
        for (String one : text.split(" ")) {
            String[] mib = one.split("/");
            nights.add(new ChangeNight(
                    LocalDate.of(2026, 11, 1).plusDays(nights.size()),
                    Long.parseLong(mib[0]) << 20,
                    Long.parseLong(mib[1]) << 20,
                    Long.parseLong(mib[2]) << 20));
        }
        return nights;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void a_jump_is_told_from_what_is_usual_for_this_container(String what, String nights, Why why) {
        assertThat(ChangeRule.of(nights(nights)).map(ChangeRule.Jump::why).orElse(null))
                .as(what)
                .isEqualTo(why);
    }
}
