package dev.profilekeep.config;

import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Level;
import dev.profilekeep.config.NotificationsConfig.Mail;
import dev.profilekeep.config.NotificationsConfig.Security;
import dev.profilekeep.config.NotificationsConfig.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code notifications}. */
final class NotificationsReader {
    /** What a server takes for an address; that somebody reads there, nobody can tell beforehand. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,255}");

    /** A name or an IP address, without a scheme and a port. */
    private static final Pattern HOST = Pattern.compile(
            "[\\p{L}\\p{N}]([\\p{L}\\p{N}._-]*[\\p{L}\\p{N}.])?|\\[?[0-9A-Fa-f]*(:[0-9A-Fa-f.]*){2,8}]?");

    private static final Pattern NAMED = Pattern.compile("[^\\r\\n<>]*<([^<>]+)>");
    private static final List<String> LANGUAGES = List.of("en", "de");

    private final Path folder;
    private final List<SiteConfig> sites;

    NotificationsReader(Path folder, List<SiteConfig> sites) {
        this.folder = folder;
        this.sites = sites;
    }

    NotificationsConfig read(Section section, ZoneId siteZone) {
        Mail mail = section.has("mail") ? mail(section.section("mail")) : null;
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        Set<String> ids = new HashSet<>();
        List<Channel> channels = new ArrayList<>();
        for (Section each : section.sections("channels")) {
            channel(each, ids, mail != null, channels);
        }
        section.close();
        return new NotificationsConfig(mail, zone, channels);
    }

    private Mail mail(Section section) {
        String host = section.text("host");
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            section.problem(
                    "host",
                    "not the name of a server: '" + host + "'",
                    "write it like mail.example.com; the port stands in 'port', TLS in 'security'");
        }
        Security security = section.choice("security", Security.class, Security.STARTTLS);
        int port = (int) section.number("port", security == Security.TLS ? 465 : 587, 1, 65_535);
        String username = section.textOrNull("username");
        SecretSource password = ConfigReader.secret(section, "passwordFrom", folder);
        if (section.has("password")) {
            section.problem(
                    "password", "a secret never stands in this file", "use passwordFrom: env:NAME or file:/path");
        }
        if (section.has("username") != section.has("passwordFrom")) {
            section.problem(
                    section.has("username") ? "passwordFrom" : "username",
                    "is missing although its other half is given",
                    "give both, or neither for a server that takes our mail without");
        }
        if (security == Security.NONE && username != null && !ConfigReader.isThisMachine(host)) {
            section.problem(
                    "security",
                    "the password would cross the network as it is",
                    "write STARTTLS or TLS for this server");
        }
        String from = address(section, "from", section.text("from"));
        String replyTo = section.textOrNull("replyTo");
        if (replyTo != null) {
            replyTo = address(section, "replyTo", replyTo);
        }
        boolean people = section.flag("people", true);
        section.close();
        return new Mail(host, port, security, username, password, from, replyTo, people);
    }

    private static String address(Section section, String key, String text) {
        var named = NAMED.matcher(text);
        String bare = named.matches() ? named.group(1).strip() : text;
        if (!text.isEmpty() && !ADDRESS.matcher(bare).matches()) {
            section.problem(
                    key,
                    "not a mail address: '" + text + "'",
                    "write it like profilekeep@example.com, or \"ProfileKeep <profilekeep@example.com>\"");
        }
        return text;
    }

    private void channel(Section section, Set<String> ids, boolean mail, List<Channel> channels) {
        String id = section.text("id");
        if (!id.isEmpty() && !id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            section.problem(
                    "id", "not an id: '" + id + "'", "use up to 64 of the letters a–z, digits, dot, dash, underscore");
        } else if (!id.isEmpty() && !ids.add(id)) {
            section.problem("id", "'" + id + "' is taken by an entry above", "give each entry its own id");
        }
        Target target = target(section, mail);
        boolean machine = target instanceof Target.Webhook;
        Level severity = section.choice("severity", Level.class, Level.WARN);
        Level atOnce = section.choice("atOnce", Level.class, machine ? severity : Level.CRITICAL);
        List<LocalTime> digest = times(section, machine);
        List<QuietHours> quiet = ConfigReader.quietHours(section);
        Level through = section.has("throughQuietHours")
                ? section.choice("throughQuietHours", Level.class, Level.CRITICAL)
                : null;
        List<String> about = section.texts("sites");
        if (about.isEmpty() && section.has("sites")) {
            section.problem("sites", "names no site", "name those that the channel is about, or leave it out for all");
        }
        Set<String> only = new LinkedHashSet<>();
        for (String site : about) {
            only.add(site);
            if (sites.stream().noneMatch(known -> known.id().equals(site))) {
                Set<String> known = sites.stream().map(SiteConfig::id).collect(Collectors.toSet());
                section.problem("sites", "there is no site '" + site + "'", Suggestions.didYouMean(site, known));
            }
        }
        String language = section.text("language", "en");
        if (!LANGUAGES.contains(language)) {
            section.problem("language", "'" + language + "' is not spoken here", "write en or de");
        }
        boolean compactions = section.flag("compactions", !machine);
        if (machine && compactions) {
            section.problem(
                    "compactions",
                    "what a night brought is written to addresses alone",
                    "leave it out here, and ask the portal for compactions/summary instead");
        }
        section.close();
        if (target != null) {
            channels.add(new Channel(
                    id,
                    target,
                    severity,
                    atOnce,
                    digest,
                    quiet,
                    through,
                    only,
                    Locale.forLanguageTag(language),
                    compactions));
        }
    }

    private @Nullable Target target(Section section, boolean mail) {
        List<String> addresses = section.texts("email");
        String webhook = section.textOrNull("webhook");
        SecretSource secret = ConfigReader.secret(section, "secretFrom", folder);
        if (addresses.isEmpty() == (webhook == null)) {
            section.problem(
                    "email", "a channel leads to one place", "write either email: [address, …] or webhook: https://…");
            return null;
        }
        if (webhook == null) {
            if (!mail) {
                section.problem("email", "no mail can be sent without notifications.mail", "add host and from there");
            }
            return new Target.Addresses(addresses.stream()
                    .map(address -> address(section, "email", address))
                    .toList());
        }
        if (secret == null) {
            if (!section.has("secretFrom")) {
                section.problem(
                        "secretFrom",
                        "is missing: without it nobody could tell our calls from others'",
                        "write env:NAME or file:/path of a long random text, and give it to the receiver");
            }
            return null;
        }
        URI address = web(section, webhook);
        return address == null ? null : new Target.Webhook(address, secret);
    }

    private static @Nullable URI web(Section section, String text) {
        try {
            URI address = new URI(text);
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            String host = address.getHost();
            if (host == null || !scheme.matches("https?") || address.getRawUserInfo() != null) {
                section.problem(
                        "webhook", "not a web address: '" + text + "'", "write it like https://hooks.example.com/in");
                return null;
            }
            if (scheme.equals("http") && !ConfigReader.isThisMachine(host)) {
                section.problem(
                        "webhook", "anybody on the way could read it: '" + text + "'", "write an https: address");
                return null;
            }
            return address;
        } catch (URISyntaxException e) {
            section.problem("webhook", "not an address: '" + text + "'", "write the whole https: address");
            return null;
        }
    }

    private static List<LocalTime> times(Section section, boolean machine) {
        if (!section.has("digest")) {
            return machine ? List.of() : List.of(LocalTime.of(8, 0));
        }
        List<LocalTime> times = new ArrayList<>();
        for (String text : section.texts("digest")) {
            try {
                times.add(LocalTime.parse(text));
            } catch (DateTimeParseException e) {
                section.problem("digest", "not a time of day: '" + text + "'", "write it like \"08:00\"");
            }
        }
        return times;
    }
}
