package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.smb.rpc.ServerService.OpenFileInfo;
import dev.profilekeep.storage.smb.rpc.ServerService.SessionInfo;
import dev.profilekeep.storage.smb.rpc.ServiceRefused;
import java.util.List;

/**
 * Whether a server's list of open files is of everybody's. [MS-SRVS] knows no list of one's own only (3.1.4.2: an administrator
 * is told all, anybody else ERROR_ACCESS_DENIED, and neither level nor answer says whose); a server that makes one up all the same
 * would let every disk look free. So a list that shows nobody's files but ours is held against the list of sessions.
 */
final class SmbWholeList {
    private static final String ONLY_OURS = "the list the file server gave shows nobody's open files but ours";

    private SmbWholeList() {}

    /** The same service, asked again. */
    interface Server {
        /** Of all shares. */
        List<OpenFileInfo> files() throws StorageException, ServiceRefused;

        List<SessionInfo> sessions() throws StorageException, ServiceRefused;
    }

    /**
     * @param ours the account under which the server lists what we have open
     * @return whether it was seen to be so: others' files are in the list. False if nobody else has any
     * @throws StorageException.Failed if it is not so, or cannot be told
     */
    static boolean require(String ours, List<OpenFileInfo> listed, Server server)
            throws StorageException, ServiceRefused {
        if (showsOthers(ours, listed) || showsOthers(ours, server.files())) {
            return true;
        }
        // Asked before and after: who signed in or opened something just now is no proof against the server.
        if (!othersHaveOpens(ours, server)) {
            return false;
        }
        if (showsOthers(ours, server.files())) {
            return true;
        }
        if (!othersHaveOpens(ours, server)) {
            return false;
        }
        throw new StorageException.Failed(
                ONLY_OURS + ", though others' sessions have files open: so what it leaves out may be open all the same",
                null);
    }

    private static boolean showsOthers(String ours, List<OpenFileInfo> files) {
        return files.stream().anyMatch(file -> !isSame(ours, file.account()));
    }

    private static boolean othersHaveOpens(String ours, Server server) throws StorageException {
        try {
            return server.sessions().stream()
                    .anyMatch(session -> session.opens().orElse(0) > 0 && !isSame(ours, session.account()));
        } catch (ServiceRefused e) {
            throw new StorageException.Failed(
                    ONLY_OURS + ", and its sessions, which would tell whether others have some, it does not list ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    static boolean isSame(String one, String other) {
        return withoutDomain(one).equalsIgnoreCase(withoutDomain(other));
    }

    private static String withoutDomain(String account) {
        return account.substring(account.lastIndexOf('\\') + 1);
    }
}
