package dev.profilekeep.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan as a mail: what is new, worst first, then what is over. */
final class MailText {
    private MailText() {}

    static String subject(DigestPlan plan, IncidentWords words) {
        List<Incident> opened = worstFirst(plan.opened());
        if (opened.size() == 1) {
            return "[ProfileKeep] " + words.title(opened.get(0));
        }
        if (!opened.isEmpty()) {
            return "[ProfileKeep] " + words.say("mail.subject.several", words.title(opened.get(0)), opened.size() - 1L);
        }
        return "[ProfileKeep] "
                + words.say("mail.subject.over", (long) plan.resolved().size());
    }

    /** @param link of the portal; null if it has no address */
    static String body(DigestPlan plan, IncidentWords words, @Nullable String link, Instant now) {
        List<String> lines = new ArrayList<>();
        for (Incident incident : worstFirst(plan.opened())) {
            lines.add(words.say("mail.item", words.severity(incident), words.title(incident)));
            lines.add("  " + words.text(incident));
            Instant end = incident.resolvedAt();
            lines.add("  "
                    + (end == null
                            ? words.say("mail.since", words.timeAndZone(incident.since()))
                            : words.say(
                                    "mail.was",
                                    words.time(incident.since()),
                                    words.timeAndZone(end),
                                    words.length(incident.since(), end))));
            lines.add("");
        }
        if (!plan.resolved().isEmpty()) {
            lines.add(words.say("mail.over"));
            for (Incident incident : plan.resolved()) {
                Instant end = incident.resolvedAt() == null ? now : incident.resolvedAt();
                lines.add("  "
                        + words.say(
                                "mail.over.item",
                                words.title(incident),
                                words.timeAndZone(end),
                                words.length(incident.since(), end)));
            }
            lines.add("");
        }
        if (link != null) {
            lines.add(link);
            lines.add("");
        }
        lines.add(words.say("mail.foot"));
        return String.join("\n", lines) + "\n";
    }

    private static List<Incident> worstFirst(List<Incident> incidents) {
        return incidents.stream()
                .sorted(java.util.Comparator.comparing(Incident::open)
                        .thenComparing(Incident::severity)
                        .reversed()
                        .thenComparing(Incident::since))
                .toList();
    }
}
