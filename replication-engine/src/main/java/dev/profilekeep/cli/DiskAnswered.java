package dev.profilekeep.cli;

/** A problem that the answer on stdout, begun before it came up, tells already. */
final class DiskAnswered extends CliProblem {
    private static final long serialVersionUID = 1L;

    DiskAnswered(String message, Throwable cause) {
        super(message, cause);
    }
}
