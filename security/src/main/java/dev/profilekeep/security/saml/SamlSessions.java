package dev.profilekeep.security.saml;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of this node came from which sign-in, so that an identity provider can end them by name. Its request
 * often comes without our cookie, in a frame of its own page. Safe for use by several threads.
 */
final class SamlSessions {

    private static final String MARK = "dev.profilekeep.signed-in";

    /** Guarded by this. */
    private final Map<Subject, Set<Mark>> bySubject = new HashMap<>();

    /** Who signed in, as the identity provider calls them. */
    private record Subject(String identityProvider, String nameId) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A sign-in was finished in this session. */
    void began(HttpSession session, SamlPrincipal principal) {
        session.setAttribute(
                MARK,
                new Mark(
                        this,
                        new Subject(
                                principal.person().identityProvider(),
                                principal.nameId().value()),
                        List.copyOf(principal.sessionIndexes())));
    }

    /**
     * Ends the sessions of a person.
     *
     * @param indexes only those of these sign-ins; all of the person's if empty (SAML core 3.7.1)
     * @return how many ended
     */
    int end(String identityProvider, String nameId, Collection<String> indexes) {
        List<Mark> ending = new ArrayList<>();
        synchronized (this) {
            for (Mark mark : bySubject.getOrDefault(new Subject(identityProvider, nameId), Set.of())) {
                if (indexes.isEmpty() || mark.indexes.stream().anyMatch(indexes::contains)) {
                    ending.add(mark);
                }
            }
        }
        ending.forEach(Mark::end);
        return ending.size();
    }

    private synchronized void add(Mark mark) {
        bySubject.computeIfAbsent(mark.subject, subject -> new HashSet<>()).add(mark);
    }

    private synchronized void remove(Mark mark) {
        Set<Mark> marks = bySubject.get(mark.subject);
        if (marks != null && marks.remove(mark) && marks.isEmpty()) {
            bySubject.remove(mark.subject);
        }
    }

    /** Lies in the session and tells when it goes, however it goes. */
    private static final class Mark implements HttpSessionBindingListener, Serializable {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable SamlSessions owner;
        private final Subject subject;
        private final List<String> indexes;
        private transient volatile @Nullable HttpSession session;

        Mark(SamlSessions owner, Subject subject, List<String> indexes) {
            this.owner = owner;
            this.subject = subject;
            this.indexes = indexes;
        }

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            session = event.getSession();
            if (owner != null) {
                owner.add(this);
            }
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            if (owner != null) {
                owner.remove(this);
            }
        }

        void end() {
            HttpSession bound = session;
            if (bound != null) {
                try {
                    bound.invalidate();
                } catch (IllegalStateException e) {
                    // it ended by itself meanwhile, which is all that was wanted
                }
            }
        }
    }
}
