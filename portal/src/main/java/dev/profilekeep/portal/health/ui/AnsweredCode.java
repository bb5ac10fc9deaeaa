package dev.profilekeep.portal.health.ui;

import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code with which a server refused something, of findings that rest on that. What was read inside a disk has numbers, too: places
 * and checksums, and words that whoever made the disk chose; none of them is a code.
 */
final class AnsweredCode {
    private static final Set<FindingKind> ANSWERED = Set.of(
            FindingCode.UNREADABLE,
            FindingCode.IN_USE,
            LocationFindingCode.LOCATION_UNREACHABLE,
            LocationFindingCode.LOCATION_NOT_LISTED,
            LocationFindingCode.FOLDERS_NOT_READ,
            RepositoryFindingCode.REPOSITORY_UNREADABLE);

    /** As storage ends a sentence: {@code (STATUS_ACCESS_DENIED 0xC0000022)}. */
    private static final Pattern AT_THE_END =
            Pattern.compile("\\((?:[A-Z][A-Z0-9_]* )?(0x[0-9A-Fa-f]{8})\\)+\\.?\\s*$");

    private AnsweredCode() {}

    /** Empty if there is none. */
    static String of(FindingRow row) {
        Matcher code = AT_THE_END.matcher(row.facts().getOrDefault("reason", ""));
        return ANSWERED.contains(row.code()) && code.find() ? code.group(1) : "";
    }
}
