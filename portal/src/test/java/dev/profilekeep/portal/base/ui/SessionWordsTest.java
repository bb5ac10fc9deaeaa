package dev.profilekeep.portal.base.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.SystemMessagesInfo;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SessionWordsTest {
    private static SystemMessages in(Locale locale) {
        return new SessionWords().getSystemMessages(new SystemMessagesInfo(locale, null, null));
    }

    @Test
    void what_vaadin_says_by_itself_is_in_the_persons_language() {
        assertThat(in(Locale.GERMANY).getInternalErrorCaption()).isEqualTo("Etwas ist schiefgegangen");
        assertThat(in(Locale.GERMANY).isSessionExpiredNotificationEnabled())
                .as("the page is loaded anew, and says it by the sign-in")
                .isFalse();
        assertThat(in(Locale.GERMANY).getCookiesDisabledMessage()).contains("Cookies");
        assertThat(in(Locale.UK).getInternalErrorCaption()).isEqualTo("Something went wrong");
        assertThat(in(Locale.FRANCE).getInternalErrorMessage())
                .as("a language we do not have")
                .startsWith("What you just did");
    }
}
