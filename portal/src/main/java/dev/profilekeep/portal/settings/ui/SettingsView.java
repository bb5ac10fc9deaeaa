package dev.profilekeep.portal.settings.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.portal.accounts.ServiceAccountsService;
import dev.profilekeep.portal.accounts.ui.ServiceAccountsSection;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.helpcode.Caller;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.locks.ui.SitesSection;
import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.ui.PeopleSection;
import jakarta.annotation.security.RolesAllowed;

/** What is set in the portal itself, and not in its file. */
@Route(value = "settings", layout = MainLayout.class)
@Menu(order = 20, title = "nav.settings", icon = "SETTINGS")
@RolesAllowed(ADMINISTRATOR)
public class SettingsView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    /** In the URL: whom to show under People. */
    private static final String PERSON = "person";

    private final transient Words words = Words.current();
    private final ServiceAccountsSection serviceAccounts;
    private final PeopleSection people;
    private final SitesSection siteList;

    SettingsView(
            ServiceAccountsService accounts,
            AccountsService sids,
            HelpCodeService codes,
            SitesService sites,
            ApprovalsService approvals) {
        addClassName("pk-view");
        serviceAccounts = new ServiceAccountsSection(accounts, words);
        people = new PeopleSection(sids, typed -> codes.find(typed).map(Caller::subject), words);
        siteList = new SitesSection(sites, approvals, words);
        add(
                Parts.pageHeader(words.get("settings.title"), new Paragraph(words.get("settings.lead"))),
                people,
                serviceAccounts,
                siteList);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open(event.getLocation().getQueryParameters().getSingleParameter(PERSON).orElse(""));
    }

    /** @param person whom to show under People; empty for all */
    void open(String person) {
        people.show(person);
        serviceAccounts.show();
        siteList.show();
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("settings.title"));
    }
}
