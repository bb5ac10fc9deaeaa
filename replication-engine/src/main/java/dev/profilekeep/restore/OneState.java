package dev.profilekeep.restore;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lock.LockEvidence;
import dev.profilekeep.lock.Look;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether all copies of a container under Cloud Cache are in one state, as far as can be told from outside: every provider has its copy, the state files beside them are the same, and no
 * host is known that may keep something. What the disks say is for others to compare. State files are looked at by their attributes; they are opened only while every copy is held alone,
 * for one that a host fails to open makes it think that its provider is gone.
 */
final class OneState implements Still {
    private static final List<String> ENDINGS = List.of(".meta", ".metadata");
    /** Seen: 1 KB. Whatever is larger than this is no state file that anybody has described. */
    private static final long MOST = 1 << 20;

    private final LeasePlaces places;
    private final List<RestoreTarget> copies;
    private final Initiator initiator;

    /** @param copies all of them, the first one first */
    OneState(LeasePlaces places, List<RestoreTarget> copies, Initiator initiator) {
        this.places = places;
        this.copies = List.copyOf(copies);
        this.initiator = initiator;
    }

    /** @throws RefusedException if a location of the set that may hold such a container has no copy among these, or one of another format */
    void requireEvery(ContainerDetail container, ProfileKeepConfig config) throws RefusedException {
        RestoreTarget first = copies.get(0);
        for (RestoreTarget copy : copies) {
            if (!ending(copy).equals(ending(first))) {
                throw new RefusedException(
                        Why.COPIES_DIFFER,
                        "the copy at " + first.locationId() + " is a " + ending(first) + " and the one at "
                                + copy.locationId() + " a " + ending(copy) + ": FSLogix keeps them in one format");
            }
        }
        SetConfig set = config.set(container.row().setId()).orElseThrow();
        for (String location : set.locationIds()) {
            boolean holds = config.location(location)
                    .filter(one -> one.kinds().contains(container.row().kind()))
                    .isPresent();
            if (holds && copies.stream().noneMatch(copy -> copy.locationId().equals(location))) {
                throw new RefusedException(
                        Why.COPIES_DIFFER,
                        "there is no copy at " + location + ": FSLogix makes it at the next sign-in there");
            }
        }
    }

    /** What the name of a file says of its format. */
    private static String ending(RestoreTarget copy) {
        String name = copy.path().name();
        return name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    }

    @Override
    public void whenFree(Look look) throws IOException, RefusedException {
        String keeper = look.mayKeep().orElse("");
        if (!keeper.isEmpty()) {
            throw new RefusedException(
                    Why.CLOUD_CACHE,
                    "a host may keep a cache: " + keeper + " has the disk mounted or the person's session, as far as is"
                            + " known, and what it did not write yet would be mixed with the new file");
        }
        Optional<LockEvidence.KeptCache> kept = look.keptCache();
        if (kept.isPresent()) {
            throw new RefusedException(
                    Why.CLOUD_CACHE,
                    "a host may keep a cache: " + kept.get().host() + " had "
                            + kept.get().bytes()
                            + " bytes in its cache at " + kept.get().at().truncatedTo(ChronoUnit.SECONDS)
                            + " though nothing was mounted there: it does not clear it at sign-off");
        }
        if (!look.fenced().isEmpty()) {
            throw new RefusedException(
                    Why.CLOUD_CACHE,
                    "the site of " + look.fenced().get(0)
                            + " is cut off: whether its copy is the same nobody can tell");
        }
        if (!look.isFree()) {
            throw new RefusedException(
                    Why.UNREACHABLE, "not every location told whether somebody works with it: try again later");
        }
        if (!look.statesAgree()) {
            throw new RefusedException(
                    Why.COPIES_DIFFER,
                    "the state files of Cloud Cache (.meta) were written more than two minutes apart: a provider did not"
                            + " get all that another has; a sign-in and sign-out brings them together");
        }
        attributes();
    }

    /** The same state files beside each, by name and length. */
    private List<Map<String, StoredFile>> attributes() throws IOException, RefusedException {
        List<Map<String, StoredFile>> all = new ArrayList<>();
        for (RestoreTarget copy : copies) {
            all.add(states(copy));
        }
        for (int i = 1; i < all.size(); i++) {
            if (!all.get(0).keySet().equals(all.get(i).keySet())) {
                throw differ(
                        i,
                        "lie beside one and not beside the other: " + all.get(0).keySet() + " and "
                                + all.get(i).keySet());
            }
            for (String ending : all.get(0).keySet()) {
                long one = of(all.get(0), ending).size();
                long other = of(all.get(i), ending).size();
                if (one != other) {
                    throw differ(i, "differ: " + ending + " has " + one + " and " + other + " bytes");
                }
            }
        }
        return all;
    }

    private static StoredFile of(Map<String, StoredFile> states, String ending) {
        return Objects.requireNonNull(states.get(ending), ending);
    }

    /** By their endings, in lower case. */
    private Map<String, StoredFile> states(RestoreTarget copy) throws IOException {
        Map<String, StoredFile> found = new TreeMap<>();
        StoragePath folder = copy.path().parent();
        for (StoredFile file : storage(copy).list(folder == null ? StoragePath.ROOT : folder)) {
            for (String ending : ENDINGS) {
                if (!file.directory()
                        && file.name()
                                .toLowerCase(Locale.ROOT)
                                .equals((copy.path().name() + ending).toLowerCase(Locale.ROOT))) {
                    found.put(ending, file);
                }
            }
        }
        return found;
    }

    private StorageProvider storage(RestoreTarget copy) {
        return places.storage(copy.locationId(), initiator);
    }

    @Override
    public void whenHeld() throws IOException, RefusedException {
        List<Map<String, StoredFile>> all = attributes();
        for (String ending : all.get(0).keySet()) {
            ByteBuffer first = read(0, of(all.get(0), ending));
            for (int i = 1; i < all.size(); i++) {
                if (!read(i, of(all.get(i), ending)).equals(first)) {
                    throw differ(i, "differ: " + ending + " does not say the same at both");
                }
            }
        }
    }

    private ByteBuffer read(int copy, StoredFile file) throws IOException, RefusedException {
        if (file.size() > MOST) {
            throw differ(copy, "are none that are known: " + file.path() + " has " + file.size() + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        try (OpenFile open = storage(copies.get(copy)).openForReading(file.path(), Sharing.ALL)) {
            open.readFully(0, bytes);
        } catch (StorageException.NotFound | StorageException.Busy e) {
            throw differ(copy, "could not be compared: " + e.getMessage());
        }
        return bytes.flip();
    }

    private RefusedException differ(int copy, String how) {
        return new RefusedException(
                Why.COPIES_DIFFER,
                "the state files of Cloud Cache at " + copies.get(0).locationId() + " and at "
                        + copies.get(copy).locationId() + " " + how);
    }
}
