package dev.profilekeep.cli;

import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a check found, for people and for scripts. The names in JSON are promised. */
final class DiskCheckReport {
    /** Of each rule; JSON has the others. */
    private static final int SHOWN_PER_RULE = 10;

    private DiskCheckReport() {}

    static String text(String name, CheckReport report) {
        var text = new StringBuilder(name).append(": ").append(verdict(report)).append('\n');
        Severity severity = null;
        for (Findings.Total total : report.totals()) {
            if (total.severity() != severity) {
                severity = total.severity();
                text.append('\n').append(heading(severity)).append('\n');
            }
            rule(text, report, total);
        }
        list(text, "Not looked at", report.unchecked());
        list(text, "Notes", report.notes());
        return text.append("\nNext: ").append(nextStep(report)).toString();
    }

    private static void rule(StringBuilder text, CheckReport report, Findings.Total total) {
        List<Finding> found = report.findings().stream()
                .filter(finding -> finding.rule().equals(total.rule()))
                .toList();
        for (Finding finding : found.subList(0, Math.min(SHOWN_PER_RULE, found.size()))) {
            text.append("  - ").append(finding.sentence()).append('\n');
            text.append("      ").append(finding.where()).append('\n');
        }
        long more = total.found() - Math.min(SHOWN_PER_RULE, found.size());
        if (more > 0) {
            text.append("  - and ").append(more).append(" more of this kind\n");
        }
        found.stream().findFirst().ifPresent(finding -> text.append("    ")
                .append(finding.advice())
                .append(" (")
                .append(finding.rule())
                .append(")\n"));
    }

    private static void list(StringBuilder text, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(heading).append('\n');
            lines.forEach(line -> text.append("  - ").append(line).append('\n'));
        }
    }

    private static String verdict(CheckReport report) {
        if (report.verdict() == Verdict.NOT_CHECKABLE) {
            return "nothing wrong was seen, but not all of it could be looked at";
        }
        if (report.verdict() == Verdict.SOUND) {
            return report.totals().isEmpty() ? "sound" : "sound, with remarks";
        }
        return switch (report.worst().orElse(Severity.NOTE)) {
            case LOSS -> "NOT SOUND: content is gone or wrong";
            case DANGER -> "NOT SOUND: the next write will destroy content";
            default -> "not quite sound: nothing is lost, but something has to be repaired";
        };
    }

    private static String heading(Severity severity) {
        return switch (severity) {
            case LOSS -> "LOSS - content is gone or wrong";
            case DANGER -> "DANGER - the next write will destroy content";
            case REPAIRABLE -> "REPAIRABLE - spare copies, and what Windows or chkdsk puts right";
            case WASTE -> "WASTE - room that nobody uses";
            case NOTE -> "NOTE - good to know";
        };
    }

    private static String nextStep(CheckReport report) {
        if (report.verdict() == Verdict.NOT_CHECKABLE) {
            return report.parentMissing()
                    ? "see what was not looked at; a missing parent can be given with --parent."
                    : "see what was not looked at, and why.";
        }
        if (report.verdict() == Verdict.SOUND) {
            return "nothing has to be done.";
        }
        return switch (report.worst().orElse(Severity.NOTE)) {
            case LOSS -> "keep a copy of this file, and restore what is lost from a backup made before the damage.";
            case DANGER -> "let nobody sign in with this disk before a copy of it was repaired and checked again.";
            default -> "do what the advice says when the disk is free, then check again.";
        };
    }

    static String json(String name, CheckReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("file", name);
        json.put("verdict", report.verdict().word());
        json.put("worst", report.worst().map(Severity::word).orElse(null));
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            counts.put(severity.word(), report.count(severity));
        }
        json.put("counts", counts);
        json.put("rules", report.totals().stream().map(DiskCheckReport::total).toList());
        json.put(
                "findings",
                report.findings().stream().map(DiskCheckReport::finding).toList());
        json.put("unchecked", report.unchecked());
        json.put("notes", report.notes());
        json.put("nextStep", nextStep(report));
        return Json.write(json);
    }

    private static Map<String, Object> total(Findings.Total total) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", total.rule());
        json.put("severity", total.severity().word());
        json.put("found", total.found());
        json.put("listed", total.kept());
        return json;
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("severity", finding.severity().word());
        json.put("rule", finding.rule());
        json.put("structure", finding.where().structure());
        json.put("offsetIn", finding.where().space().word().replace(' ', '-').toLowerCase(Locale.ROOT));
        json.put("offset", finding.where().offset() < 0 ? null : finding.where().offset());
        json.put("path", finding.where().path());
        json.put("sentence", finding.sentence());
        json.put("advice", finding.advice());
        return json;
    }
}
