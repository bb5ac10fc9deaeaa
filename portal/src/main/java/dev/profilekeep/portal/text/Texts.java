package dev.profilekeep.portal.text;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of the portal in one language, from {@code vaadin-i18n/translations*.properties}. A text is a
 * {@link MessageFormat} pattern; plurals are its {@code choice}. Immutable.
 */
public final class Texts {
    /** The languages there are; the first one is spoken to those who understand neither. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    static final String BUNDLE = "vaadin-i18n.translations";

    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final ResourceBundle bundle;

    private Texts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(BUNDLE, locale, Texts.class.getClassLoader(), NO_FALLBACK);
    }

    /** The texts for {@code locale}: numbers and dates inside them follow its region. */
    public static Texts in(Locale locale) {
        return new Texts(locale);
    }

    public Locale locale() {
        return locale;
    }

    /**
     * The text of {@code key}. A key that does not exist gives the key itself, and a warning in the log: a page with one
     * odd word is better than no page.
     *
     * @param arguments for the places {0}, {1} …; numbers are written in the manner of the locale
     */
    public String get(String key, Object... arguments) {
        try {
            String pattern = bundle.getString(key);
            return new MessageFormat(pattern, locale).format(arguments);
        } catch (MissingResourceException e) {
            LOG.warn("text missing key={} language={}", key, locale);
            return key;
        }
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** "Frankfurt", "Frankfurt and London", "Frankfurt, London and Paris". */
    public String list(List<String> things) {
        if (things.size() < 2) {
            return String.join("", things);
        }
        String last = things.get(things.size() - 1);
        return get("list.and", String.join(", ", things.subList(0, things.size() - 1)), last);
    }
}
