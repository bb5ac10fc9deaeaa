package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.i18n.I18NProvider;
import dev.profilekeep.portal.text.Texts;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Lets Vaadin speak with the portal's texts. */
@Component
public class TranslationProvider implements I18NProvider {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Locale> getProvidedLocales() {
        return Texts.LANGUAGES;
    }

    @Override
    public String getTranslation(String key, Locale locale, Object... params) {
        return Texts.in(locale).get(key, params);
    }
}
