package dev.profilekeep.config;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.Encryption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code repositories} and {@code policies.backups}. */
final class BackupsReader {
    private static final String NEVER = "never";

    private final Path folder;
    private final EstateReader estate;
    private final Map<String, RepositoryConfig> repositories = new LinkedHashMap<>();

    BackupsReader(Path folder, EstateReader estate) {
        this.folder = folder;
        this.estate = estate;
    }

    List<RepositoryConfig> repositories(Section root) {
        Set<String> sites = estate.sites().stream().map(SiteConfig::id).collect(Collectors.toSet());
        Set<String> accounts =
                estate.credentials().stream().map(CredentialsConfig::id).collect(Collectors.toSet());
        for (Section section : root.sections("repositories")) {
            repository(section, sites, accounts);
        }
        return List.copyOf(repositories.values());
    }

    private void repository(Section section, Set<String> sites, Set<String> accounts) {
        String id = EstateReader.id(section, repositories);
        String site = EstateReader.reference(section, "site", "site", sites);
        String name = section.text("name", id);
        String address = EstateReader.address(section, folder);
        String account = section.has("credentials")
                ? EstateReader.reference(section, "credentials", "entry of 'credentials'", accounts)
                : null;
        Encryption encryption = section.choice("encryption", Encryption.class, Encryption.PREFERRED);
        SecretSource passphrase = ConfigReader.secret(section, "passphraseFrom", folder);
        SecretSource key = ConfigReader.secret(section, "keyFrom", folder);
        for (String secret : List.of("passphrase", "key")) {
            if (section.has(secret)) {
                section.problem(
                        secret, "a secret never stands in this file", "use " + secret + "From: env:NAME or file:/path");
            }
        }
        if (section.has("passphraseFrom") == section.has("keyFrom")) {
            section.problem(
                    "passphraseFrom",
                    section.has("keyFrom") ? "is given beside keyFrom" : "is missing, and so is keyFrom",
                    "one of the two opens the repository");
        }
        section.close();
        apart(section, id, address);
        SecretSource secret = passphrase != null ? passphrase : key;
        repositories.putIfAbsent(
                id,
                new RepositoryConfig(
                        id,
                        name,
                        site,
                        address,
                        account,
                        encryption,
                        secret == null ? new SecretSource.Environment("PROFILEKEEP_UNKNOWN") : secret,
                        passphrase == null));
    }

    /** A repository among containers would be looked through for disks, and whoever cleans one up would harm the other. */
    private void apart(Section section, String id, String address) {
        if (address.isEmpty()) {
            return;
        }
        Map<String, String> others = new LinkedHashMap<>();
        estate.locations().forEach(location -> others.put("location '" + location.id() + "'", location.address()));
        repositories.values().forEach(other -> others.put("repository '" + other.id() + "'", other.address()));
        others.forEach((other, theirs) -> {
            if (!theirs.isEmpty()) {
                Addresses.overlap(address, theirs)
                        .ifPresent(how -> section.problem(
                                "address",
                                how + " " + other + " (" + id + ": " + address + ", " + other + ": " + theirs + ")",
                                "give each a folder of its own, on other storage"));
            }
        });
    }

    BackupPolicy policy(Section section, ZoneId siteZone) {
        BackupPolicy standard = BackupPolicy.standard(siteZone);
        Set<String> known = repositories.keySet();
        String repository = section.has("repository")
                ? EstateReader.reference(section, "repository", "entry of 'repositories'", known)
                : null;
        List<String> copies = references(section, "copyTo", known);
        if (repository != null && copies.contains(repository)) {
            section.problem("copyTo", "names the repository itself: '" + repository + "'", "name another one");
        }
        Set<ContainerKind> kinds = section.choices("kinds", ContainerKind.class, standard.kinds());
        Map<ContainerKind, RetentionRule> keep = keep(section.section("keep"), standard);
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = cron(section, "cron", standard.cron(), zone);
        LocalTime until = until(section, standard.until());
        String maintenance = cron(section, "maintenance", standard.maintenance(), zone);
        String restoreTest = cron(section, "restoreTest", standard.restoreTest(), zone);
        BackupPolicy.TrialPlace testTo =
                section.has("restoreTestTo") ? trialPlace(section.section("restoreTestTo")) : null;
        int shard = (int) section.number("shardSize", standard.shardSize(), 1, BackupPolicy.MAX_SHARD);
        int parallel = (int) section.number("parallel", standard.parallel(), 1, 64);
        int full = (int) section.number("fullEveryDays", standard.fullEveryDays(), 1, 365);
        int readAll = (int) section.number("readAllWithinDays", standard.readAllWithinDays(), 1, 365);
        int warn = (int) section.number("warnAfterDays", standard.warnAfterDays(), 1, 365);
        section.close();
        return new BackupPolicy(
                repository,
                estate.repositories(known),
                copies,
                kinds,
                keep,
                cron,
                zone,
                until,
                maintenance,
                restoreTest,
                testTo,
                shard,
                parallel,
                full,
                readAll,
                warn);
    }

    private BackupPolicy.TrialPlace trialPlace(Section section) {
        String address = EstateReader.address(section, folder);
        Set<String> accounts =
                estate.credentials().stream().map(CredentialsConfig::id).collect(Collectors.toSet());
        String account = section.has("credentials")
                ? EstateReader.reference(section, "credentials", "entry of 'credentials'", accounts)
                : null;
        Encryption encryption = section.choice("encryption", Encryption.class, Encryption.PREFERRED);
        section.close();
        apart(section, "restoreTestTo", address);
        return new BackupPolicy.TrialPlace(address, account, encryption);
    }

    private static List<String> references(Section section, String key, Set<String> known) {
        List<String> ids = section.texts(key);
        for (String id : ids) {
            if (!known.contains(id)) {
                section.problem(
                        key, "there is no entry of 'repositories' '" + id + "'", Suggestions.didYouMean(id, known));
            }
        }
        return ids;
    }

    private static Map<ContainerKind, RetentionRule> keep(Section section, BackupPolicy standard) {
        Map<ContainerKind, RetentionRule> rules = new EnumMap<>(ContainerKind.class);
        rules.putAll(standard.keep());
        for (ContainerKind kind : ContainerKind.values()) {
            Section rule = section.section(kind.name());
            if (!rule.absent()) {
                RetentionRule read = rule(rule);
                if (read != null) {
                    rules.put(kind, read);
                }
            }
        }
        section.close();
        return rules;
    }

    private static @Nullable RetentionRule rule(Section section) {
        int most = 100_000;
        int last = (int) section.number("last", 0, 0, most);
        int daily = (int) section.number("daily", 0, 0, most);
        int weekly = (int) section.number("weekly", 0, 0, most);
        int monthly = (int) section.number("monthly", 0, 0, most);
        int yearly = (int) section.number("yearly", 0, 0, most);
        section.close();
        if (last + daily + weekly + monthly + yearly == 0) {
            section.problem("keeps nothing", "write at least one of last, daily, weekly, monthly, yearly");
            return null;
        }
        return new RetentionRule(last, daily, weekly, monthly, yearly);
    }

    private static String cron(Section section, String key, String standard, ZoneId zone) {
        String cron = section.text(key, standard);
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()), "write it as in \"" + standard + "\"");
        }
        return cron;
    }

    static @Nullable LocalTime until(Section section, @Nullable LocalTime standard) {
        String text = section.textOrNull("until");
        if (text == null) {
            return standard;
        }
        if (text.equalsIgnoreCase(NEVER)) {
            return null;
        }
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            section.problem("until", "not a time of day: '" + text + "'", "write it like \"06:00\", or never");
            return standard;
        }
    }
}
