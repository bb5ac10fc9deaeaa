package dev.profilekeep.portal.requests.ui;

import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsCsv;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.Wish;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests in words. */
final class RequestWords {
    /** States that are said otherwise where nothing is brought back. */
    static final Set<RequestState> OF_AID = Set.of(
            RequestState.ASKED,
            RequestState.APPROVED,
            RequestState.RUNNING,
            RequestState.DONE,
            RequestState.FAILED,
            RequestState.UNDONE);

    /** States that are said otherwise where files are put out. */
    static final Set<RequestState> OF_FILES = Set.of(
            RequestState.ASKED,
            RequestState.APPROVED,
            RequestState.DELAYED,
            RequestState.RUNNING,
            RequestState.DONE,
            RequestState.FAILED);

    /** States that are said otherwise where another person brought it there. */
    static final Set<RequestState> OF_ANOTHER =
            Set.of(RequestState.ASKED, RequestState.ANSWERED, RequestState.WITHDRAWN);

    /** What a restore goes through, as it tells of it; all in bytes but the last. */
    static final Set<String> PHASES = Set.of("COMPARING", "BACKING_UP", "WRITING", "CHECKING", "FILES", "EXCHANGING");

    private RequestWords() {}

    /** How far it is, in a word or two. */
    static String state(Request request, Words words) {
        return words.get(RequestsCsv.stateKey(request.state()));
    }

    static Status status(RequestState state) {
        return switch (state) {
            case ASKED, ANSWERED -> Status.PAUSED;
            case QUESTION -> Status.UNKNOWN;
            case APPROVED, RUNNING, UNDOING -> Status.RUNNING;
            case WAITING -> Status.IN_USE;
            case DELAYED -> Status.DEGRADED;
            case DONE, UNDONE -> Status.READY;
            case REFUSED, WITHDRAWN -> Status.INFO;
            case FAILED -> Status.NOT_READY;
        };
    }

    /** Whose it is, for those who help. */
    static String person(Request request) {
        return Visible.isolated(request.account().isEmpty() ? request.sid() : request.account());
    }

    /** What is wanted: "the profile as it was last night 01:14". */
    static String wish(Request request, Instant now, Words words) {
        Instant moment = request.wish().moment();
        switch (request.wish().kind()) {
            case RESET -> {
                return words.get("requests.wish.reset");
            }
            case REBUILD_OFFICE -> {
                return words.get("requests.wish.office");
            }
            case WHOLE, FILES -> {
                // as it was at a moment
            }
        }
        String what = words.get("kind." + request.containerKind().name());
        if (request.wish().kind() == RequestKind.FILES) {
            Wish.Amount amount = request.wish().amount();
            return words.get(
                    "requests.wish.files",
                    amount.files(),
                    words.formats().bytes(amount.bytes()),
                    words.get("requests.wish", what, moment == null ? "" : MomentWords.of(moment, now, words)));
        }
        String wish = moment == null ? what : words.get("requests.wish", what, MomentWords.of(moment, now, words));
        return request.wish().serverLocation().isEmpty() ? wish : wish + " · " + words.get("moments.server.mark");
    }

    /**
     * How it stands, for whoever asked.
     *
     * @param said in the words of whoever decided; may be empty
     * @param another who else than the reader brought it there; empty if it was the reader, or nobody
     * @param keptUntil until when at least what was there before is kept; null if nothing was done
     */
    static String standing(
            Request request, Instant now, String said, String another, @Nullable Instant keptUntil, Words words) {
        if (request.isUndoFailed()) {
            return stays(request, now, keptUntil, true, words);
        }
        Instant until = request.triedUntil();
        if (request.state() == RequestState.WAITING && until != null) {
            return words.get("my.request.WAITING", words.formats().date(until));
        }
        Instant moment = request.wish().moment();
        if (request.isMadeAnew()) {
            return words.get("my.request.MADE_ANEW", moment == null ? "" : MomentWords.of(moment, now, words));
        }
        Wish.Amount amount = request.wish().amount();
        String about =
                switch (request.wish().kind()) {
                    case WHOLE -> "";
                    case FILES -> OF_FILES.contains(request.state()) ? "files." : "";
                    case RESET -> OF_AID.contains(request.state()) ? "reset." : "";
                    case REBUILD_OFFICE -> OF_AID.contains(request.state()) ? "office." : "";
                };
        boolean files = about.equals("files."); // only whose they are ask for files
        String own = OF_ANOTHER.contains(request.state()) && !another.isEmpty() && !files ? "other." : "";
        return words.get(
                "my.request." + own + about + request.state(),
                moment == null ? "" : MomentWords.of(moment, now, words),
                Visible.isolated(said),
                amount.files(),
                words.formats().bytes(amount.bytes()),
                Visible.isolated(another));
    }

    /** How a request for files stands that {@linkplain RequestsService#isHandedOver somebody hands over}, for whoever asked. */
    static String handedOver(Request request, Instant now, Words words) {
        Instant moment = request.wish().moment();
        return words.get("my.request.files.HANDED", moment == null ? "" : MomentWords.of(moment, now, words));
    }

    /**
     * What is so where a restore could not be taken back.
     *
     * @param keptUntil until when at least what was there before is kept
     * @param own whether it is said to whose profile it is
     */
    static String stays(Request request, Instant now, @Nullable Instant keptUntil, boolean own, Words words) {
        String about = own ? "my.request.stays." : "requests.stays.";
        String key = request.wish().kind().isFirstAid() ? about + "aid." : about;
        if (request.isKeptGone() || keptUntil == null) {
            return words.get(key + "GONE");
        }
        return words.get(
                key + (now.isAfter(keptUntil) ? "PAST" : "KEPT"),
                words.formats().date(keptUntil));
    }

    /** Who brought it where it stands, and where that is, for whoever came too late. */
    static String movedOn(RequestsService service, long id, Words words) {
        Request now = service.find(id);
        List<RequestStep> steps = service.steps(id);
        String another = service.another(now);
        if (!another.isEmpty()) {
            return words.get("requests.movedOn.other", Visible.isolated(another), state(now, words));
        }
        boolean own = !steps.isEmpty() && steps.get(steps.size() - 1).isOfAPerson();
        return words.get(own ? "requests.movedOn.own" : "requests.movedOn.itself", state(now, words));
    }

    /** What was asked back last, as the asker reads it; empty if nothing was. */
    static String question(Request request, List<RequestStep> steps, Words words) {
        if (request.state() != RequestState.QUESTION) {
            return "";
        }
        return steps.stream()
                .filter(step -> step.state() == RequestState.QUESTION)
                .reduce((one, later) -> later)
                .map(step -> words.get(
                        "requests.reason",
                        Visible.isolated(step.actorName()),
                        Visible.isolated(step.words().english())))
                .orElse("");
    }

    /** How far a restore is; empty while nothing runs. */
    static String progress(Request request, Words words) {
        Request.Progress progress = request.progress();
        if (progress == null) {
            return "";
        }
        String phase = PHASES.contains(progress.phase()) ? progress.phase() : "OTHER";
        String step = words.get("requests.progress." + phase);
        return progress.total() <= 0 || phase.equals("EXCHANGING") || phase.equals("OTHER")
                ? step
                : words.get(
                        "requests.progressOf",
                        step,
                        words.formats().percent(progress.done(), progress.total()),
                        words.formats().bytes(progress.done()),
                        words.formats().bytes(progress.total()));
    }
}
