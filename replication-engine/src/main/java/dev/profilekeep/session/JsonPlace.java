package dev.profilekeep.session;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;

/** What is wrong in a text that is no JSON, and where. */
final class JsonPlace {
    private JsonPlace() {}

    static String of(JsonProcessingException e) {
        // Limits are found before a place is known.
        @Nullable JsonLocation place = e.getLocation();
        return place == null
                ? e.getOriginalMessage()
                : e.getOriginalMessage() + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }
}
