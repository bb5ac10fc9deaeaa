package dev.profilekeep.broker;

/** The broker did not do what was asked; the message says why, as a sentence for people. */
public abstract sealed class BrokerException extends Exception {
    private static final long serialVersionUID = 1L;

    private BrokerException(String message) {
        super(message);
    }

    /** It was understood and not done; asking again is of no use. */
    public static final class Refused extends BrokerException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** The broker was not reached: nothing was changed. */
    public static final class Unreachable extends BrokerException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message) {
            super(message);
        }
    }

    /** No answer came: it may have been done or not. Look before acting again. */
    public static final class UnknownOutcome extends BrokerException {
        private static final long serialVersionUID = 1L;

        public UnknownOutcome(String message) {
            super(message);
        }
    }
}
