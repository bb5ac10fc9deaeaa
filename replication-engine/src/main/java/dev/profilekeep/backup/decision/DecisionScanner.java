package dev.profilekeep.backup.decision;

import dev.profilekeep.bytes.ByteScanner;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Reads a decision, as {@link DecisionWriter} said it. */
final class DecisionScanner extends ByteScanner<DecisionDamagedException> {
    private static final long MOST_STEPS = Long.MAX_VALUE / 100;

    DecisionScanner(String file, byte[] said) {
        super(file, said, DecisionDamagedException::new);
    }

    Decision decision(UUID id, Instant written) throws DecisionDamagedException {
        if (!Arrays.equals(raw(DecisionWriter.MAGIC.length), DecisionWriter.MAGIC)) {
            throw damaged("it does not begin as a decision does");
        }
        long version = number();
        if (version != DecisionWriter.VERSION) {
            throw damaged("it has version " + version + " of its format, this program knows " + DecisionWriter.VERSION
                    + " only: use a newer ProfileKeep");
        }
        UUID said = id();
        if (!said.equals(id)) {
            throw damaged("it is decision " + said + " under the name of another");
        }
        Decision decision = new Decision(id, StoredFile.toInstant(eightBytes()), written, text(), text(), act());
        end();
        return decision;
    }

    private UUID id() throws DecisionDamagedException {
        return new UUID(eightBytes(), eightBytes());
    }

    private Decision.Act act() throws DecisionDamagedException {
        int kind = number(Integer.MAX_VALUE);
        return switch (kind) {
            case DecisionWriter.PIN -> new Decision.Pin(id(), text());
            case DecisionWriter.UNPIN -> new Decision.Unpin(id(), text());
            case DecisionWriter.HOLD -> new Decision.Hold(text());
            case DecisionWriter.RELEASE -> new Decision.Release(text());
            case DecisionWriter.FORGET -> forget();
            case DecisionWriter.REVOKE -> new Decision.Revoke(id());
            case DecisionWriter.GIVE_UP -> new Decision.GiveUp(id(), text());
            default -> throw damaged("a kind of decision that is not known here: " + kind);
        };
    }

    private Decision.Forget forget() throws DecisionDamagedException {
        UUID snapshot = id();
        long steps = number();
        if (steps > MOST_STEPS) {
            throw damaged("a delay without end");
        }
        Set<String> containers = new HashSet<>();
        for (int left = count(1); left > 0; left--) {
            containers.add(text());
        }
        return new Decision.Forget(snapshot, containers, Duration.ofNanos(steps * 100));
    }
}
