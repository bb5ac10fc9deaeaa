package dev.profilekeep.config;

import dev.profilekeep.storage.Encryption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code policies.restores}. */
final class RestoresReader {
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(30);

    private final Path folder;
    private final EstateReader estate;
    private final List<RepositoryConfig> repositories;
    private final BackupPolicy backups;

    RestoresReader(Path folder, EstateReader estate, List<RepositoryConfig> repositories, BackupPolicy backups) {
        this.backups = backups;
        this.folder = folder;
        this.estate = estate;
        this.repositories = List.copyOf(repositories);
    }

    RestorePolicy read(Section section) {
        RestorePolicy standard = RestorePolicy.STANDARD;
        boolean own = section.flag("ownFiles", standard.ownFiles());
        RestorePolicy.Download download = download(section.section("download"));
        RestorePolicy.Share share = section.has("restoreShare") ? share(section.section("restoreShare")) : null;
        RestorePolicy.Within within = new RestorePolicy.Within(
                within(section, "firstAnswerWithin", standard.within().firstAnswer()),
                within(section, "decisionWithin", standard.within().decision()),
                within(section, "doneWithin", standard.within().done()));
        section.close();
        return new RestorePolicy(own, download, share, within);
    }

    private static Duration within(Section section, String key, Duration standard) {
        return section.parsed(key, standard, RestoresReader::duration, "write it like 4h or 30m");
    }

    private static RestorePolicy.Download download(Section section) {
        boolean users = section.flag("users", false);
        boolean helpdesk = section.flag("helpdesk", false);
        List<AddressRange> networks = new ArrayList<>();
        for (String range : section.texts("networks")) {
            try {
                networks.add(AddressRange.parse(range));
            } catch (IllegalArgumentException e) {
                section.problem(
                        "networks",
                        String.valueOf(e.getMessage()),
                        "write the networks from which files may be fetched, like [10.20.0.0/16]; leave it out for"
                                + " any");
            }
        }
        section.close();
        return new RestorePolicy.Download(users, helpdesk, networks);
    }

    private RestorePolicy.Share share(Section section) {
        String address = EstateReader.address(section, folder);
        String name = section.text("name", "");
        Set<String> accounts =
                estate.credentials().stream().map(CredentialsConfig::id).collect(Collectors.toSet());
        String account = section.has("credentials")
                ? EstateReader.reference(section, "credentials", "entry of 'credentials'", accounts)
                : null;
        Encryption encryption = section.choice("encryption", Encryption.class, Encryption.PREFERRED);
        String shown = section.textOrNull("shownAs");
        section.close();
        apart(section, address);
        return new RestorePolicy.Share(name, address, account, encryption, shown);
    }

    /** Files of people among containers or in a repository would be taken for disks or chunks, and seen by whoever sees those. */
    private void apart(Section section, String address) {
        if (address.isEmpty()) {
            return;
        }
        Map<String, String> others = new LinkedHashMap<>();
        estate.locations().forEach(location -> others.put("location '" + location.id() + "'", location.address()));
        repositories.forEach(other -> others.put("repository '" + other.id() + "'", other.address()));
        BackupPolicy.TrialPlace trials = backups.restoreTestTo();
        if (trials != null) {
            others.put(
                    "policies.backups.restoreTestTo", trials.address()); // whole disks of anybody lie there for minutes
        }
        others.forEach((other, theirs) -> {
            if (!theirs.isEmpty()) {
                Addresses.overlap(address, theirs)
                        .ifPresent(how -> section.problem(
                                "address",
                                how + " " + other + " (restoreShare: " + address + ", " + other + ": " + theirs + ")",
                                "give the restore share a folder of its own"));
            }
        });
    }

    private static Duration duration(String text) {
        if (!text.matches("\\d{1,5}\\s*[mhd]")) {
            throw new IllegalArgumentException("not a duration: '" + text + "'");
        }
        long value = Long.parseLong(text.replaceAll("\\D", ""));
        Duration duration = text.endsWith("m")
                ? Duration.ofMinutes(value)
                : text.endsWith("h") ? Duration.ofHours(value) : Duration.ofDays(value);
        if (duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("not between a minute and 30 days: '" + text + "'");
        }
        return duration;
    }
}
