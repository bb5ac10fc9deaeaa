package dev.profilekeep.session;

import dev.profilekeep.session.ImportResult.RowProblem;
import java.util.List;
import java.util.stream.Collectors;

/** An export was not taken, and nothing of it is kept. The message says what to do. */
public final class ImportRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** So many bad rows are told one by one; the rest is counted. */
    public static final int MOST_LISTED = 100;

    private static final int IN_MESSAGE = 5;

    private final transient List<RowProblem> problems;

    /** For a file that as a whole is not understood. */
    ImportRefusedException(String message) {
        super(message);
        this.problems = List.of();
    }

    /** For rows that are not understood. */
    ImportRefusedException(List<RowProblem> problems, int count) {
        super((count == 1 ? "1 row is not understood" : count + " rows are not understood")
                + ", so nothing was taken:\n  "
                + problems.stream().limit(IN_MESSAGE).map(RowProblem::toString).collect(Collectors.joining("\n  "))
                + (count > IN_MESSAGE ? "\n  and " + (count - IN_MESSAGE) + " more" : ""));
        this.problems = List.copyOf(problems);
    }

    /** The rows that are not understood, at most {@link #MOST_LISTED}; empty if the file as a whole is not. */
    public List<RowProblem> problems() {
        return problems;
    }
}
