package dev.profilekeep.restore;

import dev.profilekeep.request.Note;
import java.util.List;
import java.util.stream.Collectors;

/** What became of a restore, or of the way back from one. */
public sealed interface RestoreOutcome {
    /** For people. */
    String sentence();

    /**
     * Every copy is replaced; the old files are kept.
     *
     * @param act joins it with the audit, and names it for the way back
     */
    record Restored(String act, List<CopyOutcome> copies, List<Note> notes) implements RestoreOutcome {
        public Restored {
            copies = List.copyOf(copies);
            notes = List.copyOf(notes);
        }

        @Override
        public String sentence() {
            return "it is done"
                    + (notes.isEmpty()
                            ? ""
                            : "; " + notes.stream().map(Note::english).collect(Collectors.joining("; ")))
                    + (copies.isEmpty() ? "" : "; what was there before is kept");
        }
    }

    /** Some copies are replaced, others are not, or it is not known. It can be repeated with a new plan. */
    record Partly(String act, List<CopyOutcome> copies) implements RestoreOutcome {
        public Partly {
            copies = List.copyOf(copies);
        }

        @Override
        public String sentence() {
            return copies.stream()
                            .map(copy -> copy.locationId() + ": " + copy.swap().sentence())
                            .collect(Collectors.joining("; "))
                    + "; do it again for the rest";
        }

        /** The same as facts. */
        Note note() {
            return copies.stream()
                    .map(copy -> Note.of(
                            "copy." + copy.swap().getClass().getSimpleName(),
                            copy.locationId(),
                            copy.swap().sentence()))
                    .reduce(Note.NONE, Note::and)
                    .and(Note.of("partly.again"));
        }
    }

    /**
     * Somebody has the container in use. Nothing was changed; try again, with a new plan, when it is free.
     *
     * @param refusal who or what
     */
    record WaitsForLock(RestoreRefusal refusal) implements RestoreOutcome {
        @Override
        public String sentence() {
            return "nothing was changed, it waits: " + refusal.sentence();
        }
    }

    /** Nothing was changed. */
    record Refused(RestoreRefusal refusal) implements RestoreOutcome {
        @Override
        public String sentence() {
            return refusal.sentence();
        }
    }

    /** It was stopped before anything was changed. */
    record Stopped() implements RestoreOutcome {
        @Override
        public String sentence() {
            return "it was stopped; nothing was changed";
        }
    }
}
