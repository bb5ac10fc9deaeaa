package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.e2e.page.MyProfilePage;
import dev.profilekeep.e2e.page.Shell;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Anna: am I all right, and what can I press? */
@PortalFlow
class MyProfileE2E {
    private static final List<String> JARGON = List.of("VHD", "SID", "NTFS", "ODFC", "lock file", "container");

    @Test
    void anna_reads_one_sentence_and_what_it_rests_on(Visits visits) {
        MyProfilePage mine = SignInPage.as(visits, ANNA).myProfile();

        assertThat(mine.sentence()).hasText("Your profile is fine.");
        assertThat(mine.main()).containsText("Kept in Frankfurt and London.");
        for (String container : List.of("Your profile", "Your Office cache")) {
            for (String site : List.of("Frankfurt", "London")) {
                assertThat(mine.container(container))
                        .containsText(Pattern.compile("In " + site + ": [\\d.]+.[KMGT]B, last changed"));
            }
            assertThat(mine.container(container)).containsText("Not in use.");
            assertThat(mine.container(container)).containsText("Last looked at");
            assertThat(mine.capacity(container)).isVisible();
            assertThat(mine.capacity(container))
                    .hasAttribute("aria-label", Pattern.compile("[\\d.]+.[KMGT]B used of [\\d.]+.[KMGT]B.*"));
            assertThat(mine.chart(container)).isVisible();
        }
    }

    @Test
    void anna_meets_no_jargon_until_she_asks_for_the_details(Visits visits) {
        MyProfilePage mine = SignInPage.as(visits, ANNA, Look.PHONE).myProfile();

        assertThat(mine.sentence()).isVisible();
        String read = mine.main().innerText();
        assertThat(JARGON).allSatisfy(word -> assertThat(read).doesNotContainIgnoringCase(word));

        mine.container("Your profile").getByText("Technical details").click();
        assertThat(mine.container("Your profile")).containsText("S-1-5-21-1004336348-1177238915-682003330-1104");
        assertThat(mine.container("Your profile")).containsText("Profile_anna.berg");
    }

    @Test
    void anna_copies_what_the_helpdesk_will_ask_for(Visits visits) {
        Shell shell = SignInPage.as(visits, ANNA);
        VaadinPage page = shell.page();
        MyProfilePage mine = shell.myProfile();

        mine.copyForHelpdesk().click();

        assertThat(page.page().getByText("Copied.").first()).isVisible();
        assertThat((String) page.page().evaluate("() => navigator.clipboard.readText()"))
                .contains("Anna Berg", "S-1-5-21-1004336348-1177238915-682003330-1104", "Profile_anna.berg");
    }

    @Test
    void somebody_without_a_container_is_told_so_kindly(Visits visits) {
        MyProfilePage mine = SignInPage.as(visits, OTTO).myProfile();

        assertThat(mine.sentence()).hasText("We know of no profile for your account");
        assertThat(mine.main()).containsText("If you do use one, give your helpdesk the details.");
    }
}
