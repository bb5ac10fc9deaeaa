package dev.profilekeep.config;

import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.StorageAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people may take out of backups, and which way it goes.
 *
 * @param ownFiles whether people take single files out of their own backups without anybody's yes
 * @param share where files are put; null if there is none
 * @param within how soon things are to happen that somebody asked for
 */
public record RestorePolicy(boolean ownFiles, Download download, @Nullable Share share, Within within) {
    public static final RestorePolicy STANDARD =
            new RestorePolicy(true, new Download(false, false, List.of()), null, Within.STANDARD);

    /**
     * How soon things are to happen that somebody asked for.
     *
     * @param firstAnswer from the asking until another person answers
     * @param decision from the asking to a yes or no, without what the asker takes to answer questions
     * @param done from the yes until it is done, without what somebody takes to sign off
     */
    public record Within(Duration firstAnswer, Duration decision, Duration done) {
        public static final Within STANDARD = new Within(Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(4));
    }

    /**
     * Whose browser may fetch files.
     *
     * @param users of their own backups
     * @param helpdesk helpdesk and administrators, of backups that they look into for others
     * @param networks from these addresses alone; empty for any
     */
    public record Download(boolean users, boolean helpdesk, List<AddressRange> networks) {
        public Download {
            networks = List.copyOf(networks);
        }

        /** @param caller null if it is not known where somebody is: then only what holds for any address holds */
        public boolean from(@Nullable InetAddress caller) {
            return networks.isEmpty() || caller != null && networks.stream().anyMatch(range -> range.contains(caller));
        }
    }

    /**
     * The folder that files are put into; each person gets one of their own in it.
     *
     * @param name for people
     * @param address as {@code StorageAddress} reads it; a local path is absolute here
     * @param credentialsId null for a local folder or an anonymous share
     * @param shownAs how people reach it; null if the address says so
     */
    public record Share(
            String name,
            String address,
            @Nullable String credentialsId,
            Encryption encryption,
            @Nullable String shownAs) {

        /** Whether it is a folder of this machine: what lies in it can be opened by our account alone. */
        public boolean isOfThisMachine() {
            return StorageAddress.parse(address) instanceof StorageAddress.Local;
        }

        /**
         * What people paste to get to a folder in it. A folder of this machine is nobody's business: of it only what lies in it is said.
         *
         * @param folder its path in the share, names between "/"
         */
        public String path(String folder) {
            if (shownAs != null) {
                String separator = shownAs.indexOf('\\') >= 0 ? "\\" : "/";
                return shownAs.replaceFirst("[/\\\\]+$", "") + separator + folder.replace("/", separator);
            }
            return StorageAddress.parse(address) instanceof StorageAddress.Smb smb
                    ? smb.unc() + "\\" + folder.replace('/', '\\')
                    : folder;
        }
    }
}
