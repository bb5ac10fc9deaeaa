package dev.profilekeep.portal.health;

import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.health.Finding;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.LocationFinding;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.portal.profiles.FindingWords;
import dev.profilekeep.portal.profiles.LocationFindingWords;
import dev.profilekeep.portal.profiles.RepositoryFindingWords;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.text.Visible;
import java.util.Map;

/**
 * Findings for people, whatever they are about.
 *
 * @param sites names of sites by id
 * @param locations names of locations by id
 */
public record FindingText(Texts texts, Formats formats, Map<String, String> sites, Map<String, String> locations) {
    public FindingText {
        sites = Map.copyOf(sites);
        locations = Map.copyOf(locations);
    }

    /** Name, meaning with its numbers, and what to do next; {@code technical} may be empty. */
    public FindingWords of(FindingRow row) {
        String location = row.locationId();
        if (row.code() instanceof LocationFindingCode code) {
            String id = location == null ? "" : location;
            LocationFindingWords said = LocationFindingWords.of(
                    new LocationFinding(code, id, row.facts()), locations.getOrDefault(id, id), texts, formats);
            return new FindingWords(said.name(), said.meaning(), said.next(), "");
        }
        if (row.code() instanceof RepositoryFindingCode code) {
            RepositoryFindingWords said = RepositoryFindingWords.of(code, row.facts(), sites, texts, formats);
            return new FindingWords(said.name(), said.meaning(), said.next(), "");
        }
        return FindingWords.of(new Finding((FindingCode) row.code(), location, row.facts()), sites, texts, formats);
    }

    public static String name(FindingKind code, Texts texts) {
        String whose = code.ofLocation() ? "locationFinding." : code.ofRepository() ? "repositoryFinding." : "finding.";
        return texts.get(whose + code.name() + ".name");
    }

    /** Whom or what it is about: the account, else the SID or the disk, or the location or the repository. */
    public String subject(FindingRow row) {
        FindingRow.About about = row.container();
        String location = row.locationId();
        String repository = row.repositoryId();
        if (repository != null) {
            return Visible.isolated(row.facts().getOrDefault("name", repository));
        }
        if (about == null) {
            return location == null ? site(row) : locations.getOrDefault(location, location);
        }
        if (!about.account().isEmpty()) {
            return Visible.isolated(about.account());
        }
        return about.sid().isEmpty() ? Visible.isolated(about.baseName()) : about.sid();
    }

    public String site(FindingRow row) {
        return sites.getOrDefault(row.siteId(), row.siteId());
    }
}
