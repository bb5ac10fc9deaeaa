package dev.profilekeep.cli;

/** Something that cannot be done as asked; the message is all that is printed. Exit code 2. */
class CliProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CliProblem(String message) {
        super(message);
    }

    CliProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
