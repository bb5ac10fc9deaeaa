package dev.profilekeep.storage;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers every call, in order, so that a test can say what something may cost. Safe for several threads. */
public final class TrackingStorage extends InterceptedStorage {
    /** Verbs as in {@link FaultyStorage}, without the entries of listings. */
    public record Call(String verb, StoragePath path) {}

    private final List<Call> calls;

    public TrackingStorage(StorageProvider storage) {
        this(storage, new CopyOnWriteArrayList<>());
    }

    private TrackingStorage(StorageProvider storage, List<Call> calls) {
        super(storage);
        this.calls = calls;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<String> verbs() {
        return calls.stream().map(Call::verb).toList();
    }

    public long count(String verb) {
        return calls.stream().filter(call -> call.verb().equals(verb)).count();
    }

    public void forget() {
        calls.clear();
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new TrackingStorage(below().onOwnConnection(), calls);
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) throws IOException {
        return new TrackingStorage(below().onOwnConnection(terms), calls);
    }

    @Override
    void before(String verb, StoragePath path) {
        if (!verb.equals("list.entry")) {
            calls.add(new Call(verb, path));
        }
    }
}
