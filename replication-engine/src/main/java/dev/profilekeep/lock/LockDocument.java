package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container and its lock, as the REST API and the command line write it ({@code docs/locks.md}). Names and meanings stay as
 * they are; fields may be added.
 *
 * @param disk the disk's name without its ending
 * @param sites that have a copy, the active one first
 * @param verdict LIVE, STALE, UNPROVED; NOT_JUDGED if nobody looked since the inventory found it locked; NOT_LOCKED if a look
 *     found that nothing locks it, NOT_KNOWN if it found nothing and not every location could tell
 * @param rule of {@link LockRule}; empty without a verdict
 * @param remedy of {@link LockVerdict.Remedy}; empty unless it is stale
 * @param judgedAt null if nobody looked
 * @param sentence all of it for people
 * @param nextStep what somebody can do about it
 * @param evidence every observation; empty in a list
 */
public record LockDocument(
        long container,
        String set,
        ContainerKind kind,
        String sid,
        String account,
        String disk,
        List<String> sites,
        String verdict,
        String rule,
        String remedy,
        HeldBy holder,
        @Nullable Instant judgedAt,
        String sentence,
        String nextStep,
        List<Seen> evidence) {
    /** What a look found that nothing locks. */
    public static final String NOT_LOCKED = "NOT_LOCKED";

    /** What a look found nothing of, while not every location could tell. */
    public static final String NOT_KNOWN = "NOT_KNOWN";

    /**
     * Who holds it, as far as that is known.
     *
     * @param host empty if it is not known
     * @param account as the source wrote it; empty if it is not known
     * @param since null if it is not known
     */
    public record HeldBy(String host, String account, @Nullable Instant since) {}

    /**
     * One observation.
     *
     * @param source of {@link Observation.Source}
     * @param location where; null if it is of no location
     * @param at when it was so, by the source's own word
     * @param weight what it says: LIVE, STALE, DOUBT or NOTE
     * @param fact a stable word: {@code disk-free}
     * @param text for people
     */
    public record Seen(
            Observation.Source source,
            @Nullable String location,
            Instant at,
            Weight weight,
            String fact,
            String text) {}

    public LockDocument {
        sites = List.copyOf(sites);
        evidence = List.copyOf(evidence);
    }

    /** Of a list, without its evidence. */
    public static LockDocument brief(LockRow row, LockWords words) {
        return of(row, words, row.verdict(), LockFilter.NOT_JUDGED, null, false);
    }

    /** As it was judged last, with its evidence. */
    public static LockDocument full(LockRow row, LockWords words) {
        return of(row, words, row.verdict(), LockFilter.NOT_JUDGED, null, true);
    }

    /** As a look found it, with its evidence. */
    public static LockDocument of(ContainerRow container, Look look, LockWords words) {
        LockRow row = new LockRow(
                container.id(),
                container.setId(),
                container.kind(),
                container.sid(),
                container.account(),
                container.baseName(),
                container.sites(),
                look.verdict().orElse(null));
        return of(row, words, row.verdict(), look.isFree() ? NOT_LOCKED : NOT_KNOWN, look.at(), true);
    }

    private static LockDocument of(
            LockRow row,
            LockWords words,
            @Nullable LockVerdict verdict,
            String without,
            @Nullable Instant lookedAt,
            boolean withEvidence) {
        Holder holder = verdict == null ? Holder.UNKNOWN : verdict.holder();
        return new LockDocument(
                row.containerId(),
                row.setId(),
                row.kind(),
                row.sid(),
                row.account(),
                row.baseName(),
                row.sites(),
                verdict == null ? without : verdict.word(),
                verdict == null ? "" : verdict.rule().name(),
                verdict instanceof LockVerdict.Stale stale ? stale.remedy().name() : "",
                new HeldBy(holder.host(), holder.account(), holder.since()),
                verdict == null ? lookedAt : verdict.at(),
                verdict == null ? words.without(without) : words.sentence(verdict),
                verdict == null ? "" : words.nextStep(verdict),
                verdict == null || !withEvidence
                        ? List.of()
                        : verdict.observations().stream()
                                .map(seen -> seen(seen, verdict.at(), words))
                                .toList());
    }

    private static Seen seen(Observation seen, Instant now, LockWords words) {
        return new Seen(
                seen.source(),
                seen.locationId(),
                seen.at(),
                seen.weight(),
                seen.fact().code(),
                words.line(seen, now));
    }
}
