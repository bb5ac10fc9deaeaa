package dev.profilekeep.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import java.time.ZoneId;
import java.util.Locale;

/** A web component that words and formats for a person: in the locale of its UI and the time zone of the browser. */
abstract class LocalizedComponent extends Component implements HasStyle, LocaleChangeObserver {
    private final String textGroup;

    /** @param textGroup the prefix of the component's keys in {@code texts.properties} */
    LocalizedComponent(String textGroup) {
        this.textGroup = textGroup;
        speak(Locale.ENGLISH);
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        speak(attached.getUI().getLocale());
    }

    @Override
    public void localeChange(LocaleChangeEvent change) {
        speak(change.getLocale());
    }

    /** Shows times in {@code zone} instead of the zone of the browser. */
    public void setTimeZone(ZoneId zone) {
        getElement().setProperty("timeZone", zone.getId());
    }

    /** Called for the first time while the component is made; overriding methods must not rely on own fields then. */
    void speak(Locale locale) {
        getElement().setProperty("locale", locale.toLanguageTag());
        var texts = Texts.in(locale).under(textGroup);
        if (texts.keys().length > 0) {
            getElement().setPropertyJson("texts", texts);
        }
    }
}
