package dev.profilekeep.disk.check;

import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param findings the worst first, at most {@link Findings#KEPT_PER_RULE} of each rule
 * @param totals how often each rule was found broken, the worst first
 * @param unchecked what could not be looked at, and why, in plain sentences
 * @param notes what a reader should know beside the findings, in plain sentences
 * @param parentMissing whether a parent that the disk needs was not found, which leaves what is in the disk unchecked
 */
public record CheckReport(
        Verdict verdict,
        List<Finding> findings,
        List<Findings.Total> totals,
        List<String> unchecked,
        List<String> notes,
        boolean parentMissing) {
    public CheckReport {
        findings = List.copyOf(findings);
        totals = List.copyOf(totals);
        unchecked = List.copyOf(unchecked);
        notes = List.copyOf(notes);
    }

    static CheckReport of(Findings findings, List<String> unchecked, List<String> notes, boolean parentMissing) {
        boolean faults =
                findings.totals().stream().anyMatch(total -> total.severity().isFault());
        Verdict verdict = faults ? Verdict.FINDINGS : unchecked.isEmpty() ? Verdict.SOUND : Verdict.NOT_CHECKABLE;
        return new CheckReport(verdict, findings.all(), findings.totals(), unchecked, notes, parentMissing);
    }

    /** Severity of the worst finding; empty if there is none. */
    public Optional<Severity> worst() {
        return totals.stream().map(Findings.Total::severity).findFirst();
    }

    /** How many findings of a severity there are, those counted only included. */
    public long count(Severity severity) {
        return totals.stream()
                .filter(total -> total.severity() == severity)
                .mapToLong(Findings.Total::found)
                .sum();
    }
}
