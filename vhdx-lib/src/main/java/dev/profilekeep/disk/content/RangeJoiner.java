package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.ByteRange;
import java.io.IOException;

/** Hands ranges on that come in their order, those that touch as one. One thread. */
final class RangeJoiner implements ContentLayout.RangeSink {
    private final ContentLayout.RangeSink to;
    private ByteRange open = new ByteRange(0, 0);

    RangeJoiner(ContentLayout.RangeSink to) {
        this.to = to;
    }

    @Override
    public void accept(ByteRange range) throws IOException {
        if (range.start() == open.end()) {
            open = ByteRange.between(open.start(), range.end());
            return;
        }
        end();
        open = range;
    }

    /** Hands on what is left. */
    void end() throws IOException {
        if (!open.isEmpty()) {
            to.accept(open);
        }
    }
}
