package dev.profilekeep.portal.failover.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import dev.profilekeep.failover.PlanVersion;
import dev.profilekeep.failover.Run;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.failover.FailoversService;
import dev.profilekeep.portal.failover.FailoversService.PlanSeen;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where do people work, and what moves them? The run under way with each of its steps, the plans, and the runs before. */
@Route(value = "failover", layout = MainLayout.class)
@Menu(order = 10, title = "nav.failover", icon = "FAILOVER")
@RolesAllowed({ADMINISTRATOR, AUDITOR})
public class FailoverView extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;
    private static final int WHILE_IT_RUNS = 2_000;
    private static final int ELSE = 20_000;

    private final transient FailoversService service;
    private final transient Words words = Words.current();
    private final Span lead = new Span();
    private final Div now = new Div();
    private final Div plans = new Div();
    private final Div before = new Div();
    private transient List<Object> shown = List.of();
    private boolean runs;

    FailoverView(FailoversService service) {
        this.service = service;
        addClassNames("pk-view", "failover-view");
        lead.getElement().setAttribute("role", "status");
        now.addClassName("pk-stack");
        plans.addClassName("pk-stack");
        Div acts = new Div();
        if (service.mayAct()) {
            acts.add(new Button(words.get("failover.new"), new SymbolIcon(Symbol.PLUS), click -> new PlanDialog(
                            service, words, words.get("failover.new.title"), service.template(), this::refresh)
                    .open()));
        }
        add(
                Parts.pageHeader(words.get("failover.title"), lead, acts),
                Parts.note(Symbol.INFO, words.get("failover.simulated"), false),
                now,
                plans,
                before);
        refresh();
        Polling.whileShown(this, this::pace, this::look);
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("failover.title"));
    }

    private int pace() {
        return runs ? WHILE_IT_RUNS : ELSE;
    }

    /** Only if something is otherwise: whoever is about to press a button here keeps it. */
    private void look(UI ui) {
        if (!state(service.plans(), service.runs()).equals(shown)) {
            refresh();
        }
        ui.setPollInterval(pace());
    }

    private static List<Object> state(List<PlanSeen> seen, List<Run> runs) {
        return List.of(seen, runs);
    }

    private void refresh() {
        List<PlanSeen> seen = service.plans();
        List<Run> all = service.runs();
        shown = state(seen, all);
        Map<String, String> sites = service.siteNames();
        now.removeAll();
        plans.removeAll();
        before.removeAll();
        Optional<Run> underWay = all.stream().filter(RunBoard::isUnderWay).findFirst();
        runs = underWay.isPresent();
        lead.setText(words.get(runs ? "failover.lead.runs" : "failover.lead"));
        underWay.ifPresent(run -> now.add(new RunBoard(service, words, run, planOf(seen, run), sites, this::refresh)));
        if (seen.isEmpty()) {
            plans.add(Parts.empty(Symbol.FAILOVER, words.get("failover.none.title"), words.get("failover.none.text")));
        }
        seen.forEach(plan -> plans.add(new PlanCard(service, words, plan, sites, runs, this::refresh)));
        List<Run> ended = all.stream().filter(run -> !RunBoard.isUnderWay(run)).toList();
        if (!ended.isEmpty()) {
            Div list = new Div();
            list.addClassName("pk-stack");
            ended.forEach(run -> list.add(new RunBoard(service, words, run, planOf(seen, run), sites, this::refresh)));
            before.add(Parts.section(words.get("failover.before"), list));
        }
    }

    private static Optional<PlanVersion> planOf(List<PlanSeen> seen, Run run) {
        return seen.stream()
                .map(PlanSeen::version)
                .filter(version -> version.plan().id().equals(run.planId()))
                .findFirst();
    }
}
