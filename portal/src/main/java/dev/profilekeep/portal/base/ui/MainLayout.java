package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.dependency.CssImport;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.portal.trouble.TroubleService;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.ui.ConnectionNotice;
import dev.profilekeep.ui.DensitySwitch;
import dev.profilekeep.ui.Shortcuts;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;

/**
 * The frame: what it is, where one can go (at the side; at the bottom on a phone), and who one is. Somebody with a single
 * view has no navigation to look at.
 */
@PermitAll
@CssImport("./portal.css")
public class MainLayout extends AppLayout implements AfterNavigationObserver {
    private static final long serialVersionUID = 1L;

    /** Where callers are found. */
    private static final String HELP = "help";

    /** On a phone; where there are more, the last one opens what stands at the side of a desk. */
    private static final int MOST_AT_THE_BOTTOM = 5;

    private static final int AFTER_THE_BANNER = 1;

    private final Div content = new Div();
    private final List<Anchor> bottomLinks = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    MainLayout(
            Menu menu,
            CurrentUser currentUser,
            Preferences preferences,
            TroubleService trouble,
            ObjectProvider<BuildProperties> build) {
        Words words = Words.current();
        addClassName("pk-shell");
        content.addClassName("shell-content");
        Person person = currentUser.require();
        List<Menu.Entry> entries = menu.of(person);
        boolean several = entries.size() > 1;

        Anchor skip = new Anchor("#content", words.get("shell.skip"));
        skip.addClassName("pk-skip-link");
        skip.setRouterIgnore(true);
        // as an address it would be relative to the base of all pages, not to this one
        skip.getElement()
                .executeJs("this.addEventListener('click', pressed => {"
                        + " pressed.preventDefault(); document.getElementById('content')?.focus(); })");

        setPrimarySection(Section.DRAWER);
        addToNavbar(
                skip, topbar(words, person, preferences, several)); // what stands there is reached first by keyboard
        setContent(content);
        content.add(new TroubleBanner(trouble, words));
        if (several) {
            addToDrawer(brand(), sideNavigation(words, entries), foot(words, build.getIfAvailable()));
            content.add(bottomNavigation(words, entries));
        } else {
            setDrawerOpened(false);
            addClassName("shell-single");
        }
        content.add(shortcuts(words, entries), new ConnectionNotice());
    }

    @Override
    public void showRouterLayoutContent(@Nullable HasElement view) {
        if (view == null) {
            return;
        }
        Element holder = content.getElement();
        holder.getChildren()
                .filter(child -> child.getTag().equals("main"))
                .toList()
                .forEach(Element::removeFromParent);
        if (view.getElement().getAttribute("id") == null) {
            view.getElement().setAttribute("id", "content");
        }
        view.getElement().setAttribute("tabindex", "-1");
        holder.insertChild(AFTER_THE_BANNER, view.getElement());
    }

    @Override
    public void removeRouterLayoutContent(@Nullable HasElement view) {
        if (view != null) {
            view.getElement().removeFromParent();
        }
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        String first = event.getLocation().getFirstSegment();
        for (int i = 0; i < bottomLinks.size(); i++) {
            Element link = bottomLinks.get(i).getElement();
            if (paths.get(i).equals(first)) {
                link.setAttribute("aria-current", "page");
            } else {
                link.removeAttribute("aria-current");
            }
        }
    }

    private static Header topbar(Words words, Person person, Preferences preferences, boolean several) {
        Div end = new Div(new UserMenu(words, person, preferences));
        end.addClassName("pk-topbar-end");
        Header bar = new Header();
        bar.addClassName("pk-topbar");
        if (several) {
            DrawerToggle toggle = new DrawerToggle();
            toggle.addThemeNames("tertiary");
            toggle.setAriaLabel(words.get("shell.toggle"));
            Anchor brand = brand();
            brand.addClassName("pk-narrow-only");
            bar.add(toggle, brand, end);
        } else {
            bar.add(brand(), end);
        }
        return bar;
    }

    private static Anchor brand() {
        Anchor brand = new Anchor("./", "ProfileKeep");
        brand.addClassName("pk-brand");
        return brand;
    }

    private static SideNav sideNavigation(Words words, List<Menu.Entry> entries) {
        SideNav navigation = new SideNav();
        navigation.getElement().setAttribute("aria-label", words.get("shell.navigation"));
        for (Menu.Entry entry : entries) {
            SideNavItem item = new SideNavItem(words.get(entry.key()), entry.path(), new SymbolIcon(entry.symbol()));
            item.setMatchNested(!entry.path().isEmpty());
            navigation.addItem(item);
        }
        return navigation;
    }

    private Nav bottomNavigation(Words words, List<Menu.Entry> entries) {
        Nav navigation = new Nav();
        navigation.addClassName("pk-bottom-nav");
        navigation.getElement().setAttribute("aria-label", words.get("shell.navigation"));
        boolean all = entries.size() <= MOST_AT_THE_BOTTOM;
        for (Menu.Entry entry : all ? entries : entries.subList(0, MOST_AT_THE_BOTTOM - 1)) {
            Anchor link = new Anchor(entry.path().isEmpty() ? "./" : entry.path());
            link.add(new SymbolIcon(entry.symbol()), new Span(words.get(entry.key())));
            bottomLinks.add(link);
            paths.add(entry.path());
            navigation.add(link);
        }
        if (!all) {
            NativeButton more = new NativeButton();
            more.add(new SymbolIcon(Symbol.MORE), new Span(words.get("nav.more")));
            more.addClickListener(click -> setDrawerOpened(true));
            navigation.add(more);
        }
        return navigation;
    }

    private static Div foot(Words words, @Nullable BuildProperties build) {
        Div foot = new Div(new DensitySwitch());
        if (build != null) {
            foot.add(new Span(words.get("shell.version", build.getVersion())));
        }
        foot.addClassName("pk-drawer-foot");
        return foot;
    }

    private static Shortcuts shortcuts(Words words, List<Menu.Entry> entries) {
        Shortcuts shortcuts = new Shortcuts();
        for (int i = 0; i < entries.size() && entries.size() > 1; i++) {
            Menu.Entry entry = entries.get(i);
            shortcuts.add("g " + (i + 1), words.get("shell.goTo", words.get(entry.key())), () -> UI.getCurrent()
                    .navigate(entry.path()));
        }
        entries.stream()
                .filter(entry -> entry.path().equals(HELP))
                .forEach(entry ->
                        shortcuts.searchAll(words.get("shell.goTo", words.get(entry.key())), () -> UI.getCurrent()
                                .navigate(HELP)));
        if (entries.size() > 1) {
            shortcuts.add("c", words.get("codes.open"), () -> new CodesDialog(words, "").open());
        }
        return shortcuts;
    }
}
