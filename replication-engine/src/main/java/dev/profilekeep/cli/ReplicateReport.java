package dev.profilekeep.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.profilekeep.replicate.Reason;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.replicate.estate.LeftCopy;
import dev.profilekeep.replicate.estate.ReplicationRun;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import dev.profilekeep.replicate.estate.ReplicationService;
import dev.profilekeep.text.Visible;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run that carries copies came to. The names are those of the JSON answer.
 *
 * @param copies those to be brought up to date
 * @param upToDate those that are, as was proved
 * @param reason why the run failed or was stopped; empty if it did not
 * @param words how many came what
 * @param bytesRead of both sides
 * @param left each copy that is what it was
 */
record ReplicateReport(
        long run,
        Phase phase,
        String reason,
        long copies,
        long upToDate,
        Map<Word, Long> words,
        long bytesRead,
        long bytesSent,
        List<Copy> left) {
    private static final int TOLD = 1_000;

    /** @param why a word of {@link Reason} */
    record Copy(String who, String set, String location, String why, String sentence) {
        static Copy of(LeftCopy left) {
            return new Copy(
                    left.name(), left.setId(), left.locationId(), left.reason().word(), left.sentence());
        }
    }

    static ReplicateReport of(ReplicationService service, ReplicationRun run) {
        return new ReplicateReport(
                run.id(),
                run.phase(),
                run.reason(),
                run.total(),
                run.upToDate(),
                new TreeMap<>(run.words()),
                run.bytesRead(),
                run.bytesSent(),
                service.left(run.id(), TOLD).stream().map(Copy::of).toList());
    }

    @JsonIgnore
    int exitCode() {
        return phase == Phase.DONE && upToDate == copies ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    void print(PrintWriter out) {
        if (copies == 0) {
            out.println(
                    "There is nothing to carry: no set with replication ENGINE has containers at its active site and"
                            + " a location at another.");
        } else {
            out.printf(Locale.ROOT, "%d of %d copies are up to date.%n", upToDate, copies);
            words.forEach((word, count) ->
                    out.printf(Locale.ROOT, "  %-10s %d%n", word.name().toLowerCase(Locale.ROOT), count));
            out.printf(Locale.ROOT, "Read %s, sent %s.%n", Sizes.of(bytesRead), Sizes.of(bytesSent));
        }
        for (Copy copy : left) {
            out.printf(
                    Locale.ROOT,
                    "%s at %s: %s: %s%n",
                    Visible.oneLine(copy.who()),
                    copy.location(),
                    copy.why(),
                    Visible.oneLine(copy.sentence()));
        }
        if (phase != Phase.DONE) {
            out.printf(
                    Locale.ROOT,
                    "Run %d is %s%s%n",
                    run,
                    phase.name().toLowerCase(Locale.ROOT),
                    reason.isEmpty() ? "." : ": " + Visible.oneLine(reason));
        }
    }
}
