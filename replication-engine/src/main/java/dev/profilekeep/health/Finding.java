package dev.profilekeep.health;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong, as a value.
 *
 * @param location id of the location it was seen at; null if it concerns the container as a whole
 * @param facts what it rests on, by the names given at the code; sizes in bytes
 */
public record Finding(FindingCode code, @Nullable String location, Map<String, String> facts) {
    public Finding {
        facts = Map.copyOf(facts);
    }
}
