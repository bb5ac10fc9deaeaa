package dev.profilekeep.ui;

import java.util.Locale;

/** What a badge can say. Each has its own icon shape, word and colour, so that none depends on colour alone. */
public enum Status {
    /** Circle with a tick, green: all is well. */
    READY,
    /** Triangle, amber: works, with something to put right. */
    DEGRADED,
    /** Octagon, red: does not work. */
    NOT_READY,
    /** Dashed circle with a question mark, grey: not known or not proved. Never rounded to another answer. */
    UNKNOWN,
    /** Padlock, violet: somebody is using it now. */
    IN_USE,
    /** Circle with an i, blue: good to know. */
    INFO,
    /** Open ring that turns, ink blue: being done now. */
    RUNNING,
    /** Two bars, grey: waiting or stopped on purpose. */
    PAUSED;

    /** The value of the web component's {@code status} attribute: {@code ready}, {@code not-ready}, … */
    public String attribute() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
