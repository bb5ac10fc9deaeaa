package dev.profilekeep.portal.accounts.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.account.ServiceAccount.State;
import dev.profilekeep.portal.accounts.ServiceAccountsService;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Which programs may ask by a token: those whose token is good, and, one click away, those of before. */
public final class ServiceAccountsSection extends Section {
    private static final long serialVersionUID = 1L;

    /** Shortly before its end an account needs an eye. */
    private static final Duration SOON = Duration.ofDays(14);

    private final transient ServiceAccountsService service;
    private final transient Words words;
    private final Div list = new Div();

    public ServiceAccountsSection(ServiceAccountsService service, Words words) {
        this.service = service;
        this.words = words;
        addClassName("pk-section");
        Button create =
                new Button(words.get("accounts.new"), new SymbolIcon(Symbol.PLUS), click -> new NewAccountDialog(
                                service, words, this::show)
                        .open());
        create.addThemeNames("primary");
        Anchor api = new Anchor("api", words.get("accounts.api"));
        Div acts = new Div(create);
        acts.addClassName("pk-actions");
        Paragraph lead = new Paragraph(words.get("accounts.lead") + " ");
        lead.add(api);
        list.addClassName("pk-stack");
        add(new H2(words.get("accounts.title")), lead, acts, list);
    }

    /** Shows the accounts as they stand now. */
    public void show() {
        list.removeAll();
        Instant now = service.now();
        List<ServiceAccount> all = service.all();
        List<ServiceAccount> good = all.stream()
                .filter(account -> account.stateAt(now) == State.ACTIVE)
                .toList();
        List<ServiceAccount> ended = all.stream()
                .filter(account -> account.stateAt(now) != State.ACTIVE)
                .toList();
        if (good.isEmpty()) {
            list.add(Parts.empty(Symbol.USER, words.get("accounts.none.title"), words.get("accounts.none.text")));
        }
        good.forEach(account -> list.add(card(account, now)));
        if (!ended.isEmpty()) {
            Div before = new Div();
            before.addClassName("pk-stack");
            ended.forEach(account -> before.add(card(account, now)));
            list.add(Parts.details(words.get("accounts.ended", ended.size()), before));
        }
    }

    private Component card(ServiceAccount account, Instant now) {
        State state = account.stateAt(now);
        Paragraph role = new Paragraph(AccountWords.role(account.role(), words) + " · "
                + AccountWords.scope(account, service.sites(), service.sets(), words));
        role.addClassName("pk-secondary");
        Div about = new Div(new H3(account.name()), role);
        Div acts = new Div(badge(account, state, now));
        acts.addClassName("pk-actions");
        if (state == State.ACTIVE) {
            Button revoke = new Button(words.get("accounts.revoke"), click -> revoke(account));
            revoke.setAriaLabel(words.get("accounts.revokeOf", account.name()));
            acts.add(revoke);
        }
        Div head = new Div(about, acts);
        head.addClassName("pk-card-header");
        Paragraph times = new Paragraph(String.join(
                " · ",
                end(account, state),
                used(account),
                words.get(
                        "accounts.madeBy", account.createdBy(), words.formats().dateTime(account.createdAt()))));
        times.addClassNames("pk-secondary", "pk-small");
        Div card = new Div(head, times);
        card.addClassName("pk-card");
        return card;
    }

    private void revoke(ServiceAccount account) {
        new RevokeDialog(service, words, account, () -> {
                    Notices.done(words.get("accounts.isRevoked", account.name()));
                    show();
                })
                .open();
    }

    private StatusBadge badge(ServiceAccount account, State state, Instant now) {
        boolean soon = state == State.ACTIVE
                && Duration.between(now, account.expiresAt()).compareTo(SOON) < 0;
        Status status = soon ? Status.DEGRADED : state == State.ACTIVE ? Status.READY : Status.PAUSED;
        return new StatusBadge(status, words.get(soon ? "accounts.state.SOON" : "accounts.state." + state.name()));
    }

    private String end(ServiceAccount account, State state) {
        Instant revoked = account.revokedAt();
        return state == State.REVOKED && revoked != null
                ? words.get(
                        "accounts.revokedBy",
                        account.revokedBy(),
                        words.formats().dateTime(revoked))
                : words.get(
                        state == State.ACTIVE ? "accounts.goodUntil" : "accounts.wasGoodUntil",
                        words.formats().dateTime(account.expiresAt()));
    }

    private String used(ServiceAccount account) {
        LocalDate day = account.lastUsedOn();
        return day == null
                ? words.get("accounts.neverUsed")
                : words.get(
                        "accounts.lastUsed",
                        words.formats()
                                .date(day.atStartOfDay(words.formats().zone()).toInstant()),
                        account.lastUsedFrom());
    }
}
