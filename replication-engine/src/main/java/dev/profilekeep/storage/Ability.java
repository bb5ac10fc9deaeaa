package dev.profilekeep.storage;

/**
 * Whether something can be done or told at a location, found out by asking.
 *
 * @param why it cannot, as a sentence for people; empty if it can
 */
public record Ability(boolean can, String why) {
    private static final Ability CAN = new Ability(true, "");

    public Ability {
        if (can != why.isEmpty()) {
            throw new IllegalArgumentException(
                    "what can be done needs no reason, what cannot needs one: '" + why + "'");
        }
    }

    public static Ability yes() {
        return CAN;
    }

    /** @param why a sentence for people that names what is missing */
    public static Ability no(String why) {
        return new Ability(false, why);
    }
}
