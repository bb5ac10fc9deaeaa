package dev.profilekeep.drill;

import dev.profilekeep.drill.DrillReport.Finding;
import dev.profilekeep.drill.DrillReport.Need;
import dev.profilekeep.drill.DrillReport.State;
import dev.profilekeep.drill.DrillReport.Step;
import dev.profilekeep.drill.DrillReport.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports to try things on. */
public final class Reports {
    static final Instant START = Instant.parse("2026-03-01T21:00:00Z");

    private Reports() {}

    static Step done(int number, Need need) {
        return new Step(
                number,
                "step " + number,
                need,
                State.EXECUTED,
                START.plusSeconds(number),
                START.plusSeconds(number + 1),
                Times.of(Duration.ofMillis(1234), null),
                List.of("the canary is \"there\":\t\u007f\u0001 \u2028 \u00e9 \uD83D\uDE00 C:\\Users"),
                "");
    }

    static Step not(int number, Need need) {
        return new Step(
                number, "step " + number, need, State.NOT_EXECUTED, null, null, Times.NONE, List.of(), "nobody did");
    }

    static Step failed(int number, Need need) {
        return new Step(
                number, "step " + number, need, State.FAILED, START, START, Times.NONE, List.of(), "it is broken");
    }

    public static DrillReport of(long number, String previous, List<Step> steps, List<Finding> findings) {
        return new DrillReport(
                "pool a \u2192 London",
                "3",
                number,
                "Ada",
                "Bob",
                DrillReport.TEST,
                DrillReport.SIMULATED,
                START,
                START.plusSeconds(90),
                Times.of(Duration.ofMinutes(5), Duration.ofMinutes(15)),
                Times.of(Duration.ofMillis(2345), Duration.ofMillis(9876)),
                steps,
                findings,
                List.of("a note"),
                DrillReport.judge(steps, findings),
                previous);
    }

    public static DrillReport passed(long number, String previous) {
        return of(
                number,
                previous,
                List.of(done(1, Need.MANDATORY), not(2, Need.HUMAN)),
                List.of(new Finding("SLOW_LINE", "anna", "the line is slow", false)));
    }
}
