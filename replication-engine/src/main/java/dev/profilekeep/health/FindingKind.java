package dev.profilekeep.health;

/** What can be found wrong: with a container, or with a location. */
public sealed interface FindingKind permits FindingCode, LocationFindingCode {
    /** As it is stored, and as it stands in JSON and CSV. */
    String name();

    Severity severity();

    /** Whether it is about a location as a whole. */
    default boolean ofLocation() {
        return this instanceof LocationFindingCode;
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    static FindingKind of(String name) {
        for (LocationFindingCode code : LocationFindingCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return FindingCode.valueOf(name);
    }
}
