package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A health report for people. */
final class HealthText {
    private final JsonNode report;

    HealthText(JsonNode report) {
        this.report = report;
    }

    void print(PrintWriter out) {
        JsonNode health = report.path("health");
        String judged = health.path("judgedAt").asText("");
        out.println(
                judged.isEmpty() || judged.equals("null")
                        ? "Nothing is known yet: run an inventory."
                        : "As of " + judged + ":");
        TextTable sites = new TextTable(false, true, true, true, true, true, true, true, true, true);
        sites.add(
                "Site",
                "Containers",
                "Problem",
                "Attention",
                "Never read",
                "Critical",
                "Warn",
                "Info",
                "Accepted",
                "New");
        health.path("sites").forEach(site -> counts(sites, site.path("name").asText(), site.path("counts")));
        counts(sites, "all", health.path("all"));
        out.print(sites.write("  "));
        JsonNode findings = report.path("findings");
        long total = report.path("total").asLong();
        if (total == 0) {
            out.println("No findings.");
            return;
        }
        out.printf(Locale.ROOT, "%d %s%s%n", total, total == 1 ? "finding" : "findings, worst first", shown(total));
        TextTable table = new TextTable(true, false, false, false, false, false, false);
        table.add("#", "Severity", "What", "Whose", "Where", "Since", "Details");
        findings.forEach(finding -> finding(table, finding));
        out.print(table.write("  "));
    }

    private String shown(long total) {
        int page = report.path("findings").size();
        return page < total ? " (the first " + page + "; --limit shows more):" : ":";
    }

    private static void counts(TextTable table, String name, JsonNode counts) {
        table.add(
                name,
                counts.path("containers").asText(),
                counts.path("problem").asText(),
                counts.path("attention").asText(),
                counts.path("neverRead").asText(),
                counts.path("critical").asText(),
                counts.path("warn").asText(),
                counts.path("info").asText(),
                counts.path("accepted").asText(),
                counts.path("found").asText());
    }

    private static void finding(TextTable table, JsonNode finding) {
        JsonNode container = finding.path("container");
        String whose = container.isObject()
                ? text(container, "account") + " " + text(container, "kind")
                : text(finding, "repositoryId").isEmpty() ? "(the whole location)" : "(the whole repository)";
        String location = text(finding, "locationId") + text(finding, "repositoryId");
        table.add(
                finding.path("id").asText(),
                text(finding, "severity").toLowerCase(Locale.ROOT),
                text(finding, "code").toLowerCase(Locale.ROOT).replace('_', ' '),
                whose,
                location.isEmpty() ? text(finding, "siteId") : location,
                text(finding, "firstSeen"),
                details(finding));
    }

    private static String details(JsonNode finding) {
        Map<String, String> facts = new TreeMap<>();
        finding.path("facts")
                .fields()
                .forEachRemaining(
                        fact -> facts.put(fact.getKey(), fact.getValue().asText()));
        StringJoiner told = new StringJoiner(", ");
        facts.forEach((name, value) -> told.add(words(name) + " " + value(name, value)));
        JsonNode acceptance = finding.path("acceptance");
        if (acceptance.isObject()) {
            told.add("accepted until " + text(acceptance, "until") + " by " + text(acceptance, "byName") + ": "
                    + text(acceptance, "reason"));
        }
        return told.toString();
    }

    /** "freeBytes" is "free". */
    private static String words(String name) {
        return name.replaceFirst("Bytes$", "")
                .replaceFirst("^bytesPerDay$", "growth per day")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
    }

    private static String value(String name, String value) {
        boolean bytes = name.endsWith("Bytes") || name.startsWith("bytes");
        return bytes && value.matches("\\d{1,18}") ? Sizes.of(Long.parseLong(value)) : value;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNull() ? "" : value.asText("");
    }
}
