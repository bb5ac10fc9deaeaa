package dev.profilekeep.fslogix;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that stands in a text as a code, as people and logs write them, in English and German.
 *
 * @param kinds what it may be a code of, by the word before it; all of them for a number alone
 */
record WrittenCode(Set<CodeKind> kinds, long number) {
    private static final Set<CodeKind> ERRORS = EnumSet.of(CodeKind.WINDOWS, CodeKind.NTSTATUS);
    private static final Set<CodeKind> EVENTS =
            EnumSet.of(CodeKind.EVENT, CodeKind.PROFILE_SERVICE_EVENT, CodeKind.NTFS_EVENT, CodeKind.DISK_EVENT);

    private static final String NUMBER =
            "(0x[0-9a-f]{1,8}|&h[0-9a-f]{1,8}|[0-9a-f]{8}h?|[-\u2212]?\\d{1,10})(?![\\p{L}\\d_]|[.,]\\d)";
    private static final Pattern AFTER_ITS_WORD = pattern("(?<![\\p{L}\\d_])(?:(?<status>(?:frx)?status(?:[ -]?code)?)"
            + "|(?<reason>reason(?:[ -]?code)?|grund)"
            + "|(?<event>event(?:[ -]?(?:id|code))?|ereignis(?:[ -]?(?:id|kennung))?)"
            + "|(?<error>error(?:[ -]?(?:code|number))?|fehler(?:[ -]?(?:code|nummer))?)"
            + "|(?<code>code))(?:\\s*+(?:set to|ist|is|[:=#(]))*+\\s*+" + NUMBER);
    private static final Pattern BY_WRITER = pattern("(?:(?<disk>disk)|(?<ntfs>(?:microsoft-windows-)?ntfs)"
            + "|(?<profsvc>(?:microsoft-windows-)?user profiles? service)"
            + "|(?<event>(?:microsoft-)?fslogix(?:-apps)?))[\\s:,]+" + NUMBER);
    private static final Map<String, Set<CodeKind>> WORDS = Map.of(
            "status",
            EnumSet.of(CodeKind.STATUS),
            "reason",
            EnumSet.of(CodeKind.REASON),
            "event",
            EVENTS,
            "error",
            ERRORS,
            "code",
            EnumSet.of(CodeKind.STATUS, CodeKind.REASON, CodeKind.WINDOWS, CodeKind.NTSTATUS));
    private static final Map<String, Set<CodeKind>> WRITERS = Map.of(
            "disk",
            EnumSet.of(CodeKind.DISK_EVENT),
            "ntfs",
            EnumSet.of(CodeKind.NTFS_EVENT),
            "profsvc",
            EnumSet.of(CodeKind.PROFILE_SERVICE_EVENT),
            "event",
            EnumSet.of(CodeKind.EVENT));
    private static final Pattern AROUND =
            Pattern.compile("^[\\s\\p{Ps}\\p{Pi}\\p{Pf}\"']+|[\\s\\p{Pe}\\p{Pi}\\p{Pf}\"'.,;:!?]+$");
    private static final Pattern HALVES = pattern("\\b0x([0-9a-f]{4})[ _]([0-9a-f]{4})\\b");

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** All that stand in a text; of a number alone each reading. The error of a log's line comes before its status. */
    static List<WrittenCode> in(String text) {
        String joined = HALVES.matcher(text).replaceAll("0x$1$2");
        String whole = AROUND.matcher(joined).replaceAll("");
        List<WrittenCode> codes = new ArrayList<>();
        add(codes, EnumSet.allOf(CodeKind.class), whole);
        if (!codes.isEmpty()) {
            return codes;
        }
        Matcher writer = BY_WRITER.matcher(whole);
        if (writer.matches()) {
            add(codes, kinds(writer, WRITERS), writer.group(writer.groupCount()));
            return codes;
        }
        CodeNumbers.inText(joined)
                .filter(code -> code != 0)
                .ifPresent(code -> codes.add(new WrittenCode(ERRORS, code)));
        for (Matcher word = AFTER_ITS_WORD.matcher(whole); word.find(); ) {
            add(codes, kinds(word, WORDS), word.group(word.groupCount()));
        }
        return codes;
    }

    private static void add(List<WrittenCode> codes, Set<CodeKind> kinds, String number) {
        for (long value : CodeNumbers.readings(number)) {
            boolean large = value > 0xFFFF;
            codes.add(new WrittenCode(large && kinds.contains(CodeKind.STATUS) ? ERRORS : kinds, value));
        }
    }

    private static Set<CodeKind> kinds(Matcher matcher, Map<String, Set<CodeKind>> words) {
        return words.entrySet().stream()
                .filter(word -> matcher.group(word.getKey()) != null)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
