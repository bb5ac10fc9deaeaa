package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.page.JobsPage;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.SharedPortal;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ada, responsible: what ran, what runs, when does it run next? Otto looks on. */
@PortalFlow
class AdministratorE2E {
    @Test
    void the_inventory_runs_at_once_and_its_end_shows_without_a_reload(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA).page();
        JobsPage jobs = JobsPage.at(page);
        page.page().evaluate("() => { window.neverLeft = true; }");
        long before = runs();

        jobs.button("Run now").click();

        assertThat(jobs.inventory()).containsText(Pattern.compile("Ended.*by Ada Kowalski", Pattern.DOTALL));
        assertThat(jobs.spoken()).containsText("Inventory: Done");
        assertThat(jobs.inventory()).containsText(Pattern.compile("[1-9]\\d looked at"));
        assertThat(jobs.inventory()).containsText(Pattern.compile("\\d+ unchanged"));
        assertThat(runs()).isEqualTo(before + 1);
        assertThat(page.page().evaluate("() => window.neverLeft === true")).isEqualTo(true);
        assertThat(jobs.history().row("Ada Kowalski").first()).isVisible();
    }

    @Test
    void a_colleague_sees_the_same_run_without_a_reload(Visits visits) {
        JobsPage ada = JobsPage.at(SignInPage.as(visits, ADA).page());
        VaadinPage page = SignInPage.as(visits, OTTO).page();
        JobsPage otto = JobsPage.at(page);
        page.page().evaluate("() => { window.neverLeft = true; }");
        int before = rows(otto);

        ada.button("Run now").click();

        assertThat(ada.inventory()).containsText(Pattern.compile("Ended.*by Ada Kowalski", Pattern.DOTALL));
        assertThat(otto.history().locator()).hasAttribute("aria-rowcount", Integer.toString(before + 1));
        assertThat(page.page().evaluate("() => window.neverLeft === true")).isEqualTo(true);
    }

    /** How many rows the history has, its head included. */
    private static int rows(JobsPage jobs) {
        assertThat(jobs.history().locator()).hasAttribute("aria-rowcount", Pattern.compile("[2-9]|\\d\\d+"));
        return Integer.parseInt(jobs.history().locator().getAttribute("aria-rowcount"));
    }

    @Test
    void a_run_tells_afterwards_what_came_out_and_what_could_not_be_read(Visits visits) {
        SharedPortal.get().rest().runToItsEnd("inventory");
        JobsPage jobs = JobsPage.at(SignInPage.as(visits, ADA).page());

        DialogElement run = jobs.openNewest();

        assertThat(run.locator()).containsText("Done, with gaps");
        assertThat(run.locator()).containsText(Pattern.compile("[1-9]\\d* unreadable"));
        run.leaveBy("Close");
    }

    @Test
    void the_schedule_changes_after_showing_the_next_times_and_goes_back_to_the_files(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA).page();
        JobsPage jobs = JobsPage.at(page);
        assertThat(jobs.inventory()).containsText("Every day at");

        DialogElement dialog = jobs.changeSchedule();
        choose(page, dialog, "How often", "Several times a day");
        choose(page, dialog, "Distance", "Every 6 hours");
        assertThat(dialog.locator().getByRole(AriaRole.LISTITEM)).hasCount(5);
        dialog.leaveBy("Save");
        try {
            assertThat(jobs.inventory()).containsText("Every 6 hours");
            assertThat(jobs.inventory()).containsText("changed here");
            assertThat(SharedPortal.get()
                            .rest()
                            .get("jobs/schedules/inventory")
                            .required("cron")
                            .asText())
                    .contains("/6");
            page.page().reload();
            page.settle();
            assertThat(jobs.inventory()).containsText("Every 6 hours");
        } finally {
            jobs.changeSchedule().leaveBy("Back to the file");
        }
        assertThat(jobs.inventory()).not().containsText("changed here");
    }

    @Test
    void a_schedule_that_cannot_be_is_refused_in_words(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA).page();
        DialogElement dialog = JobsPage.at(page).changeSchedule();

        choose(page, dialog, "How often", "As a cron expression");
        dialog.locator()
                .getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Cron expression"))
                .fill("every night");

        assertThat(dialog.locator().getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setVisible(true)))
                .containsText("This is no schedule:");
        assertThat(dialog.button("Save")).isDisabled();
        dialog.leaveBy("Cancel");
    }

    @Test
    void the_schedule_pauses_and_goes_on(Visits visits) {
        JobsPage jobs = JobsPage.at(SignInPage.as(visits, ADA).page());

        jobs.button("Pause").click();
        try {
            assertThat(jobs.inventory()).containsText("Paused: runs only when somebody starts it.");
        } finally {
            jobs.button("Resume").click();
        }
        assertThat(jobs.inventory()).containsText("Next:");
    }

    @Test
    void otto_reads_what_ran_and_can_change_nothing(Visits visits) {
        JobsPage jobs = JobsPage.at(SignInPage.as(visits, OTTO).page());

        assertThat(jobs.inventory()).containsText("Every day at");
        for (String act : List.of("Run now", "Stop", "Go on", "Change schedule", "Pause", "Resume")) {
            assertThat(jobs.button(act)).hasCount(0);
        }
        SharedPortal.get().rest().awaitRuns("backup"); // the demo's first one, or the list moves under the pointer
        DialogElement run = jobs.openNewest();
        assertThat(run.button("Go on")).hasCount(0);
        run.leaveBy("Close");
    }

    private static long runs() {
        return SharedPortal.get()
                .rest()
                .get("jobs/runs?limit=1")
                .required("total")
                .asLong();
    }

    private static void choose(VaadinPage page, DialogElement dialog, String field, String option) {
        dialog.locator()
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile(field)))
                .click();
        page.role(AriaRole.OPTION, option).click();
        page.settle();
    }
}
