package dev.profilekeep.cli;

/** A problem that the answer on stdout, begun before it came up, tells already. */
final class Answered extends CliProblem {
    private static final long serialVersionUID = 1L;

    Answered(String message) {
        super(message);
    }

    Answered(String message, Throwable cause) {
        super(message, cause);
    }
}
