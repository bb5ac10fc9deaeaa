package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.approval.Approval;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.site.WorkingSet;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import java.util.ArrayList;
import java.util.List;

/** The sites, for administrators: which are cut off, and how two of them cut one off. */
public final class SitesSection extends Section {
    private static final long serialVersionUID = 1L;

    private final transient SitesService sites;
    private final transient ApprovalsService approvals;
    private final transient Words words;
    private final Div list = new Div();
    private transient List<Object> shown = List.of();

    public SitesSection(SitesService sites, ApprovalsService approvals, Words words) {
        this.sites = sites;
        this.approvals = approvals;
        this.words = words;
        addClassNames("pk-section", "sites-section");
        list.addClassName("pk-stack");
        add(new H2(words.get("sites.title")), new Paragraph(words.get("sites.lead")), list);
        Later.whileShown(this, page -> sites.subscribe(() -> page.accept(this::refresh)));
    }

    /** Shows them as they stand now; what another does is shown by itself. */
    public void show() {
        list.removeAll();
        var all = sites.all();
        shown = state();
        all.forEach(site -> list.add(card(site, all)));
    }

    /** Only if something is otherwise: whoever is about to press a button here keeps it. */
    private void refresh() {
        if (!state().equals(shown)) {
            show();
        }
    }

    /** All that the cards are made of. */
    private List<Object> state() {
        List<Object> state = new ArrayList<>();
        for (SiteDocument site : sites.all()) {
            state.add(site);
            state.add(sites.pending(site.id()));
        }
        return state;
    }

    /** Whether there is another site that it could have failed over to. */
    private static boolean hasAnother(SiteDocument site, List<SiteDocument> all) {
        return all.stream().anyMatch(other -> !other.id().equals(site.id()) && other.cutOff() == null);
    }

    private Component card(SiteDocument site, List<SiteDocument> all) {
        boolean others = hasAnother(site, all);
        String name = Visible.isolated(site.name());
        SiteDocument.CutOff cutOff = site.cutOff();
        Approval pending = cutOff == null ? sites.pending(site.id()).orElse(null) : null;
        Div acts = new Div();
        acts.addClassName("pk-actions");
        Div card = new Div();
        card.addClassName("pk-card");
        Div head = new Div(new H3(name), acts);
        head.addClassName("pk-card-header");
        card.add(head);
        people(card, site, all);
        if (cutOff != null) {
            acts.add(new StatusBadge(Status.DEGRADED, words.get("sites.badge.cutOff")));
            acts.add(button("sites.lift", "sites.liftOf", name, () -> SiteDialog.lifting(
                            sites, words, site.id(), site.name(), this::show)
                    .open()));
            card.add(new Paragraph(said(sites, site, cutOff, words)));
        } else if (pending != null) {
            pending(card, acts, site, pending, others);
        } else if (others) {
            acts.add(button("sites.ask", "sites.askOf", name, () -> SiteDialog.asking(
                            sites, words, site.id(), site.name(), this::show)
                    .open()));
        }
        if (cutOff == null && !others && all.size() > 1) {
            card.add(new Paragraph(words.get("notNow.LAST_SITE")));
        }
        return card;
    }

    /** Of which sets people work there, and where the configuration says otherwise. */
    private void people(Div card, SiteDocument site, List<SiteDocument> all) {
        if (site.sets().isEmpty()) {
            return;
        }
        List<String> names = site.sets().stream()
                .map(set -> Visible.isolated(set.name()))
                .sorted()
                .toList();
        card.add(new Paragraph(words.get("sites.people", String.join(", ", names))));
        site.sets().stream().filter(WorkingSet::differs).forEach(set -> {
            String configured = all.stream()
                    .filter(one -> one.id().equals(set.configuredSiteId()))
                    .map(SiteDocument::name)
                    .findFirst()
                    .orElse(set.configuredSiteId());
            card.add(new Paragraph(
                    words.get("sites.people.otherwise", Visible.isolated(set.name()), Visible.isolated(configured))));
        });
    }

    private void pending(Div card, Div acts, SiteDocument site, Approval approval, boolean others) {
        String name = Visible.isolated(site.name());
        boolean agreed = approval.state() == Approval.State.APPROVED;
        acts.add(new StatusBadge(Status.PAUSED, words.get(agreed ? "sites.badge.agreed" : "locks.approval.waits")));
        card.add(new Paragraph(words.get(
                "locks.approval.asked",
                Visible.isolated(approval.askerName()),
                words.formats().dateTime(approval.askedAt()),
                Visible.isolated(approval.reason()))));
        if (agreed) {
            card.add(new Paragraph(words.get("sites.agreed", Visible.isolated(approval.deciderName()))));
            if (others && sites.mayUse(approval)) {
                acts.add(button("sites.fence", "sites.fenceOf", name, () -> SiteDialog.fencing(
                                sites, words, site.id(), site.name(), this::show)
                        .open()));
            }
        } else if (others && approvals.isUnsure(approval)) {
            card.add(new Paragraph(words.get("notNow.CANNOT_TELL")));
        } else if (others && approvals.mayDecide(approval)) {
            acts.add(button("locks.approval.decide", "sites.decideOf", name, () -> SiteDialog.deciding(
                            approvals, words, approval, site.name(), this::show)
                    .open()));
        }
        if (approvals.isOwn(approval)) {
            acts.add(new Button(words.get("locks.approval.withdraw"), click -> withdraw(approval)));
        }
        Paragraph until =
                new Paragraph(words.get("locks.approval.until", words.formats().dateTime(approval.expiresAt())));
        until.addClassName("pk-secondary");
        card.add(until);
    }

    private void withdraw(Approval approval) {
        try {
            approvals.withdraw(approval.id());
            Notices.done(words.get("locks.approval.withdrawn"));
        } catch (RuntimeException e) {
            Notices.error(ErrorMessages.of(e).in(words));
        }
        show();
    }

    private Button button(String text, String label, String name, Runnable run) {
        Button button = new Button(words.get(text), click -> run.run());
        button.setAriaLabel(words.get(label, name));
        return button;
    }

    /** Who cut it off, when and why, and who had agreed on what. */
    static String said(SitesService sites, SiteDocument site, SiteDocument.CutOff cutOff, Words words) {
        String said = words.get(
                "sites.said",
                Visible.isolated(site.name()),
                words.formats().dateTime(cutOff.since()),
                Visible.isolated(cutOff.by()),
                Visible.isolated(cutOff.reason()));
        return sites.agreement(site)
                .map(two -> said + " "
                        + words.get(
                                "sites.said.two",
                                Visible.isolated(two.askerName()),
                                Visible.isolated(two.deciderName()),
                                Visible.isolated(two.reason())))
                .orElse(said);
    }
}
