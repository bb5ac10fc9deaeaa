package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap that is too small for what a command has to do. */
class NoMemoryTest {
    private static final Pattern TOLD = Pattern.compile("Java may take (\\d+) MiB here; set PROFILEKEEP_HEAP=(\\d+)m ");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void too_small_a_heap_is_told_with_what_to_set(boolean bare) throws Exception {
        Map<String, String> small = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getOrDefault(Object name, String otherwise) {
                OutOfMemoryError full = new OutOfMemoryError("planned");
                if (bare) {
                    throw full;
                }
                throw new IllegalStateException("a chunk could not be read", full);
            }
        };
        CommandRun ran = CommandRun.on(Terminal.NONE, small, "backup", "list", "--json");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains("not enough memory")
                .doesNotContain("OutOfMemoryError");
        // What Java may take is no constant: a collector moves it by the size of a survivor space.
        Matcher told = TOLD.matcher(ran.err());
        assertThat(told.find()).as(ran.err()).isTrue();
        long may = Long.parseLong(told.group(1));
        assertThat((double) may).isCloseTo(Runtime.getRuntime().maxMemory() >> 20, withinPercentage(25));
        assertThat(Long.parseLong(told.group(2))).isEqualTo(2 * may);
        assertThat(new ObjectMapper().readTree(ran.bytes()).at("/error/message").asText())
                .contains("not enough memory");
    }

    @Test
    void no_more_threads_are_no_matter_of_the_heap() {
        Map<String, String> many = new HashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getOrDefault(Object name, String otherwise) {
                throw new OutOfMemoryError(
                        "unable to create native thread: possibly out of memory or process/resource limits reached");
            }
        };
        CommandRun ran = CommandRun.on(Terminal.NONE, many, "backup", "list");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("no more threads").doesNotContain("HEAP", "-Xmx");
    }
}
