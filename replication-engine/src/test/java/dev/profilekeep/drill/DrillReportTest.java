package dev.profilekeep.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.drill.DrillReport.Finding;
import dev.profilekeep.drill.DrillReport.Need;
import dev.profilekeep.drill.DrillReport.Result;
import dev.profilekeep.drill.DrillReport.State;
import dev.profilekeep.drill.DrillReport.Step;
import dev.profilekeep.drill.DrillReport.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillReportTest {
    private static final Finding HARM = new Finding("CANARY_LOST", "anna", "what anna wrote is not there", true);
    private static final Finding NO_HARM = new Finding("SLOW_LINE", "", "the line is slow", false);

    private static Result judged(Step... steps) {
        return DrillReport.judge(List.of(steps), List.of(NO_HARM));
    }

    @Test
    void passes_only_with_every_mandatory_step_executed() {
        assertThat(judged(Reports.done(1, Need.MANDATORY), Reports.done(2, Need.MANDATORY)))
                .isEqualTo(Result.PASSED);
        assertThat(judged(Reports.done(1, Need.MANDATORY), Reports.not(2, Need.MANDATORY)))
                .isEqualTo(Result.INCOMPLETE);
        assertThat(judged(Reports.done(1, Need.MANDATORY), Reports.not(2, Need.HUMAN), Reports.not(3, Need.OPTIONAL)))
                .isEqualTo(Result.PASSED);
        assertThat(judged()).isEqualTo(Result.INCOMPLETE);
        assertThat(judged(Reports.not(1, Need.HUMAN))).isEqualTo(Result.INCOMPLETE);
    }

    @Test
    void fails_by_any_step_that_failed_and_any_finding_of_harm() {
        assertThat(judged(Reports.done(1, Need.MANDATORY), Reports.failed(2, Need.OPTIONAL)))
                .isEqualTo(Result.FAILED);
        assertThat(DrillReport.judge(List.of(Reports.done(1, Need.MANDATORY)), List.of(HARM)))
                .isEqualTo(Result.FAILED);
        assertThat(DrillReport.judge(List.of(Reports.not(1, Need.MANDATORY)), List.of(HARM)))
                .isEqualTo(Result.FAILED);
    }

    @Test
    void a_result_that_its_steps_do_not_make_cannot_be_written() {
        DrillReport good = Reports.passed(1, "");
        assertThatThrownBy(() -> new DrillReport(
                        good.plan(),
                        good.version(),
                        1,
                        good.owner(),
                        good.approver(),
                        good.operation(),
                        good.signIn(),
                        good.started(),
                        good.ended(),
                        good.targets(),
                        good.measured(),
                        List.of(Reports.not(1, Need.MANDATORY)),
                        List.of(),
                        good.notes(),
                        Result.PASSED,
                        ""))
                .hasMessageContaining("result is PASSED")
                .hasMessageContaining("INCOMPLETE");
    }

    @Test
    void a_step_that_was_not_executed_has_no_times_and_a_reason() {
        assertThatThrownBy(() -> new Step(
                        1,
                        "x",
                        Need.MANDATORY,
                        State.NOT_EXECUTED,
                        Reports.START,
                        Reports.START,
                        Times.NONE,
                        List.of(),
                        "why"))
                .hasMessageContaining("times do not fit");
        assertThatThrownBy(() ->
                        new Step(1, "x", Need.MANDATORY, State.NOT_EXECUTED, null, null, Times.NONE, List.of(), ""))
                .hasMessageContaining("reason does not fit");
    }
}
