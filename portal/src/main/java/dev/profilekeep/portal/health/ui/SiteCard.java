package dev.profilekeep.portal.health.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.findings.HealthCounts;
import dev.profilekeep.health.Severity;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.health.HealthQuery;
import dev.profilekeep.portal.health.HealthQuery.Age;
import dev.profilekeep.ui.Sparkline;
import dev.profilekeep.ui.StatusBadge;
import java.util.List;
import java.util.Set;

/** How healthy a site is, or all of them together: every number opens the list of what it counts. */
final class SiteCard extends Div {
    private static final long serialVersionUID = 1L;

    /**
     * @param site id; empty for all
     * @param days what counted as critical or warning on each of the last days, oldest first
     */
    SiteCard(Words words, String site, String name, HealthCounts counts, List<Long> days) {
        addClassNames("pk-card", "health-site");
        Div head = new Div(new H2(name), badge(words, counts));
        head.addClassName("pk-card-header");
        Div numbers = new Div(
                number(words, site, counts.critical(), "health.number.critical", Severity.CRITICAL),
                number(words, site, counts.warn(), "health.number.warn", Severity.WARN),
                number(words, site, counts.info(), "health.number.info", Severity.INFO));
        numbers.addClassName("health-numbers");
        Span caption = new Span(words.get("health.numbers"));
        caption.addClassNames("pk-secondary", "pk-small");
        Div changes = new Div(
                link(words.get("health.number.new", counts.found()), query(site).with(Age.NEW)),
                link(
                        words.get("health.number.resolved", counts.resolved()),
                        query(site)
                                .with(query(site).filter().status(Status.RESOLVED))
                                .with(Age.NEW)),
                link(
                        words.get("health.number.accepted", counts.accepted()),
                        query(site).with(query(site).filter().accepted(Accepted.ONLY))));
        changes.addClassName("health-changes");
        add(head, caption, numbers, changes);
        if (days.size() > 1) {
            String summary = words.get("health.history", days.size(), days.get(0), days.get(days.size() - 1));
            Span said = new Span(summary);
            said.addClassNames("pk-secondary", "pk-small");
            said.getElement().setAttribute("aria-hidden", "true");
            Div history = new Div(new Sparkline(days, summary), said);
            history.addClassName("health-history");
            add(history);
        }
        Span containers = new Span(words.get("health.containers", counts.healthy(), counts.containers()));
        containers.addClassNames("pk-secondary", "pk-small");
        if (!site.isEmpty()) {
            containers.addClassName("pk-wide-only");
        }
        add(containers);
    }

    private static StatusBadge badge(Words words, HealthCounts counts) {
        String key = counts.critical() > 0 ? "CRITICAL" : counts.warn() > 0 ? "WARN" : "";
        return key.isEmpty()
                ? new StatusBadge(dev.profilekeep.ui.Status.READY, words.get("health.fine"))
                : new StatusBadge(
                        dev.profilekeep.portal.base.ui.Marks.of(Severity.valueOf(key)), words.get("severity." + key));
    }

    private static HealthQuery query(String site) {
        return HealthQuery.ALL.with(site.isEmpty() ? FindingFilter.OPEN : FindingFilter.OPEN.sites(Set.of(site)));
    }

    private static Anchor number(Words words, String site, long count, String key, Severity severity) {
        Span number = new Span(words.formats().count(count));
        number.addClassName("health-number");
        Anchor link = link("", query(site).with(query(site).filter().severities(Set.of(severity))));
        link.add(number, new Span(words.get(key, count)));
        return link;
    }

    private static Anchor link(String text, HealthQuery query) {
        return new Anchor(
                new Location(HealthView.PATH, new QueryParameters(query.parameters())).getPathWithQueryParameters(),
                text);
    }
}
