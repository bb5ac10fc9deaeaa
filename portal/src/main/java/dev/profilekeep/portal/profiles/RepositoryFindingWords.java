package dev.profilekeep.portal.profiles;

import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finding about a backup repository for people: its name, what it means with its numbers, and what to do next. */
public record RepositoryFindingWords(String name, String meaning, String next) {

    /** @param siteNames names of sites by id */
    public static RepositoryFindingWords of(
            RepositoryFindingCode code,
            Map<String, String> facts,
            Map<String, String> siteNames,
            Texts texts,
            Formats formats) {
        String key = "repositoryFinding." + code.name();
        return new RepositoryFindingWords(
                texts.get(key + ".name"),
                texts.get(key + ".meaning", arguments(code, facts, siteNames, formats)),
                texts.get(key + ".next"));
    }

    private static Object[] arguments(
            RepositoryFindingCode code, Map<String, String> facts, Map<String, String> siteNames, Formats formats) {
        String name = fact(facts, "name");
        return switch (code) {
            case REPOSITORY_UNREADABLE ->
                new Object[] {name, formats.dateTime(time(facts, "since")), fact(facts, "reason")};
            case BACKUPS_REMOVED ->
                new Object[] {
                    name,
                    number(facts, "containers"),
                    formats.dateTime(time(facts, "moment")),
                    fact(facts, "names"),
                    number(facts, "decisions"),
                    formats.dateTime(time(facts, "since"))
                };
            case RESTORE_TEST_FAILED -> new Object[] {name, formats.dateTime(time(facts, "at")), fact(facts, "reason")};
            case RESTORE_TEST_OVERDUE ->
                new Object[] {
                    name,
                    number(facts, "days"),
                    facts.containsKey("last") ? 1 : 0,
                    formats.dateTime(time(facts, "last"))
                };
            case RECOVERY_KEY_NOT_PROVED ->
                new Object[] {
                    name,
                    number(facts, "keys") > 0 ? 1 : 0,
                    number(facts, "days"),
                    formats.dateTime(time(facts, "proved"))
                };
            case BACKUPS_AT_ONE_SITE -> {
                String site = facts.getOrDefault("site", Formats.NONE);
                yield new Object[] {name, fact(facts, "sets"), siteNames.getOrDefault(site, fact(facts, "site"))};
            }
            case REPOSITORY_NEARLY_FULL ->
                new Object[] {
                    name,
                    formats.bytes(number(facts, "freeBytes")),
                    formats.bytes(number(facts, "totalBytes")),
                    facts.containsKey("nights") ? number(facts, "nights") : -1
                };
            case COPIES_BEHIND ->
                new Object[] {
                    name, fact(facts, "source"), number(facts, "containers"), formats.dateTime(time(facts, "since"))
                };
        };
    }

    private static String fact(Map<String, String> facts, String name) {
        return Visible.isolated(facts.getOrDefault(name, Formats.NONE));
    }

    private static @Nullable Instant time(Map<String, String> facts, String name) {
        try {
            return Instant.parse(facts.getOrDefault(name, ""));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static long number(Map<String, String> facts, String name) {
        try {
            return Long.parseLong(facts.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
