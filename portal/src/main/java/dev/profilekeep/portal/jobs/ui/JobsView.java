package dev.profilekeep.portal.jobs.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs, what ran, what runs next, and what failed why? Moves by itself while a run moves. */
@Route(value = "jobs", layout = MainLayout.class)
@Menu(order = 12, title = "nav.jobs", icon = "JOB")
@RolesAllowed({ADMINISTRATOR, AUDITOR})
public class JobsView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(JobsView.class);
    private static final String OPEN_RUN = "run";

    private final transient JobsService service;
    private final transient Words words = Words.current();
    private final boolean mayAct;
    private final transient Map<String, JobCard> cards = new LinkedHashMap<>();
    private final Div jobs = new Div();
    private final transient RunHistory history;

    JobsView(JobsService service, CurrentUser currentUser) {
        this.service = service;
        this.mayAct = currentUser.require().has(Role.ADMINISTRATOR);
        addClassName("pk-view");
        add(Parts.pageHeader(words.get("jobs.title"), new Paragraph(words.get("jobs.lead"))));
        jobs.addClassName("pk-stack");
        history = new RunHistory(service, words, mayAct);
        add(jobs, Parts.section(words.get("jobs.history"), history));
        Later.whileShown(this, page -> service.subscribe(run -> page.accept(() -> moved(run))));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        open();
        event.getLocation().getQueryParameters().getSingleParameter(OPEN_RUN).ifPresent(this::open);
    }

    /** Shows every job as it stands now. */
    void open() {
        jobs.removeAll();
        cards.clear();
        for (Schedule schedule : service.schedules()) {
            JobCard card = new JobCard(service, words, mayAct, schedule);
            Optional<JobRunView> running = service.running(schedule.job());
            running.or(() -> last(schedule.job())).ifPresent(card::show);
            cards.put(schedule.job(), card);
            jobs.add(card);
        }
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("jobs.title"));
    }

    private void moved(JobRunView run) {
        JobCard card = cards.get(run.job());
        if (card != null) {
            card.show(run);
        }
        history.moved(run);
    }

    private Optional<JobRunView> last(String job) {
        return service.recent(0, 50).stream()
                .filter(run -> run.job().equals(job))
                .findFirst();
    }

    private void open(String id) {
        try {
            new RunDialog(service, words, mayAct, service.find(Long.parseLong(id))).open();
        } catch (NumberFormatException e) {
            LOG.debug("no run is called {}", id);
        }
    }
}
