package dev.profilekeep.portal.base.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.Routes;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.AccessDeniedException;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.router.internal.DefaultErrorHandler;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import jakarta.annotation.security.RolesAllowed;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScopedRoutesTest {
    private static final Scope LONDON = new Scope(Set.of("lon"), Set.of());

    /** About the estate as a whole. */
    @RolesAllowed({"ADMINISTRATOR", "AUDITOR"})
    public static final class Whole extends Div {
        private static final long serialVersionUID = 1L;
    }

    /** About what somebody may see of it. */
    @KeepsToScope
    @RolesAllowed({"ADMINISTRATOR", "AUDITOR"})
    public static final class Part extends Div {
        private static final long serialVersionUID = 1L;
    }

    /** As the portal's own: as if there were no such page. A default gives way to that one where a portal is started. */
    @DefaultErrorHandler
    public static final class Refused extends Div implements HasErrorParameter<AccessDeniedException> {
        private static final long serialVersionUID = 1L;

        @Override
        public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<AccessDeniedException> parameter) {
            return 404;
        }
    }

    @BeforeEach
    void start() {
        MockVaadin.setup(new Routes(Set.of(), Set.of(Refused.class), true));
        RouteConfiguration.forSessionScope().setRoute("whole", Whole.class);
        RouteConfiguration.forSessionScope().setRoute("part", Part.class);
        UI.getCurrent().addBeforeEnterListener(new ScopedRoutes(new CurrentUser())::beforeEnter);
    }

    @AfterEach
    void end() {
        MockVaadin.tearDown();
        People.signOut();
    }

    private static Class<?> shown(Person person, String path) {
        People.signIn(person);
        UI.getCurrent().navigate(path);
        return UI.getCurrent()
                .getInternals()
                .getActiveRouterTargetsChain()
                .get(0)
                .getClass();
    }

    @Test
    void a_view_of_the_whole_is_as_if_there_were_none_to_whoever_is_held_to_a_part() {
        Person held = People.held("ada", null, LONDON, Role.USER, Role.ADMINISTRATOR);
        assertThat(shown(held, "whole")).isEqualTo(Refused.class);
        assertThat(shown(held, "part")).isEqualTo(Part.class);
        assertThat(shown(People.ada(), "whole")).isEqualTo(Whole.class);
        Person both = new Person(
                "both",
                "both",
                null,
                null,
                Set.of(Role.ADMINISTRATOR, Role.AUDITOR),
                "test",
                Map.of(Role.ADMINISTRATOR, LONDON));
        assertThat(shown(both, "whole")).as("as an auditor of everything").isEqualTo(Whole.class);
    }
}
