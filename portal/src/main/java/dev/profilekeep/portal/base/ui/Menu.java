package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.router.RouteData;
import com.vaadin.flow.server.auth.AccessAnnotationChecker;
import dev.profilekeep.portal.access.ScopeGuard;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.ui.Symbol;
import java.util.Comparator;
import java.util.List;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Which views stand in the menu: those with a Vaadin {@code @Menu} whose own access annotation lets the person in. */
@Component
class Menu {
    private final AccessAnnotationChecker access = new AccessAnnotationChecker();

    /** @param key of the text; short enough for a phone's bottom navigation */
    record Entry(String path, String key, Symbol symbol) {}

    List<Entry> of(Person person) {
        var principal = SecurityContextHolder.getContext().getAuthentication();
        return RouteConfiguration.forApplicationScope().getAvailableRoutes().stream()
                .filter(route -> menu(route) != null)
                .filter(route -> access.hasAccess(
                        route.getNavigationTarget(), principal, role -> person.has(Role.valueOf(role))))
                .filter(route -> ScopeGuard.opens(person, route.getNavigationTarget()))
                .sorted(Comparator.comparingDouble(route -> order(route)))
                .map(route -> entry(route))
                .toList();
    }

    private static com.vaadin.flow.router.@org.jspecify.annotations.Nullable Menu menu(RouteData route) {
        Class<? extends com.vaadin.flow.component.Component> view = route.getNavigationTarget();
        return view.getAnnotation(com.vaadin.flow.router.Menu.class);
    }

    private static double order(RouteData route) {
        var menu = menu(route);
        return menu == null ? Double.MAX_VALUE : menu.order();
    }

    private static Entry entry(RouteData route) {
        var menu = menu(route);
        if (menu == null) {
            throw new IllegalArgumentException("no menu entry: " + route.getNavigationTarget());
        }
        return new Entry(route.getTemplate(), menu.title(), Symbol.valueOf(menu.icon()));
    }
}
