package dev.profilekeep.portal.rest;

import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it stands. No file of anybody is named.
 *
 * @param containerKind PROFILE or ODFC
 * @param kind what is wanted: WHOLE, FILES, RESET or REBUILD_OFFICE
 * @param repository with {@code snapshot} and {@code place}: the backup it goes back to; null for first aid, and for {@code moment} alone, which a file server keeps
 * @param files how many files are wanted; with {@code folders} and {@code bytes} 0 unless {@code kind} is FILES
 * @param late whether it was, or is, without an answer for too long
 * @param note who or what it waits for, or what went wrong; empty for who is only its owner
 * @param where files were put, as people reach it; empty if none were
 * @param undoable whether it can be taken back
 * @param steps its story; empty in a list
 */
record RequestDocument(
        long id,
        long container,
        String set,
        String containerKind,
        String sid,
        String account,
        String kind,
        @Nullable String repository,
        @Nullable String snapshot,
        @Nullable Integer place,
        @Nullable Instant moment,
        long files,
        long folders,
        long bytes,
        String reason,
        String state,
        String askedBy,
        Instant askedAt,
        @Nullable Instant firstAnswerAt,
        String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        Instant changedAt,
        boolean late,
        boolean undoable,
        String note,
        String where,
        @Nullable Progress progress,
        List<Step> steps) {
    record Progress(String phase, long doneBytes, long totalBytes) {}

    record Step(Instant at, String state, String by, String words) {}

    /**
     * @param helper whether whoever asks sees the container as one who helps: others are not told of machines and folders
     * @param within so soon whoever asks is to have an answer
     */
    static RequestDocument of(Request request, List<RequestStep> steps, boolean helper, Instant now, Duration within) {
        Wish.Point point = request.wish().point();
        Request.Progress progress = request.progress();
        return new RequestDocument(
                request.id(),
                request.containerId(),
                request.setId(),
                request.containerKind().name(),
                request.sid(),
                request.account(),
                request.wish().kind().name(),
                point == null ? null : point.repositoryId(),
                point == null ? null : point.snapshot().toString(),
                point == null ? null : point.place(),
                request.wish().moment(),
                request.wish().amount().files(),
                request.wish().amount().folders(),
                request.wish().amount().bytes(),
                request.reason(),
                request.state().name(),
                request.askerName(),
                request.askedAt(),
                request.firstAnswerAt(),
                request.deciderName(),
                request.decidedAt(),
                request.endedAt(),
                request.changedAt(),
                request.isLate(now, within),
                request.isUndoable(),
                helper ? request.note() : "",
                request.where(),
                progress == null ? null : new Progress(progress.phase(), progress.done(), progress.total()),
                steps.stream()
                        .map(step -> new Step(
                                step.at(),
                                step.state().name(),
                                step.actorName(),
                                helper || step.isOfAPerson() ? step.words() : ""))
                        .toList());
    }
}
