package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.router.AccessDeniedException;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.profilekeep.portal.access.ScopeGuard;
import dev.profilekeep.security.CurrentUser;
import org.springframework.stereotype.Component;

/** Views about the estate as a whole are, for those who are held to a part of it, as if there were none. */
@Component
class ScopedRoutes implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;

    private final transient CurrentUser currentUser;

    ScopedRoutes(CurrentUser currentUser) {
        this.currentUser = currentUser;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addUIInitListener(started -> started.getUI().addBeforeEnterListener(this::beforeEnter));
    }

    void beforeEnter(BeforeEnterEvent event) {
        boolean closed = currentUser
                .person()
                .filter(person -> !ScopeGuard.opens(person, event.getNavigationTarget()))
                .isPresent();
        if (closed) {
            event.rerouteToError(AccessDeniedException.class);
        }
    }
}
