package dev.profilekeep.compact;

import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FileName;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What lies beside a disk that forbids to change it: by names alone, one listing. Stateless. */
final class Surroundings {
    private Surroundings() {}

    static List<Refusal> look(StorageProvider storage, StoragePath disk) throws IOException {
        List<Refusal> refusals = new ArrayList<>();
        StoragePath folder = disk.parent();
        for (StoredFile file : storage.list(folder == null ? StoragePath.ROOT : folder)) {
            if (!file.directory() && !file.name().equalsIgnoreCase(disk.name())) {
                judge(ContainerNames.file(file.name(), ""), file.name(), disk, refusals);
            }
        }
        return refusals;
    }

    private static void judge(FileName name, String spelt, StoragePath disk, List<Refusal> refusals) {
        if (name instanceof FileName.Sidecar sidecar && sidecar.disk().equalsIgnoreCase(disk.name())) {
            if (sidecar.type() == FileName.Sidecar.Type.LOCK) {
                refusals.add(new Refusal(
                        Why.LOCKED,
                        "a lock file (" + spelt + ") lies beside it: wait for the sign-off, or have it cleared"));
            } else {
                refusals.add(new Refusal(
                        Why.CLOUD_CACHE,
                        "a state file of Cloud Cache (" + spelt
                                + ") lies beside it: hosts carry blocks between the copies by their place, so another layout"
                                + " would mix them"));
            }
        } else if (name instanceof FileName.Difference) {
            refusals.add(new Refusal(
                    Why.DIFFERENCE_BESIDE,
                    "a difference disk (" + spelt
                            + ") lies beside it, whose content belongs to a disk in this folder: let"
                            + " the person sign in and out, or have it removed"));
        }
    }
}
