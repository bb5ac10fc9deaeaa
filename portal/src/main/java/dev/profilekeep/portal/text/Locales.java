package dev.profilekeep.portal.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which language and region a person is spoken to in. */
public final class Locales {
    private Locales() {}

    /**
     * The person's own choice of language, else the first one in which the browser and we agree, else English. The region
     * (how numbers and dates are written) is the browser's where it belongs to the language.
     *
     * @param chosen a language tag; null or unknown if the person chose none
     * @param wanted the browser's wishes, best first
     */
    public static Locale choose(@Nullable String chosen, List<Locale> wanted) {
        Locale language = spoken(chosen == null ? null : Locale.forLanguageTag(chosen));
        if (language != null) {
            return withRegion(language, wanted);
        }
        for (Locale wish : wanted) {
            if (spoken(wish) != null) {
                return wish;
            }
        }
        return withRegion(Texts.LANGUAGES.get(0), wanted);
    }

    /** The tag of the language among {@link Texts#LANGUAGES} that {@code locale} belongs to. */
    public static String language(Locale locale) {
        Locale spoken = spoken(locale);
        return (spoken == null ? Texts.LANGUAGES.get(0) : spoken).toLanguageTag();
    }

    private static @Nullable Locale spoken(@Nullable Locale locale) {
        if (locale == null) {
            return null;
        }
        return Texts.LANGUAGES.stream()
                .filter(language -> language.getLanguage().equals(locale.getLanguage()))
                .findFirst()
                .orElse(null);
    }

    private static Locale withRegion(Locale language, List<Locale> wanted) {
        return wanted.stream()
                .filter(wish -> wish.getLanguage().equals(language.getLanguage()))
                .findFirst()
                .orElse(language.equals(Locale.ENGLISH) ? Locale.UK : language);
    }
}
