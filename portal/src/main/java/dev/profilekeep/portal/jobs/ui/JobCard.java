package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;

/** One job: what it is for, when it runs, how its run under way or its last one stands, and what one can do. */
final class JobCard extends Section {
    private static final long serialVersionUID = 1L;

    private final transient JobsService service;
    private final transient Words words;
    private final boolean mayAct;
    private final Span when = new Span();
    private final Span next = new Span();
    private final Button runNow;
    private final Button pause;
    private final Button edit;
    private final transient RunPanel panel;
    private transient Schedule schedule;

    JobCard(JobsService service, Words words, boolean mayAct, Schedule schedule) {
        this.service = service;
        this.words = words;
        this.mayAct = mayAct;
        this.schedule = schedule;
        addClassName("pk-card");
        panel = new RunPanel(service, words, mayAct);
        runNow = new Button(words.get("jobs.runNow"), new SymbolIcon(Symbol.PLAY), click -> start());
        runNow.addClassName("job-run");
        runNow.setDisableOnClick(true);
        pause = new Button("", click -> pauseOrResume());
        edit = new Button(words.get("jobs.schedule.edit"), new SymbolIcon(Symbol.EDIT), click -> edit());

        Div acts = new Div();
        acts.addClassName("pk-actions");
        if (mayAct) {
            acts.add(runNow, edit, pause);
        }
        Div about = new Div(
                new H2(words.get("job." + schedule.job() + ".name")),
                new Paragraph(words.get("job." + schedule.job() + ".what")));
        about.addClassName("job-about");
        Div head = new Div(about, acts);
        head.addClassName("pk-card-header");
        Div times = new Div(line(Symbol.CALENDAR, when), line(Symbol.CLOCK, next));
        times.addClassName("job-facts");
        add(head, times, panel);
        showSchedule();
    }

    void show(JobRunView run) {
        boolean busy = run.status() == JobRunView.Status.RUNNING || run.status() == JobRunView.Status.STOPPING;
        runNow.setEnabled(!busy);
        panel.show(run);
    }

    private void start() {
        try {
            service.find(service.start(schedule.job()));
        } catch (AlreadyRunningException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        } finally {
            runNow.setEnabled(service.running(schedule.job()).isEmpty());
            service.running(schedule.job()).ifPresent(this::show);
        }
    }

    private void pauseOrResume() {
        schedule = schedule.paused() ? service.resume(schedule.job()) : service.pause(schedule.job());
        Notices.done(words.get(schedule.paused() ? "jobs.schedule.isPaused" : "jobs.schedule.isResumed"));
        showSchedule();
    }

    private void edit() {
        new ScheduleDialog(service, words, schedule, changed -> {
                    schedule = changed;
                    showSchedule();
                    Notices.done(words.get("jobs.schedule.saved"));
                })
                .open();
    }

    private void showSchedule() {
        when.setText(CronWords.of(schedule.cron(), words) + " ("
                + schedule.zone().getId() + ")"
                + (schedule.cron().equals(schedule.fromFile()) ? "" : " · " + words.get("jobs.schedule.changed")));
        next.setText(
                schedule.paused()
                        ? words.get("jobs.schedule.paused")
                        : schedule.next().isEmpty()
                                ? words.get("jobs.schedule.never")
                                : words.get(
                                        "jobs.schedule.next",
                                        CronWords.time(schedule.next().get(0), schedule.zone(), words)));
        pause.setText(words.get(schedule.paused() ? "jobs.schedule.resume" : "jobs.schedule.pause"));
        pause.setIcon(new SymbolIcon(schedule.paused() ? Symbol.PLAY : Symbol.PAUSE));
        pause.setVisible(mayAct);
        edit.setVisible(mayAct);
    }

    private static Component line(Symbol symbol, Component text) {
        Div line = new Div(new SymbolIcon(symbol), text);
        line.addClassName("job-fact");
        return line;
    }
}
