package dev.profilekeep.lease;

import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.StoragePath;

/** Why there is no lease. In every case nothing is held and nothing was changed. */
public sealed interface LeaseRefused {
    /** For people. */
    String sentence();

    /** One of us has it. */
    record HeldByUs(LeaseHolder holder) implements LeaseRefused {
        @Override
        public String sentence() {
            return "ProfileKeep itself is working on it (" + holder.purpose() + ", node " + holder.node() + ", since "
                    + holder.since() + "); try again in a few seconds";
        }
    }

    /** Somebody has a copy open. */
    record InUse(String locationId, StoragePath path) implements LeaseRefused {
        @Override
        public String sentence() {
            return "somebody has the copy at " + locationId + " open";
        }
    }

    /** A location does not answer in time. */
    record Unreachable(String locationId, String why) implements LeaseRefused {
        @Override
        public String sentence() {
            return locationId + " cannot be reached: " + why;
        }
    }

    /** A location's mode does not let this initiator change anything. */
    record ModeForbids(String locationId, LocationMode mode, Initiator initiator) implements LeaseRefused {
        @Override
        public String sentence() {
            return locationId + " is in mode " + mode + ", which lets "
                    + (initiator == Initiator.JOB ? "jobs" : "people") + " change nothing there";
        }
    }

    /** A copy is gone. */
    record NotThere(String locationId, StoragePath path) implements LeaseRefused {
        @Override
        public String sentence() {
            return "there is no " + path + " at " + locationId + " any more";
        }
    }

    /** A copy is not what it was when the decision was made. */
    record Changed(String locationId, String what) implements LeaseRefused {
        @Override
        public String sentence() {
            return "the copy at " + locationId + " changed meanwhile: " + what;
        }
    }

    /** Nobody can see there whether others have it open. */
    record Unproved(String locationId) implements LeaseRefused {
        @Override
        public String sentence() {
            return "whether others have the copy at " + locationId
                    + " open cannot be seen there, so it is not changed; use the address of the share";
        }
    }

    /** A right is missing, or the server cannot do it. */
    record Denied(String locationId, String why) implements LeaseRefused {
        @Override
        public String sentence() {
            return locationId + " does not let us: " + why;
        }
    }

    /** A swap that was cut off could neither be finished nor taken back yet. */
    record Unsettled(String locationId, String why) implements LeaseRefused {
        @Override
        public String sentence() {
            return "a swap at " + locationId + " was cut off and cannot be settled yet: " + why;
        }
    }
}
