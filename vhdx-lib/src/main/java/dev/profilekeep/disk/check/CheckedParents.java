package dev.profilekeep.disk.check;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.image.ParentLink;
import java.io.IOException;
import java.util.Optional;

/** Checks the container of every parent as it is found. */
final class CheckedParents implements ParentResolver {
    private final ParentResolver parents;
    private final Findings findings;
    private boolean anyFound;
    private boolean missing;

    CheckedParents(ParentResolver parents, Findings findings) {
        this.parents = parents;
        this.findings = findings;
    }

    boolean anyFound() {
        return anyFound;
    }

    /** Whether a disk asked for its parent and the last path that it names led nowhere. */
    boolean isOneMissing() {
        return missing;
    }

    @Override
    public Optional<Found> find(String childName, ParentLink.Path path) throws IOException {
        Optional<Found> found = parents.find(childName, path);
        missing = found.isEmpty();
        if (missing) {
            return found;
        }
        anyFound = true;
        Found parent = found.get();
        Findings inside = findings.within("parent " + parent.name());
        try {
            var guarded = new ReadErrors(parent.file(), inside);
            DiskCheck.container(guarded, inside);
            return Optional.of(new Found(parent.name(), guarded, parent.modified()));
        } catch (DiskException e) {
            // That it cannot be used is said when the chain is put together.
            return found;
        }
    }
}
