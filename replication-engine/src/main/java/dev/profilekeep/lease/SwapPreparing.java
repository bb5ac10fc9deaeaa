package dev.profilekeep.lease;

import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.CapabilityProbe;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the new file of a swap, up to the moment at which it could take the name. */
final class SwapPreparing {
    /** A disk put in place must be none of these: Windows refuses to attach it. */
    private static final int NEVER = StoredFile.SPARSE
            | StoredFile.COMPRESSED
            | StoredFile.REPARSE_POINT
            | StoredFile.ENCRYPTED
            | StoredFile.OFFLINE;
    /** READONLY, HIDDEN, SYSTEM, NOT_CONTENT_INDEXED: what people set, [MS-FSCC] 2.6. */
    private static final int CARRIED = StoredFile.READONLY | StoredFile.HIDDEN | StoredFile.SYSTEM | 0x2000;

    private static final int DACL_FLAGS = 0x4 | 0x400 | 0x1000; // present, auto-inherited, protected

    private static final long SECOND = 10_000_000; // FILETIME

    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

    private record Probed(Capabilities can, long at) {}

    private final Map<String, Probed> known = new ConcurrentHashMap<>();
    private final Clock clock;
    private final String node;

    SwapPreparing(Clock clock, String node) {
        this.clock = clock;
        this.node = node;
    }

    PreparedSwap prepare(
            StorageProvider shared, SafeReplacePlan plan, SafeReplace.ContentBeside content, SafeReplace.Check check)
            throws IOException {
        StorageProvider own = shared.onOwnConnection();
        boolean done = false;
        try {
            boolean made = SwapFolder.make(own);
            Capabilities can = probed(own, plan);
            requireSafe(plan, can);
            close(own, can, made);
            SwapPaths paths = SwapPaths.of(clock, plan.containerId(), plan.target());
            PreparedSwap prepared = make(own, plan, paths, can, content, check);
            done = true;
            return prepared;
        } finally {
            if (!done) {
                own.close();
            }
        }
    }

    static void close(StorageProvider own, Capabilities can, boolean made) throws IOException {
        boolean closed = false;
        try {
            SwapFolder.close(own, can);
            closed = true;
        } finally {
            if (!closed && made) {
                own.delete(SwapPaths.FOLDER);
            }
        }
    }

    /** Not tried again for minutes: it takes some thirty messages, and servers do not change that often. */
    Capabilities probed(StorageProvider own, SafeReplacePlan plan) throws IOException {
        String owner = plan.security().ownerSid();
        String key = plan.locationId() + " " + owner;
        Probed before = known.get(key);
        if (before != null && System.nanoTime() - before.at() < KEPT_NANOS) {
            return before.can();
        }
        Capabilities can = CapabilityProbe.run(own, SwapPaths.FOLDER, owner);
        known.put(key, new Probed(can, System.nanoTime()));
        return can;
    }

    private static void requireSafe(SafeReplacePlan plan, Capabilities can) throws SwapRefusedException {
        if (!can.replacesOpenFiles() && !can.hardLinks()) {
            throw new SwapRefusedException("the server of " + plan.locationId()
                    + " neither replaces files that are open nor knows hard links: nothing can be swapped"
                    + " there safely");
        }
    }

    private PreparedSwap make(
            StorageProvider own,
            SafeReplacePlan plan,
            SwapPaths paths,
            Capabilities can,
            SafeReplace.ContentBeside content,
            SafeReplace.Check check)
            throws IOException {
        SwapRecovery.WORKING.add(paths.txn());
        OpenFile busy = null;
        boolean done = false;
        try {
            own.createFolder(paths.folder());
            busy = own.create(paths.busy(), Sharing.NONE);
            requireOwner(own, paths.busy(), plan, can);
            SwapEntry begun = new SwapEntry(
                    SwapEntry.VERSION,
                    SwapStep.BEGUN,
                    clock.instant(),
                    node,
                    plan.containerId(),
                    plan.target().value(),
                    plan.purpose(),
                    null,
                    null,
                    can.hardLinks(),
                    "",
                    null);
            SwapJournal.begin(own, paths.journal(), begun);
            try (OpenFile fresh = own.create(paths.fresh(), Sharing.NONE)) {
                content.write(fresh, own);
                fresh.flush();
                check.run(fresh);
            }
            dress(own, plan, paths.fresh());
            if (!can.hardLinks()) {
                copyOld(own, plan, paths.kept());
            }
            CopySeen after;
            @Nullable String data;
            try (OpenFile fresh = own.openForReading(paths.fresh(), Sharing.NONE)) {
                after = CopySeen.now(fresh);
                data = DataMark.of(fresh);
            }
            SwapEntry ready = new SwapEntry(
                    SwapEntry.VERSION,
                    SwapStep.PREPARED,
                    clock.instant(),
                    node,
                    plan.containerId(),
                    plan.target().value(),
                    plan.purpose(),
                    plan.seen(),
                    after,
                    can.hardLinks(),
                    "",
                    data);
            SwapJournal.append(own, paths.journal(), ready);
            PreparedSwap prepared = new PreparedSwap(plan, paths, own, busy, can.replacesOpenFiles(), ready);
            done = true;
            return prepared;
        } finally {
            if (!done) {
                abandon(own, paths, busy);
            }
        }
    }

    private static void abandon(StorageProvider own, SwapPaths paths, @Nullable OpenFile busy) throws IOException {
        SwapRecovery.WORKING.remove(paths.txn());
        if (busy != null) {
            busy.close();
        }
        Settlement.clear(own, paths);
    }

    /** Before anything is written: whether the new file can be given to whom the old one belongs. */
    static void requireOwner(StorageProvider own, StoragePath ours, SafeReplacePlan plan, Capabilities can)
            throws IOException {
        String owner = plan.security().ownerSid();
        if (owner != null
                && !can.setsOwner()
                && !owner.equals(own.security(ours).ownerSid())) {
            throw new SwapRefusedException("our account may not make " + owner + " the owner of a file at "
                    + plan.locationId() + ", so the person would lose the profile; give it the right to restore files"
                    + " and directories (SeRestorePrivilege)");
        }
    }

    static void dress(StorageProvider own, SafeReplacePlan plan, StoragePath fresh) throws IOException {
        own.setSecurity(fresh, plan.security());
        String unlike = unlike(plan.security(), own.security(fresh));
        if (!unlike.isEmpty()) {
            throw new SwapRefusedException("the new file did not get the " + unlike + " of " + plan.target() + " at "
                    + plan.locationId() + ": the server changed it, so it is not put in place");
        }
        int carried = plan.file().attributes() & CARRIED;
        if (carried != (own.stat(fresh).attributes() & CARRIED)) {
            own.setAttributes(fresh, carried);
        }
        if (plan.file().creationTime() != 0) {
            own.setTimes(fresh, plan.file().creationTime(), 0);
        }
        if (plan.newerThan() != 0 && own.stat(fresh).lastWriteTime() <= plan.newerThan()) {
            own.setTimes(fresh, 0, plan.newerThan() + SECOND);
        }
        if (plan.keepsTimes()) {
            own.setTimes(fresh, 0, plan.file().lastWriteTime());
        }
        StoredFile now = own.stat(fresh);
        if ((now.attributes() & NEVER) != 0 || (now.attributes() & CARRIED) != carried) {
            throw new SwapRefusedException("the new file has attributes 0x" + Integer.toHexString(now.attributes())
                    + ", where it should have the old one's (0x" + Integer.toHexString(carried)
                    + ") and be neither sparse, compressed, encrypted, offline nor a link: look whether "
                    + SwapPaths.FOLDER + " at " + plan.locationId() + " is compressed");
        }
    }

    private static String unlike(FileSecurity wanted, FileSecurity got) {
        if (wanted.ownerSid() != null && !wanted.ownerSid().equals(got.ownerSid())) {
            return "owner";
        }
        if (wanted.groupSid() != null && !wanted.groupSid().equals(got.groupSid())) {
            return "group";
        }
        SecurityDescriptor one = SecurityDescriptor.parse(wanted.descriptor());
        SecurityDescriptor other = SecurityDescriptor.parse(got.descriptor());
        boolean same = Arrays.equals(one.dacl(), other.dacl())
                && (one.control() & DACL_FLAGS) == (other.control() & DACL_FLAGS);
        return same ? "" : "rights";
    }

    /** Where there are no second names. The old file must stay as it was planned with, or the copy is worth nothing. */
    private static void copyOld(StorageProvider own, SafeReplacePlan plan, StoragePath kept) throws IOException {
        own.copy(plan.target(), kept);
        try (OpenFile old = own.openForReading(plan.target(), Sharing.ALL)) {
            String moved = plan.seen().ofContent().differsFrom(CopySeen.now(old));
            if (!moved.isEmpty()) {
                throw new SwapRefusedException(
                        plan.target() + " at " + plan.locationId() + " changed while it was copied: " + moved);
            }
        } catch (StorageException.Busy e) {
            throw new SwapRefusedException(
                    plan.target() + " at " + plan.locationId() + " was opened by somebody while it was copied");
        }
    }
}
