package dev.profilekeep.batch.run;

import java.util.List;
import java.util.Map;

/**
 * How far a run is; see {@link JobRunView} for the meaning of each.
 *
 * @param findings what could not be done although the run as a whole succeeds; at most 50 are kept
 * @param complete nothing at all was left undone; if not, a run that succeeds is DONE_WITH_FINDINGS
 */
public record RunProgress(
        String phase,
        String doing,
        long total,
        long done,
        Map<String, Long> counts,
        List<JobRunView.Failure> findings,
        boolean complete) {

    /** The count of locations that are read less just now, as their servers answer slowly; there only while it is so. */
    public static final String SLOWED = "slowed";

    static final RunProgress NOTHING_YET = new RunProgress("", "", 0, 0, Map.of(), List.of(), true);

    /** How a run ends whose work is done. */
    JobRunView.Status outcome() {
        return complete && findings.isEmpty() ? JobRunView.Status.DONE : JobRunView.Status.DONE_WITH_FINDINGS;
    }

    public RunProgress {
        counts = Map.copyOf(counts);
        findings = List.copyOf(findings);
    }
}
