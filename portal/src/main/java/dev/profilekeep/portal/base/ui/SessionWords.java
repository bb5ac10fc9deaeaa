package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.SystemMessagesInfo;
import com.vaadin.flow.server.SystemMessagesProvider;
import dev.profilekeep.portal.text.Locales;
import dev.profilekeep.portal.text.Texts;
import java.util.List;

/**
 * What Vaadin says by itself when a page cannot go on, in the person's language. That a session has ended it does not say: it
 * loads the page anew, and the sign-in follows.
 */
final class SessionWords implements SystemMessagesProvider {
    private static final long serialVersionUID = 1L;

    @Override
    public SystemMessages getSystemMessages(SystemMessagesInfo info) {
        Texts texts = Texts.in(Locales.choose(null, List.of(info.getLocale())));
        CustomizedSystemMessages words = new CustomizedSystemMessages();
        words.setInternalErrorCaption(texts.get("system.internal.caption"));
        words.setInternalErrorMessage(texts.get("system.internal.message"));
        // So Vaadin calls it when a request comes without the session's cookie: seldom because cookies are off, mostly
        // because it
        // was removed, or has ended with the browser's window, while a page stayed open.
        words.setCookiesDisabledCaption(texts.get("system.cookies.caption"));
        words.setCookiesDisabledMessage(texts.get("system.cookies.message"));
        return words;
    }
}
