package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.Theme;
import dev.profilekeep.ui.Appearance;

/** The page that the views live in. */
@Push
@Theme("profilekeep")
public class AppShell implements AppShellConfigurator {
    @Override
    public void configurePage(AppShellSettings settings) {
        Appearance.configure(settings);
        settings.setPageTitle("ProfileKeep");
        // From the root: a browser asks for it anew at whatever address it has come to.
        settings.addLink("icon", settings.getRequest().getContextPath() + "/icons/icon.svg");
    }
}
