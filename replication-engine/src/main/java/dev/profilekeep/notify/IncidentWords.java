package dev.profilekeep.notify;

import dev.profilekeep.lock.KnownReasons;
import dev.profilekeep.text.Visible;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;

/** Incidents and messages in words. English and German. Names from outside are made harmless. Safe for several threads. */
public final class IncidentWords {
    private static final String BUNDLE = "dev.profilekeep.notify.notify";
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    private static final double NEXT_UNIT = 999.5;
    /** A number does not part from its unit. */
    private static final char NO_BREAK = '\u00a0';

    private final Locale locale;
    private final ZoneId zone;
    private final UnaryOperator<String> siteName;
    private final ResourceBundle texts;
    private final KnownReasons reasons;

    /** @param siteName the name of a site for people, by its id */
    public IncidentWords(Locale locale, ZoneId zone, UnaryOperator<String> siteName) {
        this.locale = locale;
        this.zone = zone;
        this.siteName = siteName;
        this.reasons = new KnownReasons(locale);
        this.texts = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    /** What it is, in a few words. */
    public String title(Incident incident) {
        return of(incident, "title");
    }

    /** What it means and what to do. */
    public String text(Incident incident) {
        return of(incident, "text");
    }

    /** How bad it is. */
    public String severity(Incident incident) {
        return texts.getString("severity." + incident.severity().name());
    }

    private String of(Incident incident, String part) {
        String site = incident.siteId() == null ? "" : Visible.oneLine(siteName.apply(incident.siteId()));
        return switch (incident.kind()) {
            case SITE_DOWN -> say("SITE_DOWN." + part, site, reason(incident));
            case LOCATION_DOWN -> say("LOCATION_DOWN." + part, site, fact(incident, "location"), reason(incident));
            case HOST_LEFT_LOCKS ->
                say(
                        "HOST_LEFT_LOCKS." + part,
                        fact(incident, "host"),
                        number(incident, "locked"),
                        number(incident, "stale"));
            case REPOSITORY_FINDING ->
                say(
                        "REPOSITORY_FINDING." + finding(incident) + "." + part,
                        fact(incident, "name"),
                        reason(incident),
                        site);
        };
    }

    /** One that another version knew has no words here. */
    private String finding(Incident incident) {
        String code = incident.facts().getOrDefault("finding", "");
        return texts.containsKey("REPOSITORY_FINDING." + code + ".title") ? code : "OTHER";
    }

    String say(String key, Object... arguments) {
        return new MessageFormat(texts.getString(key), locale).format(arguments);
    }

    String time(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone)
                .format(at);
    }

    /** With the zone it is meant in: who reads a mail may sit elsewhere. */
    String timeAndZone(Instant at) {
        return time(at) + " (" + (zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId()) + ")";
    }

    /** A day in the zone, without the time. */
    String day(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone)
                .format(at);
    }

    /** As the portal shows it: steps of 1,024 with the everyday unit, and three digits that matter. */
    String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= NEXT_UNIT && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        double size = Math.abs(value);
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(unit == 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2);
        return format.format(value) + NO_BREAK + UNITS[unit];
    }

    /** The name of a reason for which a disk was left as it is; one that is not known has one, too. */
    String compactionReason(String word) {
        String key = "compaction.why." + word;
        return texts.getString(texts.containsKey(key) ? key : "compaction.why.other");
    }

    String length(Instant from, Instant to) {
        long minutes = Math.max(1, Duration.between(from, to).toMinutes());
        if (minutes < 60) {
            return say("minutes", minutes);
        }
        return minutes < 48 * 60 ? say("hours", minutes / 60) : say("days", minutes / (24 * 60));
    }

    /** What the storage said, in the language of whoever reads it. */
    private String reason(Incident incident) {
        return Visible.oneLine(reasons.of(incident.facts().getOrDefault("reason", "")));
    }

    private static String fact(Incident incident, String name) {
        return Visible.oneLine(incident.facts().getOrDefault(name, ""));
    }

    private static long number(Incident incident, String name) {
        String text = incident.facts().getOrDefault(name, "0");
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    }
}
