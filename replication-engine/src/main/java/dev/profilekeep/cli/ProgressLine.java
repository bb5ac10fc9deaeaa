package dev.profilekeep.cli;

import dev.profilekeep.text.Visible;
import java.io.PrintWriter;

/** One line on stderr that is written over; nothing if it is not wanted. */
final class ProgressLine {
    private final PrintWriter err;
    private final boolean shown;
    private int width;

    ProgressLine(PrintWriter err, boolean shown) {
        this.err = err;
        this.shown = shown;
    }

    void show(String phase, long done, long total, String doing) {
        if (!shown) {
            return;
        }
        String text = total == 0
                ? phase + "  " + Visible.oneLine(doing)
                : String.format(
                        "%s  %d of %d (%s)  %s",
                        phase, done, total, Sizes.percent(done, total), Visible.oneLine(doing));
        String cut = text.length() <= 100 ? text : text.substring(0, 99) + "…";
        err.print("\r" + cut + " ".repeat(Math.max(0, width - cut.length())));
        err.flush();
        width = cut.length();
    }

    void clear() {
        if (shown && width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }
}
