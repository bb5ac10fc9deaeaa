package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.StorageProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Puts every call of a location, of its open files and of its file server under the location's deadline. Made by reflection, so
 * that a verb added later cannot be forgotten.
 */
final class SmbHurry implements InvocationHandler {
    private final SmbDeadline deadline;
    private final Object target;

    private SmbHurry(SmbDeadline deadline, Object target) {
        this.deadline = deadline;
        this.target = target;
    }

    static StorageProvider of(SmbDeadline deadline, StorageProvider storage) {
        return around(deadline, StorageProvider.class, storage);
    }

    private static <T> T around(SmbDeadline deadline, Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                SmbHurry.class.getClassLoader(), new Class<?>[] {type}, new SmbHurry(deadline, target)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object answer;
        try (SmbDeadline.Call call = deadline.begin()) {
            answer = answer(method, arguments);
        }
        if (answer instanceof OpenFile file) {
            return around(deadline, OpenFile.class, file);
        }
        if (answer instanceof FileServer server) {
            return around(deadline, FileServer.class, server);
        }
        return answer; // another connection brings its own deadline
    }

    private @Nullable Object answer(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
