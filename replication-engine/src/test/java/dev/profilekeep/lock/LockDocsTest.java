package dev.profilekeep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/locks.md} says what the code does. */
class LockDocsTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z_]+)` \\| (LIVE|STALE|UNPROVED) \\| (.+) \\| (.+) \\| `([a-z_]+)` \\|$");

    private static String text() throws IOException {
        return Files.readString(Path.of("..", "docs", "locks.md"));
    }

    private record Described(String verdict, String when, String source, String test) {}

    private static Map<String, Described> table() throws IOException {
        Map<String, Described> rows = new LinkedHashMap<>();
        for (String line : text().split("\n")) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), new Described(row.group(2), row.group(3), row.group(4), row.group(5)));
            }
        }
        return rows;
    }

    @Test
    void every_rule_stands_in_the_table_with_its_source_and_a_test_that_exists() throws IOException {
        List<String> tests = Arrays.stream(LockCourtTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .toList();
        Map<String, Described> table = table();
        assertThat(table.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(LockRule.values()).map(Enum::name).toList());
        table.forEach((rule, row) -> {
            assertThat(tests).as(rule).contains(row.test());
            assertThat(row.source()).as(rule).matches("^(H|M|safe): .+|^H: .+; M .+");
        });
    }

    @Test
    void the_verdict_of_each_rule_is_the_one_that_cases_at_random_give() throws IOException {
        Map<String, Described> table = table();
        RandomScenes.each(20_000, 7, evidence -> LockCourt.judge(evidence).ifPresent(verdict -> assertThat(
                        table.get(verdict.rule().name()).verdict())
                .as(verdict.rule().name())
                .isEqualTo(verdict.word())));
    }

    @Test
    void every_reason_for_a_refusal_is_named() throws IOException {
        String text = text();
        for (Refusal.Why why : Refusal.Why.values()) {
            assertThat(text).contains(why.name());
        }
        for (ClearOutcome.Result result : ClearOutcome.Result.values()) {
            assertThat(text).contains(result.name());
        }
        for (Observation.Source source : Observation.Source.values()) {
            assertThat(text).contains(source.name());
        }
    }
}
