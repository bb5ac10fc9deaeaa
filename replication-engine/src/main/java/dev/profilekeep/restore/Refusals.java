package dev.profilekeep.restore;

import dev.profilekeep.lease.LeaseLostException;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.SwapRefusedException;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;

/** Says in our words why something could not be done. Stateless. */
final class Refusals {
    private Refusals() {}

    /** Of what a location's server answered. */
    static RestoreRefusal of(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (e instanceof NotMadeException not) {
            return not.refusal();
        }
        if (e instanceof SwapRefusedException) {
            return new RestoreRefusal(Why.NO_SAFE_SWAP, words);
        }
        if (e instanceof StorageException.Busy) {
            return new RestoreRefusal(Why.LOCKED, "somebody has it open: " + words);
        }
        if (e instanceof StorageException.Denied) {
            return new RestoreRefusal(Why.DENIED, words);
        }
        if (e instanceof StorageException.Full) {
            return new RestoreRefusal(Why.NO_ROOM, words + "; make room there, then try again");
        }
        if (e instanceof StorageException.NotFound || e instanceof StorageException.Exists) {
            return new RestoreRefusal(Why.CHANGED, words + "; plan it anew");
        }
        if (e instanceof StorageException || e instanceof LeaseLostException) {
            return new RestoreRefusal(Why.UNREACHABLE, words + "; try again");
        }
        return new RestoreRefusal(Why.SNAPSHOT_DAMAGED, words + "; choose another backup, and check the repository");
    }

    static RestoreRefusal of(LeaseRefused reason) {
        Why why = Why.DENIED;
        if (reason instanceof LeaseRefused.InUse) {
            why = Why.LOCKED;
        } else if (reason instanceof LeaseRefused.HeldByUs) {
            why = Why.HELD_BY_US;
        } else if (reason instanceof LeaseRefused.Unreachable) {
            why = Why.UNREACHABLE;
        } else if (reason instanceof LeaseRefused.ModeForbids) {
            why = Why.MODE;
        } else if (reason instanceof LeaseRefused.NotThere || reason instanceof LeaseRefused.Changed) {
            why = Why.CHANGED;
        } else if (reason instanceof LeaseRefused.Unproved || reason instanceof LeaseRefused.Unsettled) {
            why = Why.NO_SAFE_SWAP;
        }
        return new RestoreRefusal(why, reason.sentence());
    }

    /** Whether it is only that somebody works with it, and it is worth trying later. */
    static boolean waits(RestoreRefusal refusal) {
        return refusal.why() == Why.LOCKED || refusal.why() == Why.HELD_BY_US;
    }

    static RestoreOutcome outcome(RestoreRefusal refusal) {
        return waits(refusal) ? new RestoreOutcome.WaitsForLock(refusal) : new RestoreOutcome.Refused(refusal);
    }
}
