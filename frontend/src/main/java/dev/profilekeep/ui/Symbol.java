package dev.profilekeep.ui;

import java.util.Locale;

/** The line icons of ProfileKeep, by what they mean. Drawn in {@code profilekeep/icons.ts}. */
public enum Symbol {
    PROFILE,
    HELP_USER,
    LOCK,
    UNLOCK,
    REQUEST,
    CONTAINER,
    READINESS,
    HEALTH,
    SPACE,
    BACKUP,
    FAILOVER,
    DRILL,
    JOB,
    AUDIT,
    SETTINGS,
    SITE,
    SEARCH,
    FILTER,
    COLUMNS,
    DOWNLOAD,
    REFRESH,
    PLAY,
    STOP,
    PAUSE,
    PLUS,
    CLOSE,
    CHECK,
    MORE,
    MENU,
    CHEVRON_DOWN,
    CHEVRON_RIGHT,
    CHEVRON_LEFT,
    ARROW_RIGHT,
    ARROW_UP,
    ARROW_DOWN,
    EXTERNAL,
    COPY,
    CLOCK,
    CALENDAR,
    SUN,
    MOON,
    SYSTEM,
    DENSE,
    COMFORTABLE,
    KEYBOARD,
    QUESTION,
    INFO,
    WARNING,
    ERROR,
    USER,
    SIGN_OUT,
    LANGUAGE,
    EDIT,
    DELETE,
    UNDO;

    /** The value of the web component's {@code name} attribute: {@code help-user}, … */
    public String attribute() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
