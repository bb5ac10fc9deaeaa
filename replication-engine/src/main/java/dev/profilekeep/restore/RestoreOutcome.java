package dev.profilekeep.restore;

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
    record Restored(String act, List<CopyOutcome> copies, List<String> notes) implements RestoreOutcome {
        public Restored {
            copies = List.copyOf(copies);
            notes = List.copyOf(notes);
        }

        @Override
        public String sentence() {
            return "it is done" + (notes.isEmpty() ? "" : "; " + String.join("; ", notes))
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
    }

    /**
     * Somebody has the container in use. Nothing was changed; try again, with a new plan, when it is free.
     *
     * @param holder who or what, as a sentence
     */
    record WaitsForLock(String holder) implements RestoreOutcome {
        @Override
        public String sentence() {
            return "nothing was changed, it waits: " + holder;
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
