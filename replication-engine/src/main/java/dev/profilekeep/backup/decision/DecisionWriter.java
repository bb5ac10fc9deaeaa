package dev.profilekeep.backup.decision;

import dev.profilekeep.bytes.ByteWriter;
import dev.profilekeep.storage.StoredFile;
import java.time.Instant;
import java.util.UUID;

/**
 * Says a decision. Numbers without a size take as many bytes as they need, as in content maps; texts have their length before them, in UTF-8.
 *
 * <pre>
 * decision := "PKDC" version id (16) made, as a FILETIME (8) who reason act          version is 1
 * act      := 1 snapshot (16) container                         PIN
 *           | 2 snapshot (16) container                         UNPIN
 *           | 3 container                                       HOLD
 *           | 4 container                                       RELEASE
 *           | 5 snapshot (16) delay number-of-containers container*       FORGET; none for all; the delay in steps of 100 ns
 *           | 6 id of a FORGET (16)                             REVOKE
 *           | 7 snapshot (16) container                         GIVE_UP
 * container := its key, 32 hexadecimal digits
 * </pre>
 */
final class DecisionWriter extends ByteWriter<DecisionWriter> {
    static final byte[] MAGIC = {'P', 'K', 'D', 'C'};
    static final int VERSION = 1;
    static final int PIN = 1;
    static final int UNPIN = 2;
    static final int HOLD = 3;
    static final int RELEASE = 4;
    static final int FORGET = 5;
    static final int REVOKE = 6;
    static final int GIVE_UP = 7;

    @Override
    protected DecisionWriter self() {
        return this;
    }

    static byte[] encode(UUID id, Instant made, String who, String reason, Decision.Act act) {
        DecisionWriter to = new DecisionWriter().raw(MAGIC).number(VERSION).id(id);
        to.eightBytes(StoredFile.fromInstant(made)).text(who).text(reason);
        to.act(act);
        return to.toBytes();
    }

    private DecisionWriter id(UUID id) {
        return eightBytes(id.getMostSignificantBits()).eightBytes(id.getLeastSignificantBits());
    }

    private void act(Decision.Act act) {
        if (act instanceof Decision.Pin pin) {
            number(PIN).id(pin.snapshot()).text(pin.container());
        } else if (act instanceof Decision.Unpin unpin) {
            number(UNPIN).id(unpin.snapshot()).text(unpin.container());
        } else if (act instanceof Decision.Hold hold) {
            number(HOLD).text(hold.container());
        } else if (act instanceof Decision.Release release) {
            number(RELEASE).text(release.container());
        } else if (act instanceof Decision.Forget forget) {
            number(FORGET).id(forget.snapshot()).number(forget.delay().toNanos() / 100);
            number(forget.containers().size());
            forget.containers().stream().sorted().forEach(this::text);
        } else if (act instanceof Decision.Revoke revoke) {
            number(REVOKE).id(revoke.forget());
        } else if (act instanceof Decision.GiveUp lost) {
            number(GIVE_UP).id(lost.snapshot()).text(lost.container());
        }
    }
}
