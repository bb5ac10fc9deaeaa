package dev.profilekeep.lease;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A process that is killed at its n-th change, before or after the server does it; its connections fall with it. */
public final class CrashingStorage extends LayeredStorage {
    private final Plan plan;

    public CrashingStorage(StorageProvider storage, Plan plan) {
        super(storage);
        this.plan = plan;
        plan.connections.add(storage);
    }

    /** When it happens, and what happens at certain moments. */
    public static class Plan {
        private final List<StorageProvider> connections = new CopyOnWriteArrayList<>();
        private int left = Integer.MAX_VALUE;
        private int begun;
        private boolean answerLost;
        private volatile boolean dead;

        public void crashAt(int change, boolean afterIt) {
            left = change;
            answerLost = afterIt;
        }

        public boolean isDead() {
            return dead;
        }

        /** How many changes were begun by now. */
        public synchronized int changes() {
            return begun;
        }

        /** Before and after each change. */
        void around(String verb, StoragePath path, boolean after) throws IOException {}

        private void requireAlive() throws IOException {
            if (dead) {
                throw new StorageException.Unreachable("planned: this process was killed", null);
            }
        }

        private synchronized boolean crashes() {
            begun++;
            return left-- == 0;
        }

        private void crash() throws IOException {
            dead = true;
            for (StorageProvider connection : connections) {
                connection.close();
            }
            requireAlive();
        }
    }

    private interface Change<R> {
        R run() throws IOException;
    }

    private <R> R changing(String verb, StoragePath path, Change<R> change) throws IOException {
        plan.requireAlive();
        boolean crashes = plan.crashes();
        if (crashes && !plan.answerLost) {
            plan.crash();
        }
        plan.around(verb, path, false);
        R result;
        try {
            result = change.run();
        } catch (IOException e) {
            if (crashes) {
                plan.crash(); // what the server refused is as lost as what it did
            }
            throw e;
        }
        plan.around(verb, path, true);
        if (crashes) {
            plan.crash();
        }
        return result;
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new CrashingStorage(below().onOwnConnection(), plan);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new CrashingStorage(below().onOwnConnection(terms), plan);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        return changing("create", path, () -> new File(path, super.create(path, sharing)));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        plan.requireAlive();
        return new File(path, super.openForWriting(path, sharing));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        changing("createFolder", path, () -> {
            super.createFolder(path);
            return true;
        });
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        changing("rename", to, () -> {
            super.rename(from, to);
            return true;
        });
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        changing("replace", to, () -> {
            super.replace(from, to);
            return true;
        });
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        changing("hardLink", newName, () -> {
            super.hardLink(existing, newName);
            return true;
        });
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        changing("delete", path, () -> {
            super.delete(path);
            return true;
        });
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        changing("copy", to, () -> {
            super.copy(from, to);
            return true;
        });
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        changing("setSecurity", path, () -> {
            super.setSecurity(path, security);
            return true;
        });
    }

    private final class File extends LayeredFile {
        private final StoragePath path;

        File(StoragePath path, OpenFile file) {
            super(file);
            this.path = path;
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            changing("write", path, () -> {
                super.writeFully(offset, source);
                return true;
            });
        }

        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            return changing("copyFrom", path, () -> super.copyFrom(source, ranges));
        }

        @Override
        public void flush() throws IOException {
            plan.requireAlive();
            super.flush();
        }
    }
}
