package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2FileId;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.smb.SmbRequests.Access;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import dev.profilekeep.storage.smb.SmbRequests.Options;
import dev.profilekeep.storage.smb.rpc.ServerService;
import dev.profilekeep.storage.smb.rpc.ServerService.OpenFileInfo;
import dev.profilekeep.storage.smb.rpc.ServerService.SessionInfo;
import dev.profilekeep.storage.smb.rpc.ServiceRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what is open in a location among what a server says is open. While it asks it holds a folder open itself: a list that
 * lacks this one is of another node, of other paths or of fewer opens than there are, and an absent disk in it would prove
 * nothing; nor would one that shows our own opens only ({@link SmbWholeList}).
 */
final class SmbOpenFiles {
    private static final Opening FOLDER =
            Opening.existing(Access.READ_DATA | Access.READ_ATTRIBUTES | Access.SYNCHRONIZE, Options.FOLDER);

    private final StorageAddress.Smb address;
    private final Credentials credentials;
    private final SmbPaths paths;
    private final SmbAbilities abilities;

    SmbOpenFiles(StorageAddress.Smb address, Credentials credentials, SmbPaths paths, SmbAbilities abilities) {
        this.address = address;
        this.credentials = credentials;
        this.paths = paths;
        this.abilities = abilities;
    }

    /** Puts a question to the service. */
    interface Service {
        List<ServerOpenFile> answer(SmbFileServer.Question<List<ServerOpenFile>> question) throws StorageException;
    }

    /** What the server tells, remembering whether it does. */
    interface Telling {
        List<ServerOpenFile> told(Listing listing) throws StorageException;
    }

    /** Asks the server. */
    interface Listing {
        List<ServerOpenFile> run() throws StorageException;
    }

    List<ServerOpenFile> under(
            SmbSession.Ask ask, SmbSession session, StoragePath under, Service service, Telling telling)
            throws StorageException {
        Anchor anchor = hold(ask, session, under);
        List<ServerOpenFile> open;
        try {
            open = telling.told(() -> listed(service, anchor.folder, under));
        } catch (StorageException e) {
            if (session.isUsable()) {
                try {
                    session.close(ask, anchor.id);
                } catch (StorageException secondary) {
                    e.addSuppressed(secondary);
                }
            }
            throw e;
        }
        session.close(ask, anchor.id);
        return open;
    }

    /** A folder we hold open. */
    private record Anchor(StoragePath folder, SMB2FileId id) {}

    /** The nearest that can be held: a file, what is not there, and what the account may not list need their parent. */
    private Anchor hold(SmbSession.Ask ask, SmbSession session, StoragePath under) throws StorageException {
        StoragePath folder = under;
        while (true) {
            try {
                return new Anchor(folder, session.open(ask, FOLDER, paths.of("list open files under", folder)));
            } catch (StorageException.NotFound | StorageException.Denied e) {
                StoragePath parent = folder.parent();
                if (parent == null) {
                    throw e;
                }
                folder = parent;
            }
        }
    }

    private List<ServerOpenFile> listed(Service service, StoragePath held, StoragePath under) throws StorageException {
        return service.answer(server -> {
            String share = server.sharePath(address.share());
            if (share.isEmpty()) {
                throw new StorageException.Failed(
                        "the file server does not say where the share " + address.share() + " lies", null);
            }
            SmbServerPaths map = SmbServerPaths.of(share, address.folder());
            List<OpenFileInfo> all = server.files(map.of(held));
            List<ServerOpenFile> inside = inside(map, all, held);
            ServerOpenFile ours = ours(inside, held)
                    .orElseThrow(() -> new StorageException.Failed(
                            "the list the file server gave does not show the folder " + map.of(held)
                                    + ", which we hold open ourselves: perhaps it answers for another node of its cluster, or"
                                    + " names files otherwise; so what it leaves out may be open all the same",
                            null));
            requireEverybodys(ours.account(), all, server);
            inside.remove(ours);
            inside.removeIf(file -> !SmbServerPaths.isUnder(file.path(), under));
            return inside;
        });
    }

    private void requireEverybodys(String ours, List<OpenFileInfo> all, ServerService server)
            throws StorageException, ServiceRefused {
        if (abilities.listedOthersLately()) {
            return;
        }
        boolean seen = SmbWholeList.require(ours, all, new SmbWholeList.Server() {
            @Override
            public List<OpenFileInfo> files() throws StorageException, ServiceRefused {
                return server.files(null);
            }

            @Override
            public List<SessionInfo> sessions() throws StorageException, ServiceRefused {
                return server.sessions(true);
            }
        });
        if (seen) {
            abilities.listedOthers();
        }
    }

    private static List<ServerOpenFile> inside(SmbServerPaths map, List<OpenFileInfo> all, StoragePath folder) {
        List<ServerOpenFile> inside = new ArrayList<>();
        for (OpenFileInfo one : all) {
            located(map, one)
                    .filter(file -> SmbServerPaths.isUnder(file.path(), folder))
                    .ifPresent(inside::add);
        }
        return inside;
    }

    private static Optional<ServerOpenFile> located(SmbServerPaths map, OpenFileInfo one) {
        StoragePath path;
        try {
            path = map.inside(one.path());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no name a client could have opened: "..", an empty one
        }
        return path == null
                ? Optional.empty()
                : Optional.of(new ServerOpenFile(one.id(), path, one.account(), one.writes(), one.locks()));
    }

    /** Others may have the same folder open: ours by account, where the server uses the names we sign in with. */
    private Optional<ServerOpenFile> ours(List<ServerOpenFile> inside, StoragePath held) {
        List<ServerOpenFile> candidates = inside.stream()
                .filter(file -> file.path().value().equalsIgnoreCase(held.value()))
                .toList();
        return candidates.stream()
                .filter(file -> SmbWholeList.isSame(file.account(), credentials.username()))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }
}
