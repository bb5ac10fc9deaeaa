package dev.profilekeep.config;

import dev.profilekeep.config.LocationConfig.Limits;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.LocationMode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads sites, credentials, locations and sets, and that they refer to each other soundly. */
final class EstateReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Section root;
    private final Path folder;
    private final Map<String, SiteConfig> sites = new LinkedHashMap<>();
    private final Map<String, CredentialsConfig> credentials = new LinkedHashMap<>();
    private final Map<String, LocationConfig> locations = new LinkedHashMap<>();
    private final Map<String, Section> locationSections = new HashMap<>();
    private final Map<String, SetConfig> sets = new LinkedHashMap<>();
    private final Map<String, Section> repositorySections = new HashMap<>();
    private final Map<String, String> repositoryOfSet = new LinkedHashMap<>();
    private final Map<String, CompactionPolicy.OfSet> compactions = new LinkedHashMap<>();
    private final HostsReader hostsReader = new HostsReader();

    EstateReader(Section root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    List<SiteConfig> sites() {
        return List.copyOf(sites.values());
    }

    List<CredentialsConfig> credentials() {
        return List.copyOf(credentials.values());
    }

    List<LocationConfig> locations() {
        return List.copyOf(locations.values());
    }

    List<SetConfig> sets() {
        return List.copyOf(sets.values());
    }

    /** Which sets name a repository of their own. */
    Map<String, String> repositories(Set<String> known) {
        repositorySections.forEach(
                (set, section) -> reference(section, "repository", "entry of 'repositories'", known));
        return Map.copyOf(repositoryOfSet);
    }

    /** What sets say of their own compaction. */
    Map<String, CompactionPolicy.OfSet> compactions() {
        return Map.copyOf(compactions);
    }

    void read() {
        for (String key : List.of("sites", "locations", "sets")) {
            if (!root.has(key)) {
                root.problem(key, "is missing", "docs/configuration.md shows a small file to begin with");
            }
        }
        root.sections("sites").forEach(this::site);
        root.sections("credentials").forEach(this::account);
        root.sections("locations").forEach(this::location);
        root.sections("sets").forEach(this::set);
        placeEveryLocation();
    }

    private void site(Section section) {
        String id = id(section, sites);
        String name = section.text("name", id);
        ZoneId zone = section.has("zone")
                ? ConfigReader.zone(section, "zone", ZoneId.of("UTC"))
                : section.parsed("zone", ZoneId.of("UTC"), ZoneId::of, "");
        if (!section.has("zone")) {
            section.problem("zone", "is missing", "add it, like Europe/Berlin: quiet hours are meant in it");
        }
        Set<String> residency = new LinkedHashSet<>(section.texts("residency"));
        section.close();
        sites.putIfAbsent(id, new SiteConfig(id, name, zone, residency));
    }

    private void account(Section section) {
        String id = id(section, credentials);
        String username = section.text("username");
        String domain = section.text("domain", "");
        if (username.contains("\\") || username.contains("@") && !domain.isEmpty()) {
            section.problem("username", "holds the domain as well", "write the domain in 'domain' alone");
        }
        if (section.has("password")) {
            section.problem(
                    "password", "a secret never stands in this file", "use passwordFrom: env:NAME or file:/path");
        }
        SecretSource password = ConfigReader.secret(section, "passwordFrom", folder);
        if (!section.has("passwordFrom")) {
            section.problem("passwordFrom", "is missing", "write env:NAME or file:/path");
        }
        section.close();
        SecretSource source = password == null ? new SecretSource.Environment("PROFILEKEEP_UNKNOWN") : password;
        credentials.putIfAbsent(id, new CredentialsConfig(id, username, domain, source));
    }

    private void location(Section section) {
        String id = id(section, locations);
        String site = reference(section, "site", "site", sites.keySet());
        String name = section.text("name", id);
        String address = address(section, folder);
        String account = section.has("credentials")
                ? reference(section, "credentials", "entry of 'credentials'", credentials.keySet())
                : null;
        Set<ContainerKind> kinds = section.choices("kinds", ContainerKind.class, Set.of(ContainerKind.values()));
        LocationMode mode = section.choice("mode", LocationMode.class, LocationMode.OBSERVE);
        Encryption encryption = section.choice("encryption", Encryption.class, Encryption.PREFERRED);
        List<QuietHours> quiet = ConfigReader.quietHours(section);
        Section limits = section.section("limits");
        int operations = (int) limits.number("operationsPerSecond", Limits.DEFAULT.operationsPerSecond(), 0, 1_000_000);
        int parallel = (int) limits.number("parallel", Limits.DEFAULT.parallel(), 1, 64);
        int perUser = (int) limits.number("operationsPerUser", Limits.DEFAULT.operationsPerUser(), 0, 10_000);
        int slowAt = (int) limits.number("slowAt", Limits.DEFAULT.slowAt(), 0, 1000);
        if (slowAt == 1) {
            limits.problem("slowAt", "1 would call every other answer slow", "write 2 or more, or 0 for never");
        }
        limits.close();
        section.close();
        LocationConfig location = new LocationConfig(
                id,
                site,
                name,
                address,
                account,
                kinds,
                mode,
                encryption,
                quiet,
                new Limits(operations, parallel, perUser, slowAt),
                false);
        if (locations.putIfAbsent(id, location) == null) {
            locationSections.put(id, section);
            locations.values().stream()
                    .filter(other -> !other.id().equals(id) && !address.isEmpty())
                    .forEach(other -> Addresses.overlap(address, other.address())
                            .ifPresent(how -> section.problem(
                                    "address",
                                    how + " location '" + other.id() + "' (" + id + ": " + address + ", " + other.id()
                                            + ": " + other.address() + ")",
                                    "give each a folder of its own, beside the other")));
        }
    }

    static String address(Section section, Path folder) {
        String text = section.text("address");
        if (text.isEmpty()) {
            return text;
        }
        try {
            return Addresses.resolve(text, folder);
        } catch (IllegalArgumentException e) {
            section.problem(
                    "address",
                    String.valueOf(e.getMessage()),
                    "write smb://server/share/folder, or the path of a local folder");
            return text;
        }
    }

    private void set(Section section) {
        String id = id(section, sets);
        String name = section.text("name", id);
        SetConfig.Replication replication =
                section.choice("replication", SetConfig.Replication.class, SetConfig.Replication.CLOUD_CACHE);
        if (!section.has("replication")) {
            section.problem("replication", "is missing", "CLOUD_CACHE, ENGINE or STORAGE: who carries the changes?");
        }
        String active = reference(section, "activeSite", "site", sites.keySet());
        SetConfig.Layout layout = section.choice("layout", SetConfig.Layout.class, SetConfig.Layout.AUTO);
        Set<String> members = new LinkedHashSet<>();
        Map<String, String> taken = new HashMap<>();
        for (String location : section.texts("locations")) {
            LocationConfig known = locations.get(location);
            if (known == null) {
                section.problem(
                        "locations",
                        "there is no location '" + location + "'",
                        Suggestions.didYouMean(location, locations.keySet()));
            } else if (!members.add(location)) {
                section.problem("locations", "names '" + location + "' twice", "name it once");
            } else {
                oneLocationPerSiteAndKind(section, known, taken);
                sets.values().stream()
                        .filter(other -> other.locationIds().contains(location))
                        .forEach(other -> section.problem(
                                "locations",
                                "'" + location + "' belongs to set '" + other.id() + "' already",
                                "a location belongs to one set"));
            }
        }
        if (!section.has("locations")) {
            section.problem("locations", "is missing", "name the locations of this set, one for each site");
        } else if (sites.containsKey(active)
                && members.stream()
                        .map(locations::get)
                        .noneMatch(location ->
                                location != null && location.siteId().equals(active))) {
            section.problem(
                    "activeSite",
                    "no location of this set is at '" + active + "'",
                    "add a location there, or name the site where people work");
        }
        Set<String> residency = residency(section, members);
        List<String> hosts = hostsReader.read(section);
        if (section.has("repository")) {
            repositorySections.put(id, section);
            repositoryOfSet.put(id, section.text("repository"));
        }
        boolean cacheEnds = section.flag("cacheEndsWithHost", false);
        List<LogPlace> logs = new LogPlaceReader(folder, sites.keySet(), credentials.keySet()).read(section);
        CloudCacheChanges changes = CloudCacheChangesReader.read(section, replication);
        CompactionPolicy.OfSet compaction = CompactionsReader.ofSet(section, replication);
        if (compaction != null) {
            compactions.putIfAbsent(id, compaction);
        }
        ProviderOrder providers = new ProviderOrderReader(members.stream()
                        .map(locations::get)
                        .filter(Objects::nonNull)
                        .toList())
                .read(section, replication);
        section.close();
        sets.putIfAbsent(
                id,
                new SetConfig(
                        id,
                        name,
                        replication,
                        active,
                        List.copyOf(members),
                        layout,
                        hosts,
                        cacheEnds,
                        logs,
                        changes,
                        providers,
                        residency));
    }

    /** What a set is labelled with, every site of its locations must carry. */
    private Set<String> residency(Section section, Set<String> members) {
        Set<String> labels = new LinkedHashSet<>(section.texts("residency"));
        for (String member : members) {
            LocationConfig location = locations.get(member);
            SiteConfig site = location == null ? null : sites.get(location.siteId());
            if (site == null) {
                continue;
            }
            Set<String> missing = new LinkedHashSet<>(labels);
            missing.removeAll(site.residency());
            if (!missing.isEmpty()) {
                section.problem(
                        "residency",
                        "location '" + member + "' is at site '" + site.id() + "', which does not carry "
                                + String.join(", ", missing),
                        "take the location out of the set, or give the site's 'residency' the label if it holds there");
            }
        }
        return labels;
    }

    private static void oneLocationPerSiteAndKind(Section section, LocationConfig location, Map<String, String> taken) {
        Set<String> others = new HashSet<>();
        for (ContainerKind kind : location.kinds()) {
            String other = taken.putIfAbsent(location.siteId() + " " + kind, location.id());
            if (other != null && others.add(other)) {
                section.problem(
                        "locations",
                        "'" + location.id() + "' and '" + other + "' are both at site '" + location.siteId()
                                + "' and both hold " + kind,
                        "a set has one location per site and kind: put one into a set of its own, or narrow 'kinds'");
            }
        }
    }

    private void placeEveryLocation() {
        Set<String> placed = new HashSet<>();
        sets.values().forEach(set -> placed.addAll(set.locationIds()));
        if (sets.isEmpty()) {
            return;
        }
        locationSections.forEach((id, section) -> {
            if (!placed.contains(id) && ID.matcher(id).matches()) {
                section.problem("location '" + id + "' belongs to no set", "name it in the 'locations' of a set");
            }
        });
    }

    static String id(Section section, Map<String, ?> known) {
        String id = section.text("id");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            section.problem(
                    "id", "not an id: '" + id + "'", "use up to 64 of the letters a–z, digits, dot, dash, underscore");
        }
        if (known.containsKey(id) && !id.isEmpty()) {
            section.problem("id", "'" + id + "' is taken by an entry above", "give each entry its own id");
        }
        return id;
    }

    static String reference(Section section, String key, String what, Set<String> known) {
        String id = section.text(key);
        if (!id.isEmpty() && !known.contains(id)) {
            String guess = Suggestions.didYouMean(id, known);
            section.problem(
                    key,
                    "there is no " + what + " '" + id + "'",
                    guess.isEmpty() ? (known.isEmpty() ? "add one" : "known: " + String.join(", ", known)) : guess);
        }
        return id;
    }
}
