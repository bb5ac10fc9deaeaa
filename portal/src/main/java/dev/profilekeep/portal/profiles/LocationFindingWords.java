package dev.profilekeep.portal.profiles;

import dev.profilekeep.health.LocationFinding;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.text.Visible;
import java.util.Map;

/** A finding about a location for people: its name, what it means with its numbers, and what to do next. */
public record LocationFindingWords(String name, String meaning, String next) {

    /** @param locationName for people */
    public static LocationFindingWords of(LocationFinding finding, String locationName, Texts texts, Formats formats) {
        String key = "locationFinding." + finding.code().name();
        return new LocationFindingWords(
                texts.get(key + ".name"),
                texts.get(key + ".meaning", arguments(finding, locationName, formats)),
                texts.get(key + ".next"));
    }

    private static Object[] arguments(LocationFinding finding, String locationName, Formats formats) {
        Map<String, String> facts = finding.facts();
        return switch (finding.code()) {
            case LOCATION_UNREACHABLE, LOCATION_NOT_LISTED -> new Object[] {locationName, fact(facts, "reason")};
            case VOLUME_FULL, VOLUME_FILLING ->
                new Object[] {
                    locationName,
                    number(facts, "percentUsed"),
                    formats.bytes(number(facts, "freeBytes")),
                    formats.bytes(number(facts, "totalBytes"))
                };
            case SLOW ->
                new Object[] {locationName, number(facts, "micros") / 1000.0, number(facts, "usualMicros") / 1000.0};
            case ROOT_EXPOSED ->
                new Object[] {
                    locationName,
                    fact(facts, "who"),
                    facts.getOrDefault("rights", "").equals("WRITE") ? 1 : 0
                };
            case FOLDERS_NOT_READ ->
                new Object[] {locationName, number(facts, "count"), fact(facts, "names"), fact(facts, "reason")};
            case STRAY_NAMES -> new Object[] {locationName, number(facts, "count"), fact(facts, "names")};
        };
    }

    private static String fact(Map<String, String> facts, String name) {
        return Visible.isolated(facts.getOrDefault(name, Formats.NONE));
    }

    private static long number(Map<String, String> facts, String name) {
        try {
            return Long.parseLong(facts.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
