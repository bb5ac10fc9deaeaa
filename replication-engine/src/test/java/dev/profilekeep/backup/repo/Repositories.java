package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.writer.Pulse;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Repositories for tests: opened with a key that takes no time, with hearts that beat when they are told to. */
public final class Repositories {
    public static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123Z");
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final Secret.KeyText KEY = Secret.KeyText.create(RANDOM);

    /** What every heart does at a beat. */
    public static final class Hearts implements Pulse {
        private final List<Runnable> beats = new ArrayList<>();

        @Override
        public Runnable every(java.time.Duration period, Runnable beat) {
            beats.add(beat);
            return () -> beats.remove(beat);
        }

        public void beat() {
            List.copyOf(beats).forEach(Runnable::run);
        }

        public int count() {
            return beats.size();
        }
    }

    private Repositories() {}

    public static RepositorySetting setting(Pulse pulse) {
        return new RepositorySetting(Clock.fixed(NOW, ZoneOffset.UTC), RANDOM, pulse, "node-1");
    }

    public static Keys.FirstKey first() {
        return new Keys.FirstKey(KEY, KeySlot.Kind.KEY_FILE, "node-1");
    }

    public static Repository create(StorageProvider storage) throws IOException {
        return Repository.create(storage, first(), setting(new Hearts()));
    }

    public static Repository open(StorageProvider storage) throws IOException {
        return Repository.open(storage, KEY, setting(new Hearts()));
    }

    /** Stores a chunk as a caller does. */
    public static ChunkId put(WriteSession session, byte[] chunk) throws IOException {
        ChunkId name = session.name(Sha256.of(chunk));
        if (!session.has(name)) {
            session.put(name, ChunkCodec.encode(chunk));
        }
        return name;
    }

    /** All files below a folder. */
    public static List<String> files(StorageProvider storage, String folder) throws IOException {
        List<String> all = new ArrayList<>();
        for (StoredFile entry : storage.list(StoragePath.of(folder))) {
            if (entry.directory()) {
                all.addAll(files(storage, entry.path().value()));
            } else {
                all.add(entry.path().value());
            }
        }
        return all;
    }
}
