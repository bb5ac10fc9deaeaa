package dev.profilekeep.compact.estate;

import dev.profilekeep.compact.CompactionProgress;
import dev.profilekeep.compact.CopyContent;
import dev.profilekeep.compact.CopyRepack;
import dev.profilekeep.config.CompactionPolicy;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.restore.CopiesDifferException;
import dev.profilekeep.restore.RestoreTarget;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.util.function.BiFunction;

/** The copies under Cloud Cache that get the bytes of the first one's new file: what stands against each, and whether it says what the first says. Safe for several threads. */
final class LikeFirst {
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final SlicedFile.Slices slices;
    private final ContentReader reader;
    private final Clock clock;
    private final CompactionPolicy policy;

    LikeFirst(
            BiFunction<String, Initiator, StorageProvider> storages,
            SlicedFile.Slices slices,
            ContentReader reader,
            Clock clock,
            CompactionPolicy policy) {
        this.storages = storages;
        this.slices = slices;
        this.reader = reader;
        this.clock = clock;
        this.policy = policy;
    }

    private CopyContent content(String setId, RestoreTarget target, Initiator initiator, CompactionProgress progress) {
        return new CopyContent(
                storages.apply(target.locationId(), initiator),
                target.path(),
                slices,
                reader,
                clock,
                policy.keepFreePercent(),
                policy.isDynamic(setId),
                progress);
    }

    /** By metadata alone. Where the first stays as it is, this one does for the same reason. */
    Look.Copy look(
            String setId, RestoreTarget target, Look.Copy first, Initiator initiator, CompactionProgress progress) {
        Reason reason = first.reason();
        if (reason.isNone()) {
            try {
                reason = content(setId, target, initiator, progress)
                        .look(first.bytesPlanned())
                        .map(Reason::of)
                        .orElse(Reason.NONE);
            } catch (IOException e) {
                reason = ContainerCompactor.reason(e);
            }
        }
        return new Look.Copy(target.locationId(), reason, target.bytes(), first.bytesPlanned(), first.blockAfter());
    }

    /**
     * Reads all of it.
     *
     * @param repack of the first, which is written and proved
     * @throws CopiesDifferException if it does not say what the first says
     */
    void require(
            String setId,
            RestoreTarget target,
            RestoreTarget first,
            CopyRepack repack,
            Initiator initiator,
            CompactionProgress progress)
            throws IOException {
        CopyContent content = content(setId, target, initiator, progress);
        if (!content.isSame(repack.original(), target.swap().file(), repack.newBytes())) {
            throw new CopiesDifferException("the disks at " + first.locationId() + " and at " + target.locationId()
                    + " do not say the same: a sign-in and sign-out brings them together, or one of them is out of"
                    + " date (profilekeep disk diff tells what differs)");
        }
    }
}
