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
        settings.addLink("icon", "icons/icon.svg");
    }
}
