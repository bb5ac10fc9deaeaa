package dev.profilekeep.failover;

/** What a step of a plan does. A closed set. */
public enum StepKind {
    /** Looks whether the plan can be carried out. */
    CHECK(true, "it changes nothing"),
    /** No job changes a copy of the plan's sets from then on. */
    FREEZE_JOBS(true, "jobs go on when the run is aborted before groups are removed, or when they are released"),
    /** Takes the groups out of all application groups of the site that is left. */
    REMOVE_GROUPS(true, "an administrator assigns the groups again that the step names"),
    /** Ends the sessions of those people at the site that is left. */
    DISCONNECT_SESSIONS(true, "it cannot be undone: people sign in again where their groups are assigned"),
    /** Brings over what was written last, if the site that is left can be reached. */
    LAST_REPLICATION(false, "it is not undone: it only makes copies younger"),
    /** Looks at every copy at the site that people go to. */
    VERIFY_COPIES(true, "it changes nothing"),
    /** The other site becomes the active one of each set, and its epoch one higher. */
    SWITCH_ORDER(
            true,
            "a plan in the other direction makes the site that was left the active one again, in a further epoch"),
    /** Gives the groups the application groups of the site that people go to. */
    ASSIGN_GROUPS(true, "a plan in the other direction takes the groups out again"),
    /** Starts hosts there in batches. */
    START_HOSTS(false, "hosts that run are left running: nobody is harmed by them"),
    /** Waits for a person to say that it works. */
    CONFIRM(false, "it changes nothing"),
    /** Tells people. */
    COMMUNICATE(false, "what people were told can only be told otherwise"),
    /** Calls an address. */
    HOOK(false, "what the address did is for its owner to undo");

    private final boolean needed;
    private final String undo;

    StepKind(boolean needed, String undo) {
        this.needed = needed;
        this.undo = undo;
    }

    /** Whether no plan can do without. */
    boolean isNeeded() {
        return needed;
    }

    /** How it is undone, or why it is not, as a part of a sentence. */
    public String undo() {
        return undo;
    }
}
