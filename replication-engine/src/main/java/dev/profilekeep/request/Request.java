package dev.profilekeep.request;

import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.container.ContainerKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as it stands.
 *
 * @param sid of the container's owner; empty if nobody knows
 * @param account the owner's account name; empty if nobody knows
 * @param reason the asker's
 * @param firstAnswerAt when somebody first asked back or decided; null before
 * @param decidedAt null before
 * @param endedAt when it was over; null before
 * @param changedAt of its last step
 * @param deciderId empty until somebody decided
 * @param note who or what it waits for, or what went wrong; may be empty
 * @param act what the restorer calls what it did; empty if it did nothing
 * @param where files were put, as people reach it; empty if none were
 * @param progress null while nothing runs
 */
public record Request(
        long id,
        long containerId,
        String containerKey,
        String setId,
        ContainerKind containerKind,
        String sid,
        String account,
        Wish wish,
        String reason,
        RequestState state,
        String askerId,
        String askerName,
        Instant askedAt,
        @Nullable Instant firstAnswerAt,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        Instant changedAt,
        String deciderId,
        String deciderName,
        Note note,
        String act,
        String where,
        @Nullable Progress progress) {

    /**
     * How far it is.
     *
     * @param phase what is being done, as the restorer calls it
     * @param done bytes of this phase
     * @param total bytes of this phase; 0 if not known
     */
    public record Progress(String phase, long done, long total) {}

    /** How long it took until somebody answered, or how long the asker has been without an answer. */
    public Duration untilAnswer(Instant now) {
        return Duration.between(askedAt, firstAnswerAt == null ? now : firstAnswerAt);
    }

    /** Why it is done, for the audit: who asked, who agreed, and the asker's reason, as far as that has room. */
    public String grounds() {
        String why = "asked by " + askerName + ", agreed by " + deciderName + ": " + reason;
        return why.length() > GivenReason.LONGEST ? why.substring(0, GivenReason.LONGEST) : why;
    }

    /** Names it in what is done for it, so that what a dead process did is found. */
    public String ticket() {
        return "restore request " + id;
    }

    /** Whether it was done, and then could not be taken back: it stays as it is. */
    public boolean isUndoFailed() {
        return state == RequestState.FAILED
                && (has("undo.failed") || note.english().startsWith("it could not be taken back"));
    }

    /** Whether what was there before is kept no more, so that nothing can bring it back but a backup. */
    public boolean isKeptGone() {
        return has("kept.gone") || has("refusal.NOTHING_KEPT");
    }

    /** Whether it was done by making a container of which no file was there: nothing was replaced, so nothing is kept. */
    public boolean isMadeAnew() {
        return state == RequestState.DONE && has("anew");
    }

    /** Whether there is something that could be taken back, or taken back once more. */
    public boolean isUndoable() {
        return !act.isEmpty()
                && state.next().contains(RequestState.UNDOING)
                && !isMadeAnew()
                && !(isUndoFailed() && isKeptGone());
    }

    /** Until when it is waited for somebody to sign off, or tried again, before it is given up; null if nothing is agreed. */
    public @Nullable Instant triedUntil() {
        Instant since = state == RequestState.UNDOING ? changedAt : decidedAt;
        return since == null ? null : since.plus(RequestRunner.PATIENCE);
    }

    private boolean has(String code) {
        return note.said().stream().anyMatch(said -> said.code().equals(code));
    }
}
