package dev.profilekeep.cli;

/** Nothing is known yet, which is not the same as nothing being wrong or locked. */
final class NoInventory extends CliProblem {
    private static final long serialVersionUID = 1L;

    NoInventory() {
        super("nothing is known yet: no inventory has come to its end; run 'profilekeep inventory' first");
    }
}
