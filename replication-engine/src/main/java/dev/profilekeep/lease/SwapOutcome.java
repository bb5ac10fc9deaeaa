package dev.profilekeep.lease;

/** What became of a swap. */
public sealed interface SwapOutcome {
    /** For people. */
    String sentence();

    /** @param kept the old file */
    record Swapped(Kept kept) implements SwapOutcome {
        @Override
        public String sentence() {
            return "the new file is in place; the old one is kept";
        }
    }

    /** Nothing has the name any more. */
    record MovedAside(Kept kept) implements SwapOutcome {
        @Override
        public String sentence() {
            return "the disk is put aside and kept; a new one is made at the next sign-in";
        }
    }

    /** Everything is as it was. */
    record NothingChanged(String why) implements SwapOutcome {
        @Override
        public String sentence() {
            return "nothing was changed: " + why;
        }
    }

    /** Somebody wrote to the old file in the very moment of the swap; it has its name again, with what they wrote. */
    record PutBack(String why) implements SwapOutcome {
        @Override
        public String sentence() {
            return "the old file is in place again: " + why;
        }
    }

    /** Both files were written: the new one is in place, the old one kept, and a person has to look. */
    record Conflict(Kept kept, String why) implements SwapOutcome {
        @Override
        public String sentence() {
            return "both the old and the new file were written, and both are kept: " + why;
        }
    }

    /** Not known, or not over. No lease of the container is given before it is settled, which the next one tries first. */
    record Unsettled(String why) implements SwapOutcome {
        @Override
        public String sentence() {
            return "the swap is not settled yet: " + why;
        }
    }
}
