package dev.profilekeep.backup.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that is wrong in a repository.
 *
 * @param where the file, below the repository's folder, or the chunk
 * @param what for people
 * @param affected who misses what lies there; empty if nobody does
 */
public record Problem(ProblemKind kind, String where, String what, List<Affected> affected) {
    /** How bad it is. */
    public enum Severity {
        /** Nobody misses anything, and it goes away by itself. */
        HARMLESS,
        /** Nobody misses anything yet. */
        DANGER,
        /** Something cannot be restored until it is repaired, or at all. */
        LOSS
    }

    public Problem {
        affected = List.copyOf(affected);
    }

    public Severity severity() {
        if (!affected.isEmpty() || kind == ProblemKind.SNAPSHOT) {
            return Severity.LOSS;
        }
        return kind.isHarmless() ? Severity.HARMLESS : Severity.DANGER;
    }

    /** What to do about it. */
    public String next() {
        if (affected.isEmpty()) {
            return kind.next();
        }
        if (kind == ProblemKind.PACK_UNLISTED) {
            return ProblemKind.INDEX.next();
        }
        String whose = affected.stream()
                .limit(10)
                .map(each -> each.container().baseName())
                .collect(Collectors.joining(", "));
        String more = affected.size() > 10 ? " and " + (affected.size() - 10) + " others" : "";
        return kind.next() + " It is about " + whose + more + ".";
    }
}
