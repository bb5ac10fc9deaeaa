package dev.profilekeep.lease;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A new file that is whole, checked and has its owner and rights, ready to take a copy's name. Closing it removes what is left. */
public final class PreparedSwap implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(PreparedSwap.class);

    private final SafeReplacePlan plan;
    private final SwapPaths paths;
    private final StorageProvider connection;
    private final OpenFile busy;
    private final boolean replacesOpenFiles;
    private final SwapEntry prepared;
    private boolean begun;
    private boolean keepsNothing;
    private boolean closed;

    PreparedSwap(
            SafeReplacePlan plan,
            SwapPaths paths,
            StorageProvider connection,
            OpenFile busy,
            boolean replacesOpenFiles,
            SwapEntry prepared) {
        this.plan = plan;
        this.paths = paths;
        this.connection = connection;
        this.busy = busy;
        this.replacesOpenFiles = replacesOpenFiles;
        this.prepared = prepared;
    }

    public SafeReplacePlan plan() {
        return plan;
    }

    SwapPaths paths() {
        return paths;
    }

    boolean replacesOpenFiles() {
        return replacesOpenFiles;
    }

    SwapEntry prepared() {
        return prepared;
    }

    /** The new file, to be read. */
    OpenFile open() throws IOException {
        return connection.openForReading(paths.fresh(), Sharing.READ);
    }

    /** What belongs to a kept file comes with the new one, too. */
    void withSidecarsOf(SwapPaths kept) throws IOException {
        Sidecars.copyKept(connection, kept, paths);
    }

    /** From now on what is left is no draft any more, but a swap to be settled. */
    void begun() {
        begun = true;
    }

    /** What became of it. */
    void ended(SwapOutcome outcome) {
        keepsNothing = outcome instanceof SwapOutcome.NothingChanged || outcome instanceof SwapOutcome.PutBack;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (connection) {
            busy.close();
            if (begun && !keepsNothing) {
                connection.delete(paths.busy());
            } else {
                Settlement.clear(connection, paths);
            }
        } catch (IOException e) {
            LOG.warn(
                    "what is left of swap txn={} goes when its location is next recovered: {}",
                    paths.txn(),
                    e.getMessage());
        } finally {
            SwapRecovery.WORKING.remove(paths.txn());
        }
    }
}
