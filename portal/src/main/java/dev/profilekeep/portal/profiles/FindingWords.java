package dev.profilekeep.portal.profiles;

import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lock.LockRule;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finding for people: its name, what it means with its numbers, and what to do next.
 *
 * @param technical for who repairs disks: the rule that is broken and where; empty if there is nothing of the kind
 */
public record FindingWords(String name, String meaning, String next, String technical) {

    /** @param siteNames names of sites by id */
    public static FindingWords of(Finding finding, Map<String, String> siteNames, Texts texts, Formats formats) {
        String key = "finding." + finding.code().name();
        String meaning = finding.facts().containsKey("lock") ? ".lock" : ".meaning";
        return new FindingWords(
                texts.get(key + ".name"),
                texts.get(key + meaning, arguments(finding, siteNames, formats)),
                texts.get(key + ".next"),
                finding.code() == FindingCode.DAMAGED ? fact(finding.facts(), "rule") : "");
    }

    private static Object[] arguments(Finding finding, Map<String, String> siteNames, Formats formats) {
        Map<String, String> facts = finding.facts();
        return switch (finding.code()) {
            case UNREADABLE -> new Object[] {fact(facts, "reason")};
            case IN_USE ->
                facts.containsKey("lock")
                        ? new Object[] {fact(facts, "lock"), formats.dateTime(time(facts, "lockWritten"))}
                        : new Object[] {fact(facts, "reason")};
            case FULL, NEARLY_FULL -> new Object[] {bytes(facts, "freeBytes", formats), percent(facts, "percentUsed")};
            case FULL_SOON ->
                new Object[] {
                    number(facts, "days"),
                    number(facts, "soonest"),
                    number(facts, "latest"),
                    bytes(facts, "bytesPerDay", formats)
                };
            case COPY_BEHIND ->
                new Object[] {
                    site(facts, "site", siteNames),
                    formats.dateTime(time(facts, "written")),
                    site(facts, "newestSite", siteNames),
                    formats.dateTime(time(facts, "newest")),
                    number(facts, "hours")
                };
            case COPIES_DIFFER ->
                new Object[] {
                    site(facts, "site", siteNames),
                    bytes(facts, "bytes", formats),
                    site(facts, "otherSite", siteNames),
                    bytes(facts, "otherBytes", formats),
                    facts.getOrDefault("what", "").equals("used") ? 1 : 0
                };
            case COPIES_DIVERGED ->
                new Object[] {
                    site(facts, "site", siteNames),
                    site(facts, "activeSite", siteNames),
                    Math.max(
                            0,
                            List.of("BOTH_CHANGED", "NEW_THERE", "NEW_AT_ACTIVE", "OTHER_VOLUME")
                                    .indexOf(facts.getOrDefault("why", ""))),
                    formats.dateTime(time(facts, "at")),
                    facts.containsKey("agreed") ? 1 : 0,
                    formats.dateTime(time(facts, "agreed"))
                };
            case COPY_NEWER, COPY_ALTERED ->
                new Object[] {
                    site(facts, "site", siteNames),
                    site(facts, "activeSite", siteNames),
                    formats.dateTime(time(facts, "at")),
                    formats.dateTime(time(facts, "agreed"))
                };
            case COPY_RIGHTS ->
                new Object[] {
                    site(facts, "site", siteNames),
                    site(facts, "activeSite", siteNames),
                    formats.dateTime(time(facts, "at")),
                    number(facts, "differences")
                };
            case BLOATED -> new Object[] {bytes(facts, "reclaimableBytes", formats)};
            case COPY_MISSING -> new Object[] {site(facts, "site", siteNames)};
            case DIFFERENCE_DISK, SEVERAL_DISKS -> new Object[] {fact(facts, "names")};
            case DUPLICATE_FOLDERS ->
                new Object[] {
                    fact(facts, "names"),
                    List.of("ORDER", "RENAMED", "SPELLING").indexOf(facts.getOrDefault("why", "ORDER"))
                };
            case ORPHAN ->
                new Object[] {
                    fact(facts, "source"),
                    formats.dateTime(time(facts, "listedAt")),
                    facts.containsKey("deletedAt") ? 1 : 0,
                    formats.dateTime(time(facts, "deletedAt"))
                };
            case LOCKED ->
                new Object[] {
                    facts.getOrDefault("rule", "").equals(LockRule.FREE_EVERYWHERE.name())
                            ? 2
                            : facts.getOrDefault("verdict", "").equals("STALE") ? 1 : 0,
                    formats.dateTime(time(facts, "since")),
                    fact(facts, "host"),
                    formats.dateTime(time(facts, "judgedAt")),
                    facts.getOrDefault("host", "").isEmpty() ? 0 : 1
                };
            case EXPOSED ->
                new Object[] {
                    fact(facts, "who"), facts.getOrDefault("rights", "").equals("WRITE") ? 1 : 0
                };
            case WRONG_OWNER -> new Object[] {fact(facts, "owner")};
            case NOT_USED -> new Object[] {number(facts, "days")};
            case NO_BACKUP ->
                new Object[] {
                    number(facts, "days"),
                    facts.getOrDefault("outcome", "").equals("IN_USE")
                            ? 1
                            : facts.getOrDefault("reason", "").isEmpty() ? 0 : 2,
                    fact(facts, "reason"),
                    formats.dateTime(time(facts, "inUseSince"))
                };
            case BACKUP_DAMAGED ->
                new Object[] {
                    number(facts, "snapshots"),
                    formats.dateTime(time(facts, "oldest")),
                    formats.dateTime(time(facts, "newest"))
                };
            case MUCH_CHANGED ->
                new Object[] {
                    formats.dateTime(time(facts, "at")),
                    bytes(facts, "rewrittenBytes", formats),
                    bytes(facts, "liveBytes", formats),
                    facts.containsKey("before")
                            ? (facts.getOrDefault("held", "").equals("true") ? 2 : 1)
                            : 0,
                    formats.dateTime(time(facts, "before"))
                };
            case PUT_ASIDE -> new Object[] {fact(facts, "by"), formats.dateTime(time(facts, "at"))};
            case BACKUP_DIFFERS -> new Object[] {number(facts, "chunks"), formats.dateTime(time(facts, "at"))};
            case VOLUME_DIRTY, DAMAGED, LOG_NOT_REPLAYED, ONLY_AT_SECONDARY, NO_SID, NO_FILE_SYSTEM, GONE ->
                new Object[0];
        };
    }

    private static String fact(Map<String, String> facts, String name) {
        return Visible.isolated(facts.getOrDefault(name, Formats.NONE));
    }

    private static String site(Map<String, String> facts, String name, Map<String, String> siteNames) {
        String site = facts.getOrDefault(name, Formats.NONE);
        return siteNames.getOrDefault(site, fact(facts, name));
    }

    private static String bytes(Map<String, String> facts, String name, Formats formats) {
        return facts.containsKey(name) ? formats.bytes(number(facts, name)) : Formats.NONE;
    }

    private static String percent(Map<String, String> facts, String name) {
        String value = fact(facts, name);
        return value.endsWith("%") ? value.substring(0, value.length() - 1).strip() : value;
    }

    private static @Nullable Instant time(Map<String, String> facts, String name) {
        try {
            return Instant.parse(fact(facts, name));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** The number of a fact; 0 if there is none. */
    private static long number(Map<String, String> facts, String name) {
        try {
            return Long.parseLong(fact(facts, name));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
