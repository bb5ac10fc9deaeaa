package dev.profilekeep.portal.base.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.SystemMessagesInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(in(Locale.GERMANY).getCookiesDisabledCaption()).isEqualTo("Sie sind hier nicht mehr angemeldet");
        assertThat(in(Locale.UK).getCookiesDisabledCaption())
                .as("the cookie is gone; whether cookies are off nobody knows")
                .isEqualTo("You are not signed in here any more");
        assertThat(in(Locale.UK).getCookiesDisabledMessage()).contains("was not done", "sign in", "allow cookies");
        assertThat(in(Locale.UK).getInternalErrorCaption()).isEqualTo("Something went wrong");
        assertThat(in(Locale.FRANCE).getInternalErrorMessage())
                .as("a language we do not have")
                .startsWith("What you just did");
    }

    @Test
    void it_looks_like_the_rest_of_the_portal() throws IOException {
        assertThat(Files.readString(Path.of("src/main/frontend/portal.css")))
                .containsPattern("div\\.v-system-error \\{[^}]*background: var\\(--pk-surface\\)");
    }
}
