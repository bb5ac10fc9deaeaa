package dev.profilekeep.portal.myprofile;

import dev.profilekeep.portal.myprofile.OwnLocks.Cleared;
import dev.profilekeep.portal.myprofile.OwnLocks.How;
import dev.profilekeep.portal.text.Texts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why a freeing did not work out, as it is kept with its case: a fact in each line, and no sentence, so that everybody reads it in
 * their own language and without the names of shares. Stateless.
 *
 * <pre>
 * #&lt;container&gt; refusal.&lt;Refusal.Why&gt; | #&lt;container&gt; result.&lt;ClearOutcome.Result&gt; | unexpected &lt;id in the log&gt;
 * </pre>
 */
final class CaseNote {
    private static final Pattern OUTCOME = Pattern.compile("#(\\d+) ((?:refusal|result)\\.[A-Z_]+)");
    private static final Pattern UNEXPECTED = Pattern.compile("unexpected (\\S+)");

    private CaseNote() {}

    /** Of what was not freed. */
    static String of(List<Cleared> cleared) {
        return cleared.stream()
                .filter(one -> one.how() != How.CLEARED && one.how() != How.FREE)
                .map(one -> "#" + one.containerId() + " "
                        + (one.refusal() == null ? "result." + one.result() : "refusal." + one.refusal()))
                .collect(Collectors.joining("\n"));
    }

    /** Of what nobody expected. @param incident stands in the log beside it */
    static String unexpected(String incident) {
        return "unexpected " + incident;
    }

    /** In words; of a note from before, which is in English sentences, these. */
    static List<String> lines(String note, Texts texts) {
        return note.lines()
                .filter(line -> !line.isBlank())
                .map(line -> said(line, texts))
                .toList();
    }

    private static String said(String line, Texts texts) {
        Matcher unexpected = UNEXPECTED.matcher(line);
        if (unexpected.matches()) {
            return texts.get("my.evidence.unexpected", unexpected.group(1));
        }
        Matcher outcome = OUTCOME.matcher(line);
        if (!outcome.matches()) {
            return line;
        }
        String fact = outcome.group(2);
        String key = "locks." + fact + (fact.startsWith("result.") ? ".text" : "");
        return "#" + outcome.group(1) + ": " + (texts.has(key) ? texts.get(key) : fact);
    }
}
