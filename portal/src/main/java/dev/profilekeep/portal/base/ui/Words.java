package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinRequest;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import jakarta.servlet.http.Cookie;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the person in front of a page is spoken to: texts in their language, values in their manner and time zone. The time
 * zone comes from a cookie that the page sets before it asks for its first view.
 */
public record Words(Texts texts, Formats formats) {
    /** Name of the cookie with the browser's time zone. */
    static final String ZONE_COOKIE = "pk-zone";

    private static final String ZONE = "profilekeep.zone";

    /** The words of the page that is being built. */
    public static Words current() {
        UI ui = UI.getCurrent();
        return ui == null ? in(Locale.ENGLISH, ZoneOffset.UTC) : in(ui.getLocale(), zone(ui));
    }

    public static Words in(Locale locale, ZoneId zone) {
        return new Words(Texts.in(locale), new Formats(locale, zone));
    }

    public String get(String key, Object... arguments) {
        return texts.get(key, arguments);
    }

    private static ZoneId zone(UI ui) {
        if (ui.getSession() != null && ui.getSession().getAttribute(ZONE) instanceof ZoneId kept) {
            return kept;
        }
        ZoneId zone = zone(VaadinRequest.getCurrent());
        if (zone == null) {
            return ZoneOffset.UTC;
        }
        if (ui.getSession() != null) {
            ui.getSession().setAttribute(ZONE, zone);
        }
        return zone;
    }

    private static @Nullable ZoneId zone(@Nullable VaadinRequest request) {
        if (request == null || request.getCookies() == null) {
            return null;
        }
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals(ZONE_COOKIE)) {
                try {
                    return ZoneId.of(URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8));
                } catch (DateTimeException | IllegalArgumentException e) {
                    // A cookie is whatever somebody sent: the zone is then unknown, as without one.
                    return null;
                }
            }
        }
        return null;
    }
}
