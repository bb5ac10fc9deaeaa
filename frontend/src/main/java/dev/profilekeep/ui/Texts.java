package dev.profilekeep.ui;

import elemental.json.Json;
import elemental.json.JsonObject;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The components' own words, from {@code texts*.properties} beside this class. English where a language is missing. */
final class Texts {
    private static final String BUNDLE = "dev.profilekeep.ui.texts";

    private final ResourceBundle bundle;

    private Texts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    static Texts in(Locale locale) {
        return new Texts(ResourceBundle.getBundle(
                BUNDLE, locale, Texts.class.getClassLoader(), Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
    }

    /** One word or sentence. @throws java.util.MissingResourceException if the bundle has no such key */
    String get(String key) {
        return bundle.getString(key);
    }

    /** All texts whose key starts with {@code group} and a dot, under the rest of the key. */
    JsonObject under(String group) {
        var texts = Json.createObject();
        var prefix = group + ".";
        for (var key : bundle.keySet()) {
            if (key.startsWith(prefix)) {
                texts.put(key.substring(prefix.length()), bundle.getString(key));
            }
        }
        return texts;
    }
}
