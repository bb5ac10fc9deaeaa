package dev.profilekeep.config;

import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StoragePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads where the hosts of a set put their FSLogix logs. */
final class LogPlaceReader {
    private static final String FORMS = "write smb://server/share/folder/{host}, or the path of a local folder";

    private final Path folder;
    private final Set<String> sites;
    private final Set<String> credentials;

    LogPlaceReader(Path folder, Set<String> sites, Set<String> credentials) {
        this.folder = folder;
        this.sites = sites;
        this.credentials = credentials;
    }

    List<LogPlace> read(Section set) {
        List<LogPlace> places = new ArrayList<>();
        for (Section section : set.sections("logs")) {
            String site = EstateReader.reference(section, "site", "site", sites);
            String text = section.text("address");
            String account = section.has("credentials")
                    ? EstateReader.reference(section, "credentials", "entry of 'credentials'", credentials)
                    : null;
            Encryption encryption = section.choice("encryption", Encryption.class, Encryption.PREFERRED);
            section.close();
            if (text.isEmpty()) {
                continue;
            }
            LogPlace place = place(section, text, site, account, encryption);
            if (place == null) {
                continue;
            }
            if (places.stream().anyMatch(other -> isSame(other, place))) {
                section.problem("address", "is named twice for site '" + site + "'", "name it once");
            }
            places.add(place);
        }
        return places;
    }

    private static boolean isSame(LogPlace one, LogPlace other) {
        return one.siteId().equals(other.siteId()) && one.toString().equalsIgnoreCase(other.toString());
    }

    /** Null if the address is none. */
    private @Nullable LogPlace place(
            Section section, String text, String site, @Nullable String account, Encryption encryption) {
        if (text.toLowerCase(Locale.ROOT).contains("%computername%")) {
            section.problem("address", "'%computername%' means nothing here", "write {host} in its place");
            return null;
        }
        String others = text.replace(LogPlace.HOST, "");
        if (others.indexOf('{') >= 0 || others.indexOf('}') >= 0) {
            section.problem("address", "has braces around something else than {host}", FORMS);
            return null;
        }
        try {
            StorageAddress whole = StorageAddress.parse(Addresses.resolve(text, folder));
            return whole instanceof StorageAddress.Smb share
                    ? ofShare(section, text, share, site, account, encryption)
                    : ofFolder(section, text, ((StorageAddress.Local) whole).folder(), site, account, encryption);
        } catch (IllegalArgumentException e) {
            section.problem("address", String.valueOf(e.getMessage()), FORMS);
            return null;
        }
    }

    private static @Nullable LogPlace ofShare(
            Section section,
            String text,
            StorageAddress.Smb share,
            String site,
            @Nullable String account,
            Encryption encryption) {
        if (share.host().contains(LogPlace.HOST) || share.share().contains(LogPlace.HOST)) {
            section.problem(
                    "address",
                    "'{host}' stands for the server or the share",
                    "use it for folders alone: names of hosts come from reports, and ProfileKeep would sign in wherever one"
                            + " of them says");
            return null;
        }
        List<String> names = share.folder().equals(StoragePath.ROOT)
                ? List.of()
                : List.of(share.folder().value().split("/"));
        int differ = differ(names, text);
        StoragePath above = StoragePath.of(String.join("/", names.subList(0, differ)));
        String address = new StorageAddress.Smb(share.host(), share.port(), share.share(), above).toString();
        return new LogPlace(site, address, names.subList(differ, names.size()), account, encryption);
    }

    private static LogPlace ofFolder(
            Section section, String text, Path whole, String site, @Nullable String account, Encryption encryption) {
        List<String> names = new ArrayList<>();
        whole.forEach(name -> names.add(name.toString()));
        int differ = differ(names, text);
        Path above = whole.getRoot();
        if (above == null) {
            throw new IllegalArgumentException("'" + text + "' is not an absolute path");
        }
        for (String name : names.subList(0, differ)) {
            above = above.resolve(name);
        }
        if (account != null) {
            section.problem(
                    "credentials", "is of no use for a local folder", "leave it out, or write the share's address");
        }
        return new LogPlace(site, above.toString(), names.subList(differ, names.size()), account, encryption);
    }

    /** How many names do not differ by host. */
    private static int differ(List<String> names, String text) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).contains(LogPlace.HOST)) {
                return i;
            }
        }
        if (text.contains(LogPlace.HOST)) {
            throw new IllegalArgumentException("'" + text + "' leads out of {host} again");
        }
        return names.size();
    }
}
