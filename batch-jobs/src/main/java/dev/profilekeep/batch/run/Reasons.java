package dev.profilekeep.batch.run;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/** A sentence for people from an exception: no stack trace, no class names where there is a message. */
final class Reasons {
    private static final int MAX = 1000;

    private Reasons() {}

    static String of(Throwable thrown) {
        Throwable teller = thrown;
        while ((isWrapper(teller) || blank(teller.getMessage())) && teller.getCause() != null) {
            teller = teller.getCause();
        }
        if (teller instanceof TransactionException transaction) {
            return ofTransaction(transaction);
        }
        String message = teller.getMessage();
        String text = message == null || blank(message)
                ? "unexpected: " + teller.getClass().getSimpleName()
                : message;
        return cut(text.strip(), MAX);
    }

    /** That something could not be begun, committed or taken back is no reason: what the database said is. */
    private static String ofTransaction(TransactionException transaction) {
        Throwable original =
                transaction instanceof TransactionSystemException system ? system.getApplicationException() : null;
        if (original != null && !(original instanceof TransactionException)) {
            return of(original);
        }
        Throwable root = NestedExceptionUtils.getMostSpecificCause(transaction);
        String said = root == transaction || blank(root.getMessage()) ? "" : ": " + root.getMessage();
        return cut("the catalog's database gave no connection, or broke it off" + said.replaceAll("\\s+", " "), MAX);
    }

    /** At most so many characters, cut visibly and never in the middle of a character. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }

    private static boolean isWrapper(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof ExecutionException
                || (cause != null && cause.toString().equals(thrown.getMessage()));
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
