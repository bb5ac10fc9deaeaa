package dev.profilekeep.portal.locks;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear of locks. One that fails keeps nobody else from hearing. */
final class LockListeners {
    private static final Logger LOG = LoggerFactory.getLogger(LockListeners.class);

    private final List<Consumer<LockNews>> all = new CopyOnWriteArrayList<>();

    AutoCloseable add(Consumer<LockNews> listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    void tell(LockNews news) {
        for (Consumer<LockNews> listener : all) {
            try {
                listener.accept(news);
            } catch (RuntimeException e) {
                LOG.debug("a listener to locks failed", e);
            }
        }
    }
}
