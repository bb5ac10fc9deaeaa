package dev.profilekeep.health;

/** What can be found wrong: with a container, with a location, or with a backup repository. */
public sealed interface FindingKind permits FindingCode, LocationFindingCode, RepositoryFindingCode {
    /** As it is stored, and as it stands in JSON and CSV. */
    String name();

    Severity severity();

    /** Whether it is about a location as a whole. */
    default boolean ofLocation() {
        return this instanceof LocationFindingCode;
    }

    /** Whether it is about a backup repository as a whole. */
    default boolean ofRepository() {
        return this instanceof RepositoryFindingCode;
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
        for (RepositoryFindingCode code : RepositoryFindingCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return FindingCode.valueOf(name);
    }
}
