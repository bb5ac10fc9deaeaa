package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.portal.text.Locales;
import dev.profilekeep.security.CurrentUser;
import java.util.Collections;
import java.util.Locale;
import org.jsoup.nodes.Element;
import org.springframework.stereotype.Component;

/** What holds for every page: the person's language, the browser's time zone, and what happens when something fails. */
@Component
public class PortalPages implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;

    private static final String TELL_ZONE =
            "document.cookie='" + Words.ZONE_COOKIE + "='+encodeURIComponent(Intl.DateTimeFormat().resolvedOptions()"
                    + ".timeZone||'')+';path=/;max-age=31536000;SameSite=Lax';";

    private final transient Preferences preferences;
    private final transient CurrentUser currentUser;

    PortalPages(Preferences preferences, CurrentUser currentUser) {
        this.preferences = preferences;
        this.currentUser = currentUser;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(page -> {
            Element html = page.getDocument().head().parent();
            if (html != null) {
                html.attr("lang", Locales.language(locale(page.getVaadinRequest())));
            }
            page.getDocument().head().prependElement("script").append(TELL_ZONE);
        });
        event.getSource().setSystemMessagesProvider(new SessionWords());
        event.getSource().addUIInitListener(init -> {
            VaadinRequest request = VaadinRequest.getCurrent();
            if (request != null) {
                init.getUI().setLocale(locale(request));
            }
            init.getUI().getSession().setErrorHandler(new GlobalErrorHandler());
        });
    }

    private Locale locale(VaadinRequest request) {
        String chosen = currentUser
                .person()
                .flatMap(person -> preferences.find(person, Preferences.LANGUAGE))
                .orElse(null);
        return Locales.choose(chosen, Collections.list(request.getLocales()));
    }
}
