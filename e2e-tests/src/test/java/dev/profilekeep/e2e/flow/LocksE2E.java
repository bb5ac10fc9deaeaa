package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static dev.profilekeep.e2e.support.Persona.NILS;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.DemoLocks;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.SharedPortal;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** "I am locked out": found, proved, cleared and written down; and what nobody may clear. */
@PortalFlow
class LocksE2E {
    @Test
    void helge_finds_a_caller_and_clears_the_lock_in_three_clicks(Visits visits) {
        long sofia = containerOf("sofia.petrova");
        VaadinPage page = SignInPage.as(visits, HELGE).page();
        try (DemoLocks locks = DemoLocks.of(page.portal(), "sofia.petrova")) {
            page.open("/help");
            page.page().keyboard().type("sof"); // the field has the focus
            int clicks = 0;

            page.role(AriaRole.LINK, "sofia.petrova").click();
            clicks++;
            Locator clear = button(page, "Clear 2 locks");
            assertThat(page.role(AriaRole.MAIN)).containsText("Stale");
            assertThat(page.role(AriaRole.MAIN)).containsText("AVD-12");
            clear.click();
            clicks++;
            DialogElement dialog = DialogElement.named(page.page(), Pattern.compile("Free sofia.petrova"));
            assertThat(dialog.locator()).containsText("2 of 2 would be cleared.");
            assertThat(locks.standing()).isEqualTo(4);
            dialog.button("Clear 2 locks").click();
            clicks++;

            assertThat(dialog.locator()).containsText("2 of 2 are cleared.");
            assertThat(locks.standing()).isZero();
            assertThat(clicks).isLessThan(4);
            dialog.leaveBy("Close");
            assertThat(page.role(AriaRole.MAIN)).containsText("Not locked");
            assertThat(page.role(AriaRole.MAIN))
                    .containsText("Helge Brandt: clear the lock (Profile_sofia.petrova), done");
            assertThat(acts(visits, sofia)).contains("Helge Brandt lock.clear done");
        } finally {
            lookAgain(page, sofia);
        }
    }

    @Test
    void the_slash_and_a_link_of_a_ticket_tool_lead_to_the_caller(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE).page();
        page.open("/help/emma.lindqvist");
        assertThat(page.role(AriaRole.HEADING, "emma.lindqvist")).isVisible();

        page.page().keyboard().press("Escape");
        page.role(AriaRole.HEADING, "emma.lindqvist").click(); // away from the field
        page.page().keyboard().press("/");
        page.page().keyboard().type("0xC03A0019");

        assertThat(page.role(AriaRole.MAIN)).containsText("0xC03A0019");
    }

    @Test
    void a_lock_in_use_says_who_and_where_and_offers_no_button(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA).page();

        page.open("/help/emma.lindqvist");

        Locator main = page.role(AriaRole.MAIN);
        assertThat(main).containsText("In use");
        assertThat(main).containsText("AVD-03");
        assertThat(main).containsText("sign out there");
        assertThat(main.getByRole(
                        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("Clear|Ask"))))
                .hasCount(0);

        long emma = containerOf("emma.lindqvist");
        JsonNode plan = VaadinPage.json(page.apiChange("POST", "locks/plan", "{\"containers\":[" + emma + "]}"));
        assertThat(plan.required("would").asInt()).isZero();
        assertThat(plan.at("/rows/0/refusal/why").asText()).isEqualTo("LIVE");
    }

    @Test
    void a_crashed_machine_is_one_group_and_its_dry_run_changes_nothing(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE).page();
        try (DemoLocks locks = DemoLocks.of(page.portal(), "maya.lopez")) {
            page.open("/locks");
            Locator group = page.page().locator(".lock-group").filter(new Locator.FilterOptions().setHasText("AVD-12"));
            assertThat(group).containsText("proved stale");
            assertThat(group).containsText("Started anew");

            group.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName(Pattern.compile("Clear \\d stale.*")))
                    .click();

            DialogElement dialog = DialogElement.named(page.page(), Pattern.compile("Clear the stale locks of AVD-12"));
            assertThat(dialog.locator()).containsText("would be cleared. Nothing has been changed yet.");
            assertThat(dialog.locator()).containsText("Profile_maya.lopez.VHDX.lock");
            assertThat(dialog.locator().getByLabel("Reason")).hasValue(Pattern.compile("AVD-12 started anew .*"));
            dialog.leaveBy("Cancel");
            assertThat(locks.standing()).isEqualTo(4);
        }
    }

    @Test
    void what_is_not_proved_takes_two_administrators_and_stands_in_the_audit(Visits visits) {
        List<Long> daniel = containersOf("daniel.novak");
        VaadinPage ada = SignInPage.as(visits, ADA).page();
        try (DemoLocks locks = DemoLocks.of(ada.portal(), "Profile_daniel.novak")) {
            ada.open("/locks?text=daniel&verdict=UNPROVED");
            choose(ada, Pattern.compile("daniel\\.novak\\s*Profile"));
            button(ada, "Dry run for 1 chosen").click();
            DialogElement ask = DialogElement.named(ada.page(), Pattern.compile("Dry run.*"));
            assertThat(ask.locator()).containsText("Needs two administrators");
            assertThat(ask.button("Clear 1 lock")).hasCount(0);
            ask.locator().getByLabel("Reason").fill("The host was scrapped");
            ask.leaveBy("Ask a second administrator");
            assertThat(ada.role(AriaRole.MAIN)).containsText("Waits for a second administrator");
            assertThat(button(ada, "Look and decide")).hasCount(0);

            VaadinPage nils = SignInPage.as(visits, NILS).page();
            nils.open("/locks");
            button(nils, "Look and decide").click();
            DialogElement decide = DialogElement.named(nils.page(), Pattern.compile("Decide as second administrator"));
            assertThat(decide.locator()).containsText("The host was scrapped");
            assertThat(locks.standing()).isEqualTo(2);
            decide.button("Agree and clear now").click();
            assertThat(decide.locator()).containsText("1 of 1 is cleared.");
            assertThat(locks.standing()).isZero();

            List<String> acts = new ArrayList<>();
            daniel.forEach(container -> acts.addAll(acts(visits, container)));
            assertThat(acts)
                    .contains(
                            "Ada Kowalski approval.ask done",
                            "Nils Ekberg approval.approve done",
                            "Nils Ekberg approval.use done",
                            "Nils Ekberg lock.clear done");
        } finally {
            daniel.forEach(container -> lookAgain(ada, container));
        }
    }

    /** Ticks the box at the beginning of a row, where the eye finds it: the grid does not hold it inside of the row. */
    private static void choose(VaadinPage page, Pattern row) {
        Locator line = page.page().getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(row));
        assertThat(line).isVisible();
        page.settle();
        BoundingBox box = line.boundingBox();
        page.page().mouse().click(box.x + 26, box.y + box.height / 2);
    }

    private static Locator button(VaadinPage page, String name) {
        return page.role(AriaRole.MAIN)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** "who act outcome" of what Otto reads about a container. */
    private static List<String> acts(Visits visits, long container) {
        VaadinPage otto = SignInPage.as(visits, OTTO).page();
        List<String> acts = new ArrayList<>();
        VaadinPage.json(otto.api("audit?limit=200")).forEach(entry -> {
            if (entry.required("subject").asText().equals("container:" + container)) {
                acts.add(entry.required("actor").asText() + " "
                        + entry.required("act").asText() + " "
                        + entry.required("outcome").asText());
            }
        });
        return acts;
    }

    /** So that lists show what was put back. */
    private static void lookAgain(VaadinPage page, long container) {
        assertThat(page.api("locks/" + container).status()).isEqualTo(200);
    }

    private static long containerOf(String account) {
        return containersOf(account).get(0);
    }

    private static List<Long> containersOf(String account) {
        List<Long> ids = new ArrayList<>();
        SharedPortal.get()
                .rest()
                .get("containers?kind=PROFILE&text=" + account)
                .required("containers")
                .forEach(one -> ids.add(one.required("id").asLong()));
        return ids;
    }
}
