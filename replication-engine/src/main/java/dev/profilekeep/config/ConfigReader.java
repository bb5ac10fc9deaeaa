package dev.profilekeep.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the file's keys into records: the database, the portal, and what {@link EstateReader} and others read. */
final class ConfigReader {
    private static final String H2 = "jdbc:h2:file:";

    private final Path folder;
    private final Path file;
    private final Section root;

    ConfigReader(Path file, Section root) {
        this.file = file;
        Path parent = file.getParent();
        this.folder = parent == null ? file : parent;
        this.root = root;
    }

    ProfileKeepConfig read() {
        Path data = folder.resolve(root.text("dataDirectory", "data")).normalize();
        DatabaseConfig database = database(data);
        EstateReader estate = new EstateReader(root, folder);
        estate.read();
        ZoneId zone = estate.sites().isEmpty()
                ? ZoneId.of("UTC")
                : estate.sites().get(0).zone();
        InventoryPolicy inventory = inventory(zone);
        BackupsReader backupsReader = new BackupsReader(folder, estate);
        List<RepositoryConfig> repositories = backupsReader.repositories(root);
        Section policies = root.section("policies");
        LockPolicy locks = locks(policies);
        BackupPolicy backups = backupsReader.policy(policies.section("backups"), zone);
        CompactionPolicy compaction =
                CompactionsReader.read(policies.section("compaction"), estate.compactions(), zone);
        RestorePolicy restores =
                new RestoresReader(folder, estate, repositories, backups).read(policies.section("restores"));
        SecondSitePolicy secondSite = SecondSitePolicy.read(
                policies, zone, estate.sets().stream().map(SetConfig::id).toList());
        policies.close();
        PortalConfig portal = portal();
        NotificationsConfig notifications =
                new NotificationsReader(folder, estate.sites()).read(root.section("notifications"), zone);
        SignInConfig signIn = root.has("signIn")
                ? new SignInReader(
                                folder,
                                portal,
                                estate.sites().stream().map(SiteConfig::id).toList(),
                                estate.sets().stream().map(SetConfig::id).toList())
                        .read(root.section("signIn"))
                : null;
        root.close();
        return new ProfileKeepConfig(
                file,
                data,
                database,
                estate.sites(),
                estate.credentials(),
                estate.locations(),
                estate.sets(),
                inventory,
                locks,
                repositories,
                backups,
                compaction,
                restores,
                secondSite,
                portal,
                notifications,
                signIn);
    }

    private DatabaseConfig database(Path data) {
        Section section = root.section("database");
        String url = section.text("url", H2 + data.resolve("catalog"));
        if (!url.startsWith("jdbc:postgresql:") && !url.startsWith(H2)) {
            section.problem(
                    "url",
                    "neither a PostgreSQL address nor an H2 file",
                    "write jdbc:postgresql://host:5432/name, or leave 'database' out for an H2 file in dataDirectory");
        }
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            section.problem("url", "holds a password", "move it to database.passwordFrom (env:NAME or file:/path)");
        }
        if (url.startsWith(H2) && section.has("url")) {
            String path = url.substring(H2.length());
            int options = path.indexOf(';');
            String name = options < 0 ? path : path.substring(0, options);
            url = H2 + folder.resolve(name).normalize() + (options < 0 ? "" : path.substring(options));
        }
        String user = section.textOrNull("user");
        SecretSource password = secret(section, "passwordFrom", folder);
        section.close();
        return new DatabaseConfig(url, user, password);
    }

    private InventoryPolicy inventory(ZoneId siteZone) {
        Section section = root.section("inventory");
        InventoryPolicy standard = InventoryPolicy.standard(siteZone);
        String cron = section.text("cron", standard.cron());
        ZoneId zone = zone(section, "zone", siteZone);
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        int shard = (int) section.number("shardSize", standard.shardSize(), 1, InventoryPolicy.MAX_SHARD);
        int parallel = (int) section.number("parallel", standard.parallel(), 1, 64);
        Section full = section.section("nearlyFull");
        long freeBytes = full.size("freeBytes", standard.nearlyFullFreeBytes());
        int fullPercent = (int) full.number("percent", standard.nearlyFullPercent(), 1, 100);
        full.close();
        Section bloated = section.section("bloated");
        long minBytes = bloated.size("minBytes", standard.bloatedMinBytes());
        int bloatedPercent = (int) bloated.number("percent", standard.bloatedPercent(), 1, 100);
        bloated.close();
        int notUsed = (int) section.number("notUsedAfterDays", standard.notUsedAfterDays(), 1, 36_500);
        int forget = (int) section.number("forgetGoneAfterDays", standard.forgetGoneAfterDays(), 1, 36_500);
        int growth = (int) section.number("keepGrowthDays", standard.keepGrowthDays(), 1, 36_500);
        HealthPolicy health = health(section, standard.health(), full, fullPercent);
        section.close();
        return new InventoryPolicy(
                cron,
                zone,
                shard,
                parallel,
                freeBytes,
                fullPercent,
                minBytes,
                bloatedPercent,
                notUsed,
                forget,
                growth,
                health);
    }

    private static HealthPolicy health(Section section, HealthPolicy standard, Section nearly, int nearlyFullPercent) {
        Section full = section.section("full");
        int fullPercent = (int) full.number("percent", standard.fullPercent(), 1, 100);
        long fullFree = full.size("freeBytes", standard.fullFreeBytes());
        inOrder(nearly, "percent", nearlyFullPercent, full, "percent", fullPercent);
        full.close();
        Section soon = section.section("fullSoon");
        int withinDays = (int) soon.number("withinDays", standard.fullSoonDays(), 1, 3_650);
        int overDays = (int) soon.number("overDays", standard.growthDays(), 6, 365);
        soon.close();
        int behind = (int) section.number("copyBehindAfterHours", standard.copyBehindHours(), 1, 87_600);
        Section volume = section.section("volume");
        int volumePercent = (int) volume.number("percent", standard.volumePercent(), 1, 100);
        int volumeFull = (int) volume.number("fullPercent", standard.volumeFullPercent(), 1, 100);
        inOrder(volume, "percent", volumePercent, volume, "fullPercent", volumeFull);
        volume.close();
        int slow = (int) section.number("slowMillis", standard.slowMillis(), 1, 60_000);
        return new HealthPolicy(fullPercent, fullFree, withinDays, overDays, behind, volumePercent, volumeFull, slow);
    }

    /** What is critical cannot come before what only leads to it. */
    private static void inOrder(Section first, String key, int value, Section then, String critical, int most) {
        if (value <= most) {
            return;
        }
        if (then.has(critical)) {
            then.problem(
                    critical,
                    most + " is less than the " + value + " at which the warning before it is given",
                    "write " + value + " or more");
        } else {
            first.problem(
                    key,
                    value + " is more than the " + most + " at which it is critical already",
                    "write " + most + " or less, or more for '" + critical + "'");
        }
    }

    private static LockPolicy locks(Section policies) {
        Section section = policies.section("locks");
        int most = (int) section.number("maxPerAct", LockPolicy.STANDARD.maxPerAct(), 1, 10_000);
        section.close();
        return new LockPolicy(most);
    }

    private PortalConfig portal() {
        Section section = root.section("portal");
        String url = section.textOrNull("publicUrl");
        if (url != null) {
            url = url.replaceFirst("/+$", "");
            if (!url.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
                section.problem(
                        "publicUrl", "not an address: '" + url + "'", "write it like https://profiles.example.com");
            } else if (url.startsWith("http:")
                    && !isThisMachine(url.replaceFirst("http://(\\[[^]]*]|[^:/]*).*", "$1"))) {
                section.problem(
                        "publicUrl",
                        "people sign in by https alone: '" + url + "'",
                        "write https: (a proxy in front may end TLS); http: is for localhost");
            }
        }
        int port = (int) section.number("port", 8080, 0, 65_535);
        String bind = section.text("bindAddress", "127.0.0.1");
        if (!bind.matches("[0-9A-Fa-f:.]+|[A-Za-z0-9.-]+")) {
            section.problem(
                    "bindAddress", "not an IP address or host name: '" + bind + "'", "0.0.0.0 is every address");
        }
        List<AddressRange> proxies = new ArrayList<>();
        for (String range : section.texts("trustedProxies")) {
            try {
                proxies.add(AddressRange.parse(range));
            } catch (IllegalArgumentException e) {
                section.problem(
                        "trustedProxies",
                        String.valueOf(e.getMessage()),
                        "write the proxies' own addresses or ranges, like [10.0.0.5, 10.0.1.0/28]");
            }
        }
        section.close();
        return new PortalConfig(url, port, bind, proxies);
    }

    /** Of a day, that quiet hours must leave. */
    private static final int LEAST_MINUTES = 60;

    static List<QuietHours> quietHours(Section section) {
        List<QuietHours> quiet = new ArrayList<>();
        for (String text : section.texts("quietHours")) {
            try {
                quiet.add(QuietHours.parse(text));
            } catch (IllegalArgumentException e) {
                section.problem("quietHours", String.valueOf(e.getMessage()), "write it like \"07:30-09:30\"");
            }
        }
        int left = QuietHours.minutesLeft(quiet);
        if (left < LEAST_MINUTES) {
            section.problem(
                    "quietHours",
                    left == 0
                            ? "cover the whole day: nothing would ever be done"
                            : "leave " + left + " minutes of the day, in which nothing would get done",
                    "leave an hour at least; to leave a location alone for good, take it out of the file");
        }
        return quiet;
    }

    /** Whether an address at this host never leaves the machine. */
    static boolean isThisMachine(String host) {
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
    }

    static ZoneId zone(Section section, String key, ZoneId ifAbsent) {
        return section.parsed(key, ifAbsent, ZoneId::of, "write it like Europe/Berlin");
    }

    static @Nullable SecretSource secret(Section section, String key, Path folder) {
        String text = section.textOrNull(key);
        if (text == null) {
            return null;
        }
        try {
            return SecretSource.parse(text, folder);
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()), "write env:NAME or file:/path");
            return null;
        }
    }
}
