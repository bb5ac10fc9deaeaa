package dev.profilekeep.health;

import java.util.Map;

/**
 * Something wrong with a location, as a value.
 *
 * @param facts what it rests on, by the names given at the code
 */
public record LocationFinding(LocationFindingCode code, String location, Map<String, String> facts) {
    public LocationFinding {
        facts = Map.copyOf(facts);
    }
}
