package dev.profilekeep.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Fails by plan. Verbs are named as the methods are, those of open files begin with "file." ("file.readFully"); each entry of a
 * listing is "list.entry". Other connections made through it follow the same plan. Safe for several threads.
 */
public final class FaultyStorage extends InterceptedStorage {
    private final List<Fault> plan;
    private final AtomicLong delay;

    public FaultyStorage(StorageProvider storage) {
        this(storage, new ArrayList<>(), new AtomicLong());
    }

    private FaultyStorage(StorageProvider storage, List<Fault> plan, AtomicLong delay) {
        super(storage);
        this.plan = plan;
        this.delay = delay;
    }

    private static final class Fault {
        final BiPredicate<String, StoragePath> when;
        final IOException failure;
        int passes;
        int times;

        Fault(BiPredicate<String, StoragePath> when, IOException failure, int passes, int times) {
            this.when = when;
            this.failure = failure;
            this.passes = passes;
            this.times = times;
        }
    }

    /** From now on every call takes so long, each by itself. */
    public FaultyStorage slow(long millis) {
        delay.set(millis);
        return this;
    }

    /** The next {@code times} calls of {@code verb} fail. */
    public FaultyStorage fail(String verb, int times, IOException failure) {
        return fail((called, path) -> called.equals(verb), 0, times, failure);
    }

    /** Of the calls that {@code when} names, some pass, and then some fail; later ones pass again. */
    public FaultyStorage fail(BiPredicate<String, StoragePath> when, int passes, int times, IOException failure) {
        synchronized (plan) {
            plan.add(new Fault(when, failure, passes, times));
        }
        return this;
    }

    /** As when the line to the server is cut. */
    public static StorageException unreachable() {
        return new StorageException.Unreachable("planned: the server is gone", null);
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new FaultyStorage(below().onOwnConnection(), plan, delay);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new FaultyStorage(below().onOwnConnection(terms), plan, delay);
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        try {
            super.list(folder, each);
        } catch (Interrupted e) {
            throw (IOException) e.getCause();
        }
    }

    @Override
    void before(String verb, StoragePath path) throws IOException {
        if (delay.get() > 0) {
            try {
                new Semaphore(0).tryAcquire(delay.get(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException.Unreachable("interrupted", e);
            }
        }
        synchronized (plan) {
            for (Fault fault : plan) {
                if (fault.times > 0 && fault.when.test(verb, path)) {
                    if (fault.passes > 0) {
                        fault.passes--;
                    } else {
                        fault.times--;
                        throw fault.failure;
                    }
                }
            }
        }
    }
}
