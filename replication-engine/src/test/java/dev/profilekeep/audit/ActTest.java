package dev.profilekeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ActTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    private final Act.Teller teller = (evidence, outcome) -> {
        Map<String, String> rest = new TreeMap<>(evidence);
        ids.add(rest.remove("act"));
        told.add(outcome + " " + rest);
    };

    @Test
    void what_is_done_is_told_with_what_came_of_it() {
        long run = Act.told(teller, Map.of("to", "x"), () -> 17L, id -> Map.of("run", Long.toString(id)), e -> "");
        assertThat(run).isEqualTo(17);
        assertThat(told).containsExactly("begun {to=x}", "done {run=17, to=x}");
    }

    @Test
    void both_entries_of_an_act_carry_its_id_and_no_other_act_does() {
        Act.told(teller, Map.of(), () -> 1, id -> Map.of(), e -> "");
        Act.told(teller, Map.of(), () -> 2, id -> Map.of(), e -> "");
        assertThat(ids).hasSize(4).doesNotContainNull();
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
        assertThat(ids.get(2)).isEqualTo(ids.get(3));
    }

    @Test
    void what_fails_is_told_with_the_reason_and_thrown_on() {
        assertThatThrownBy(() -> told(new IOException("the disk is full"), ""))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full");
        assertThat(told).containsExactly("begun {}", "failed: the disk is full {}");
    }

    @Test
    void what_is_turned_down_has_not_failed() {
        assertThatThrownBy(() -> told(new IOException("busy"), "it runs already"))
                .isInstanceOf(IOException.class);
        assertThat(told).containsExactly("begun {}", "refused: it runs already {}");
    }

    @Test
    void without_the_first_entry_nothing_is_done() {
        List<String> done = new ArrayList<>();
        Act.Teller broken = (evidence, outcome) -> {
            throw new IllegalArgumentException("no room");
        };
        assertThatThrownBy(() -> Act.told(broken, Map.of(), () -> done.add("deed"), x -> Map.of(), e -> ""))
                .hasMessage("no room");
        assertThat(done).isEmpty();
    }

    /** It was done; to say otherwise because of the entry would be wrong. */
    @Test
    void without_the_second_entry_the_result_stands() {
        Act.Teller once = (evidence, outcome) -> {
            if (!outcome.equals("begun")) {
                throw new IllegalArgumentException("no room");
            }
        };
        assertThat(Act.told(once, Map.of(), () -> "result", x -> Map.of(), e -> ""))
                .isEqualTo("result");
    }

    private void told(IOException failure, String refusal) throws IOException {
        Act.<String, IOException>told(
                teller,
                Map.of(),
                () -> {
                    throw failure;
                },
                x -> Map.of(),
                e -> refusal);
    }
}
