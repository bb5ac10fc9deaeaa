package dev.profilekeep.portal.failover.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.failover.PlanJson;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.ReasonDialog;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.failover.FailoversService;
import dev.profilekeep.portal.failover.FailoversService.PlanSeen;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One plan: whom it moves where, whether it can be carried out now, and how two people begin it. */
final class PlanCard extends Section {
    private static final long serialVersionUID = 1L;

    private final transient FailoversService service;
    private final transient Words words;
    private final transient PlanSeen seen;
    private final transient Runnable changed;
    private final Div acts = new Div();

    PlanCard(
            FailoversService service,
            Words words,
            PlanSeen seen,
            Map<String, String> sites,
            boolean busy,
            Runnable changed) {
        this.service = service;
        this.words = words;
        this.seen = seen;
        this.changed = changed;
        addClassNames("pk-card", "failover-plan");
        Plan plan = plan();
        boolean sound = seen.faults().isEmpty() && !seen.unread();
        acts.addClassName("pk-actions");
        acts.add(new StatusBadge(status(sound), words.get(word(sound))));
        Div head = new Div(new H2(Visible.isolated(plan.name())), acts);
        head.addClassName("pk-card-header");
        add(head, Parts.facts(facts(plan, sites)));
        if (!seen.faults().isEmpty()) {
            add(faults());
        }
        if (seen.unread()) {
            add(new Paragraph(words.get("notNow.BROKER")));
        }
        if (service.mayAct()) {
            acts.add(new Button(words.get("failover.edit"), click -> new PlanDialog(
                            service, words, words.get("failover.edit.title", name()), PlanJson.pretty(plan), changed)
                    .open()));
            approval(sound && !busy);
        }
        add(Parts.details(words.get("failover.steps"), steps(plan)));
    }

    private Plan plan() {
        return seen.version().plan();
    }

    private Status status(boolean sound) {
        return sound ? Status.READY : seen.unread() ? Status.UNKNOWN : Status.NOT_READY;
    }

    private String word(boolean sound) {
        return sound ? "failover.plan.sound" : seen.unread() ? "failover.plan.unread" : "failover.plan.faulty";
    }

    private Map<String, Component> facts(Plan plan, Map<String, String> sites) {
        Map<String, Component> facts = new LinkedHashMap<>();
        facts.put(
                words.get("failover.plan.way"),
                new Span(words.get(
                        "failover.plan.fromTo",
                        Visible.isolated(sites.getOrDefault(plan.from(), plan.from())),
                        Visible.isolated(sites.getOrDefault(plan.to(), plan.to())))));
        facts.put(words.get("failover.plan.sets"), new Span(Visible.isolated(String.join(", ", plan.sets()))));
        facts.put(
                words.get("failover.plan.groups"),
                new Span(
                        plan.groups().isEmpty()
                                ? words.get("failover.plan.groups.all")
                                : Visible.isolated(String.join(", ", plan.groups()))));
        facts.put(
                words.get("failover.plan.target"),
                new Span(words.formats().duration(Duration.ofMinutes(plan.rtoMinutes()))));
        facts.put(
                words.get("failover.plan.version"),
                new Span(words.get(
                        "failover.plan.changed",
                        seen.version().version(),
                        Visible.isolated(seen.version().byName()),
                        words.formats().dateTime(seen.version().at()),
                        Visible.isolated(seen.version().reason()))));
        return facts;
    }

    private Component faults() {
        UnorderedList list = new UnorderedList();
        seen.faults().forEach(fault -> list.add(new ListItem(Visible.isolated(fault.sentence()))));
        return list;
    }

    private Component steps(Plan plan) {
        UnorderedList list = new UnorderedList();
        plan.steps()
                .forEach(step -> list.add(new ListItem(words.get("failover.step." + step.kind()) + " · "
                        + words.get("failover.about", words.formats().duration(Duration.ofMinutes(step.minutes()))))));
        return list;
    }

    /** @param can whether it could begin now */
    private void approval(boolean can) {
        Approval asked = seen.approval();
        if (asked == null) {
            if (can) {
                acts.add(new Button(words.get("failover.ask"), click -> asking().open()));
            }
            return;
        }
        boolean agreed = asked.state() == Approval.State.APPROVED;
        add(new Paragraph(words.get(
                "locks.approval.asked",
                Visible.isolated(asked.askerName()),
                words.formats().dateTime(asked.askedAt()),
                Visible.isolated(asked.reason()))));
        if (agreed) {
            add(new Paragraph(words.get("failover.agreed", Visible.isolated(asked.deciderName()))));
            if (can && service.mayStart(asked)) {
                Button start = new Button(
                        words.get("failover.start"), click -> starting().open());
                start.addThemeNames("primary");
                acts.add(start);
            }
        } else if (service.mayDecide(asked)) {
            acts.add(new Button(
                    words.get("locks.approval.decide"), click -> deciding(asked).open()));
        }
        if (service.isOwn(asked)) {
            acts.add(new Button(words.get("locks.approval.withdraw"), click -> withdraw(asked)));
        }
        Paragraph until =
                new Paragraph(words.get("locks.approval.until", words.formats().dateTime(asked.expiresAt())));
        until.addClassName("pk-secondary");
        add(until);
    }

    private String name() {
        return Visible.isolated(plan().name());
    }

    private ReasonDialog asking() {
        return new ReasonDialog(
                words,
                words.get("failover.ask.title", name()),
                words.get("failover.ask.text"),
                true,
                words.get("sites.ask.act"),
                why -> service.ask(plan().id(), why),
                words.get("failover.ask.done"),
                changed);
    }

    private ReasonDialog deciding(Approval asked) {
        return new ReasonDialog(
                        words,
                        words.get("failover.decide.title", name()),
                        words.get(
                                "failover.decide.text",
                                Visible.isolated(asked.askerName()),
                                Visible.isolated(asked.reason())),
                        false,
                        words.get("sites.decide.agree"),
                        why -> service.approve(asked.id(), why),
                        words.get("failover.decide.agreed"),
                        changed)
                .or(
                        words.get("locks.decide.refuse"),
                        why -> service.refuse(asked.id(), why),
                        words.get("sites.decide.refused"));
    }

    private ReasonDialog starting() {
        return new ReasonDialog(
                words,
                words.get("failover.start.title", name()),
                words.get("failover.start.text"),
                true,
                words.get("failover.start.act"),
                why -> service.start(plan().id(), why),
                words.get("failover.start.done"),
                changed);
    }

    private void withdraw(Approval asked) {
        try {
            service.withdraw(asked.id());
            Notices.done(words.get("locks.approval.withdrawn"));
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
        changed.run();
    }
}
