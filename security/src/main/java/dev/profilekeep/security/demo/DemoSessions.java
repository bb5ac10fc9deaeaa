package dev.profilekeep.security.demo;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the demonstration's identity provider remembers: questions not answered yet, and who was signed in where. */
final class DemoSessions {

    private static final int MOST = 1_000;

    /** A question by our own service provider, checked when it came. */
    record Question(String requestId, @Nullable String relayState) {}

    /** An answer that was given. */
    record Session(DemoPersona persona, String sessionIndex) {}

    /** Oldest first; guarded by this. */
    private final Map<String, Question> questions = new LinkedHashMap<>();
    /** By session index, oldest first; guarded by this. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    synchronized String ask(Question question) {
        String handle = DemoIdentityProvider.newId();
        put(questions, handle, question);
        return handle;
    }

    /** A question stays until it gives way to newer ones, so that "back" in the browser works. */
    synchronized Optional<Question> question(@Nullable String handle) {
        return Optional.ofNullable(questions.get(String.valueOf(handle)));
    }

    synchronized Session begin(DemoPersona persona) {
        Session session = new Session(persona, DemoIdentityProvider.newId());
        put(sessions, session.sessionIndex(), session);
        return session;
    }

    synchronized Optional<Session> session(@Nullable String sessionIndex) {
        return Optional.ofNullable(sessions.get(String.valueOf(sessionIndex)));
    }

    synchronized void end(String sessionIndex) {
        sessions.remove(sessionIndex);
    }

    private static <T> void put(Map<String, T> map, String key, T value) {
        Iterator<T> oldest = map.values().iterator();
        while (map.size() >= MOST && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        map.put(key, value);
    }
}
