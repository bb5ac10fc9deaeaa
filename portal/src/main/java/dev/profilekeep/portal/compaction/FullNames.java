package dev.profilekeep.portal.compaction;

import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.storage.StorageAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where files lie, written as people of Windows write it. */
public final class FullNames {
    private final Map<String, String> addresses;

    private FullNames(Map<String, String> addresses) {
        this.addresses = addresses;
    }

    static FullNames of(List<Estate.Location> locations) {
        return new FullNames(locations.stream()
                .collect(Collectors.toMap(Estate.Location::id, Estate.Location::address, (one, other) -> one)));
    }

    /** For who may not see addresses. */
    static FullNames inTheirLocations() {
        return new FullNames(Map.of());
    }

    /** The address of the location and the path there; the path alone where the address is not known or not told. */
    public String of(CompactionItem item) {
        String address = addresses.getOrDefault(item.locationId(), "");
        if (address.isEmpty()) {
            return item.path();
        }
        String unc = unc(address);
        if (!unc.isEmpty()) {
            return unc + '\\' + item.path().replace('/', '\\');
        }
        return address + '/' + item.path();
    }

    /** {@code \\server\share\folder}; empty for what is not on a share. */
    private static String unc(String address) {
        try {
            if (StorageAddress.parse(address) instanceof StorageAddress.Smb smb) {
                String folder = smb.folder().value();
                return "\\\\" + smb.host() + '\\' + smb.share()
                        + (folder.isEmpty() ? "" : '\\' + folder.replace('/', '\\'));
            }
        } catch (IllegalArgumentException e) {
            return ""; // as the configuration wrote it, then
        }
        return "";
    }
}
