package dev.profilekeep.config;

import dev.profilekeep.ccd.CcdLocations;
import dev.profilekeep.ccd.CcdSyntaxException;
import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.container.ContainerKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@code CCDLocations} is at each site of a set, and holds it against the locations of the set: each of them named at each site, that of the site itself first, and nothing else but storage
 * accounts.
 */
final class ProviderOrderReader {
    private static final Map<ContainerKind, String> KEYS =
            Map.of(ContainerKind.PROFILE, "ccdLocations", ContainerKind.ODFC, "odfcCcdLocations");

    private final List<LocationConfig> members;

    /** @param members locations of the set */
    ProviderOrderReader(List<LocationConfig> members) {
        this.members = List.copyOf(members);
    }

    ProviderOrder read(Section set, Replication replication) {
        Map<ContainerKind, Map<String, List<String>>> all = new EnumMap<>(ContainerKind.class);
        for (ContainerKind kind : List.of(ContainerKind.PROFILE, ContainerKind.ODFC)) {
            String key = KEYS.get(kind);
            if (key == null || !set.has(key)) {
                continue;
            }
            if (replication != Replication.CLOUD_CACHE) {
                set.section(key); // what stands in it is of no interest
                set.problem(key, "is only for sets with replication CLOUD_CACHE, not " + replication, "remove it");
                continue;
            }
            Map<String, List<String>> ofKind = ofKind(set.section(key), kind);
            if (!ofKind.isEmpty()) {
                all.put(kind, ofKind);
            }
        }
        return all.isEmpty() ? ProviderOrder.UNKNOWN : new ProviderOrder(all);
    }

    private Map<String, List<String>> ofKind(Section section, ContainerKind kind) {
        List<LocationConfig> wanted =
                members.stream().filter(one -> one.kinds().contains(kind)).toList();
        Map<String, List<String>> bySite = new LinkedHashMap<>();
        for (String site : section.keys()) {
            List<String> values = section.texts(site);
            if (wanted.stream().noneMatch(one -> one.siteId().equals(site))) {
                section.problem(
                        site,
                        "no location of this set with disks of kind " + kind + " is at '" + site + "'",
                        "name sites of its locations: "
                                + String.join(
                                        ", ",
                                        wanted.stream()
                                                .map(LocationConfig::siteId)
                                                .distinct()
                                                .toList()));
                continue;
            }
            try {
                bySite.put(site, order(section, site, CcdLocations.parse(values), wanted));
            } catch (CcdSyntaxException e) {
                String which = e.provider() == 0 ? "" : "provider " + e.provider() + ": ";
                section.problem(site, which + e.getMessage(), e.fix());
            }
        }
        section.close();
        return bySite;
    }

    private List<String> order(Section section, String site, CcdLocations said, List<LocationConfig> wanted) {
        List<String> order = new ArrayList<>();
        for (CcdLocations.Provider provider : said.providers()) {
            int number = order.size() + 1;
            if (provider instanceof CcdLocations.Smb smb) {
                Optional<LocationConfig> location = wanted.stream()
                        .filter(one -> Addresses.isSame(one.address(), smb.path()))
                        .findFirst();
                if (location.isEmpty()) {
                    section.problem(
                            site,
                            "provider " + number + " is " + smb.path() + ", which is no location of this set",
                            "add a location with that address to the set: a copy that nobody looks at is no copy");
                }
                order.add(location.map(LocationConfig::id).orElse(""));
            } else {
                order.add("");
            }
        }
        String first = order.get(0);
        wanted.stream()
                .filter(one -> one.id().equals(first) && !one.siteId().equals(site))
                .forEach(one -> section.problem(
                        site,
                        "the first provider is at '" + one.siteId() + "': hosts here read everything from there",
                        "name the provider of '" + site + "' first in the setting of its hosts, then here"));
        wanted.stream()
                .filter(one -> !order.contains(one.id()))
                .forEach(one -> section.problem(
                        site,
                        "'" + one.id() + "' is not among the providers: what people write here never reaches it",
                        "add it to CCDLocations of the hosts, then here; or take the location out of the set"));
        return List.copyOf(order);
    }
}
