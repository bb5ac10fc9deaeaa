package dev.profilekeep.disk.compact;

import dev.profilekeep.disk.compact.RepackTarget.Move;
import dev.profilekeep.disk.compact.RepackTarget.MoveSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Hands moves on that come in the order of the disk, those that touch everywhere as one. One thread. */
final class MoveJoiner implements MoveSink {
    private final MoveSink to;
    private @Nullable Move open;

    MoveJoiner(MoveSink to) {
        this.to = to;
    }

    @Override
    public void accept(Move move) throws IOException {
        Move before = open;
        if (before != null
                && before.diskOffset() + before.length() == move.diskOffset()
                && before.from() + before.length() == move.from()
                && before.to() + before.length() == move.to()) {
            open = new Move(before.diskOffset(), before.from(), before.to(), before.length() + move.length());
            return;
        }
        end();
        open = move;
    }

    /** Hands on what is left. */
    void end() throws IOException {
        if (open != null) {
            to.accept(open);
            open = null;
        }
    }
}
