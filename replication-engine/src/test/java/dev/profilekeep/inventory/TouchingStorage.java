package dev.profilekeep.inventory;

import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/** Storage at which somebody writes to one file whenever it is opened for reading: the worst moment there is. */
final class TouchingStorage {
    private TouchingStorage() {}

    static StorageProvider of(MemoryStorage storage, StoragePath touched) {
        return (StorageProvider) Proxy.newProxyInstance(
                TouchingStorage.class.getClassLoader(),
                new Class<?>[] {StorageProvider.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(storage, arguments);
                        if (method.getName().equals("openForReading") && arguments[0].equals(touched)) {
                            return touching((OpenFile) answer, storage, touched);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static OpenFile touching(OpenFile open, MemoryStorage storage, StoragePath path) {
        return (OpenFile) Proxy.newProxyInstance(
                TouchingStorage.class.getClassLoader(), new Class<?>[] {OpenFile.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(open, arguments);
                        if (method.getName().equals("readFully")) {
                            touch(storage, path);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void touch(MemoryStorage storage, StoragePath path) throws IOException {
        try (StorageProvider host = storage.onOwnConnection();
                OpenFile file = host.openForWriting(path, Sharing.ALL)) {
            file.writeFully(file.size() - 1, ByteBuffer.wrap(new byte[1]));
        }
    }
}
