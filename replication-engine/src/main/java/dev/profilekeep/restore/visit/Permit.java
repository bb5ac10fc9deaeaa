package dev.profilekeep.restore.visit;

/** On what ground somebody looks into a backup. Safe for several threads. */
interface Permit {
    /** What somebody does in a backup. */
    enum Step {
        OPEN("files.open"),
        PREVIEW("files.preview"),
        VERSIONS("files.versions"),
        EXPORT("files.export"),
        DOWNLOAD("files.download");

        private final String act;

        Step(String act) {
            this.act = act;
        }

        /** As the audit calls it. */
        String act() {
            return act;
        }
    }

    /** Whether it is the backup of whoever looks. */
    boolean own();

    /** Why somebody looks, in their words; empty for one's own. */
    String reason();

    /** @throws VisitRefusedException if it does not hold any more */
    void require() throws VisitRefusedException;

    /** Is told of each step before it is taken. */
    void count(Step step) throws VisitRefusedException;

    /** One's own: it always holds, and nobody has to be told. */
    Permit OWN = new Permit() {
        @Override
        public boolean own() {
            return true;
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public void require() {
            // always
        }

        @Override
        public void count(Step step) {
            // nobody has to be told
        }
    };
}
