package dev.profilekeep.portal.rest;

import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.NoteWords;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
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
 * @param late whether it waited, or waits, for us longer than the configuration says
 * @param times how long whom it kept waiting
 * @param note who or what it waits for, or what went wrong, in the language that is asked for, with times in UTC; empty for who is only its owner
 * @param noteCodes the same for programs, fact by fact; empty for what is from before there were facts
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
        Times times,
        boolean undoable,
        String note,
        List<String> noteCodes,
        String where,
        @Nullable Progress progress,
        List<Step> steps) {
    record Progress(String phase, long doneBytes, long totalBytes) {}

    /**
     * In seconds.
     *
     * @param answer until the first answer, or so far; null if it was over before there was one
     * @param decision until the yes or no without {@code asker}, or so far; null if it was over before
     * @param asker what the asker took to answer questions
     * @param signOff how long it waited for somebody to sign off
     * @param doing from the yes until it was done without {@code signOff}, or so far; null without a yes
     * @param running what is measured now: ANSWER, DECISION, ASKER, SIGN_OFF, DOING or NONE
     * @param limit how long that may take; null where nobody counts
     */
    record Times(
            @Nullable Long answer,
            @Nullable Long decision,
            long asker,
            long signOff,
            @Nullable Long doing,
            String running,
            @Nullable Long limit) {
        static Times of(RequestTimes times, RestorePolicy.Within within) {
            return new Times(
                    seconds(times.answer()),
                    seconds(times.decision()),
                    times.asker().toSeconds(),
                    times.signOff().toSeconds(),
                    seconds(times.doing()),
                    times.running().name(),
                    seconds(times.limit(within)));
        }

        private static @Nullable Long seconds(@Nullable Duration duration) {
            return duration == null ? null : duration.toSeconds();
        }
    }

    record Step(Instant at, String state, String by, String words) {}

    /**
     * @param helper whether whoever asks sees the container as one who helps: others are not told of machines and folders
     * @param times as {@code RequestsService.times} has them
     * @param within how soon things are to happen
     * @param notes as whoever asks may read them
     */
    static RequestDocument of(
            Request request,
            List<RequestStep> steps,
            boolean helper,
            RequestTimes times,
            RestorePolicy.Within within,
            NoteWords notes) {
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
                times.isLate(within),
                Times.of(times, within),
                request.isUndoable(),
                helper ? notes.of(request.note()) : "",
                helper ? request.note().said().stream().map(Note.Said::code).toList() : List.of(),
                request.where(),
                progress == null ? null : new Progress(progress.phase(), progress.done(), progress.total()),
                steps.stream()
                        .map(step -> new Step(
                                step.at(),
                                step.state().name(),
                                step.actorName(),
                                helper || step.isOfAPerson() ? notes.of(step) : ""))
                        .toList());
    }
}
