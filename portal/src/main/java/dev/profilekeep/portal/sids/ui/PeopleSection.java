package dev.profilekeep.portal.sids.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.portal.base.ui.Chips;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.AccountsService.Found;
import dev.profilekeep.portal.sids.SidMapping;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Shortcuts;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whose profile is whose, where the sign-in does not say it: who waits for a SID, and to whom one was given. */
public final class PeopleSection extends Section {
    private static final long serialVersionUID = 1L;

    /** More are found by typing. */
    private static final int SHOWN = 50;

    private static final String WAITING = "WAITING";

    private final transient AccountsService service;
    private final transient Function<String, Optional<String>> readingOut;
    private final transient Words words;
    private final TextField search = new TextField();
    private final transient Chips<String> chips;
    private final Span count = new Span();
    private final Div tools = new Div();
    private final Div list = new Div();
    private boolean waiting;

    /** @param readingOut the sign-in of whoever was given the letters that were typed */
    public PeopleSection(AccountsService service, Function<String, Optional<String>> readingOut, Words words) {
        this.service = service;
        this.readingOut = readingOut;
        this.words = words;
        addClassNames("pk-section", "people-section");
        Button give = new Button(words.get("people.new"), new SymbolIcon(Symbol.PLUS), click -> new GiveDialog(
                        service, words, null, this::given)
                .open());
        Div acts = new Div(give);
        acts.addClassName("pk-actions");
        search.setPlaceholder(words.get("people.search"));
        search.setAriaLabel(words.get("people.search"));
        search.setPrefixComponent(new SymbolIcon(Symbol.SEARCH));
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(250);
        search.setMaxLength(200);
        search.addClassName("pk-toolbar-search");
        Shortcuts.markSearch(search);
        search.addValueChangeListener(change -> show());
        chips = new Chips<>(
                words.get("people.shown"), List.of(WAITING), chip -> words.get("people.waiting"), chosen -> {
                    waiting = chosen.contains(WAITING);
                    show();
                });
        count.addClassName("pk-toolbar-count");
        count.getElement().setAttribute("role", "status");
        Div filters = new Div(chips);
        filters.addClassName("pk-chips");
        tools.add(search, filters, count);
        tools.addClassName("pk-toolbar");
        list.addClassName("pk-stack");
        add(new H2(words.get("people.title")), new Paragraph(words.get("people.lead")), acts, tools, list);
        Later.whileShown(this, page -> service.subscribe(() -> page.accept(this::show)));
    }

    /** Shows those of whom name, sign-in or SID contains {@code text}. */
    public void show(String text) {
        search.setValue(text);
        show();
    }

    /** Shows them as they stand now. */
    public void show() {
        Found named = service.search(search.getValue(), waiting, SHOWN);
        Found found = named.total() > 0
                ? named
                : readingOut
                        .apply(search.getValue())
                        .map(subject -> service.search(subject, waiting, SHOWN))
                        .orElse(named);
        boolean narrowed = waiting || !search.getValue().isBlank();
        list.removeAll();
        tools.setVisible(narrowed || found.total() > 0);
        count.setText(
                found.total() > found.people().size()
                        ? words.get("people.count.some", found.people().size(), found.total())
                        : words.get("people.count", found.total()));
        if (found.total() == 0) {
            list.add(
                    narrowed
                            ? Parts.empty(
                                    Symbol.SEARCH,
                                    words.get("profiles.noMatch.title"),
                                    words.get("people.noMatch.text"),
                                    new Button(words.get("profiles.clear"), click -> clear()))
                            : Parts.empty(
                                    Symbol.PROFILE, words.get("people.none.title"), words.get("people.none.text")));
        }
        found.people().forEach(one -> list.add(card(one)));
    }

    private void clear() {
        waiting = false;
        chips.choose(Set.of());
        search.clear();
        show();
    }

    private Component card(SidMapping one) {
        String sid = one.sid();
        String name = name(one);
        Paragraph from = new Paragraph(
                words.get("people.from", Visible.isolated(one.subject()), Visible.isolated(one.identityProvider())));
        from.addClassName("pk-secondary");
        Div about = new Div(new H3(name), from);
        Div acts = new Div();
        acts.addClassName("pk-actions");
        if (sid == null) {
            acts.add(new StatusBadge(Status.DEGRADED, words.get("people.state.waiting")));
            Button give = new Button(
                    words.get("people.give"), click -> new GiveDialog(service, words, one, this::given).open());
            give.setAriaLabel(words.get("people.giveTo", name));
            acts.add(give);
        } else {
            acts.add(new StatusBadge(Status.READY, words.get("people.state.given")));
            Button take =
                    new Button(words.get("people.take"), click -> new TakeDialog(service, words, one, name, () -> {
                                Notices.done(words.get("people.taken", name));
                                show();
                            })
                            .open());
            take.setAriaLabel(words.get("people.takeFrom", name));
            if (service.mayConfirm(one)) {
                Button confirm = new Button(
                        words.get("people.confirm"), click -> new ConfirmDialog(service, words, one, sid, name, () -> {
                                    Notices.done(words.get("people.confirmed", name));
                                    show();
                                })
                                .open());
                confirm.setAriaLabel(words.get("people.confirmOf", name));
                acts.add(confirm);
            }
            acts.add(take);
        }
        Div head = new Div(about, acts);
        head.addClassName("pk-card-header");
        Div card = new Div(head);
        if (sid != null) {
            card.add(new CopyableText(sid, words.get("fact.sid")));
            if (one.unconfirmed()) {
                card.add(new Paragraph(words.get("people.unconfirmed")));
            }
        }
        Paragraph times = new Paragraph(String.join(" · ", times(one)));
        times.addClassNames("pk-secondary", "pk-small");
        card.add(times);
        card.addClassName("pk-card");
        return card;
    }

    private List<String> times(SidMapping one) {
        List<String> times = new ArrayList<>();
        Instant mapped = one.mappedAt();
        if (one.sid() != null && mapped != null) {
            String by = one.mappedBy();
            times.add(words.get(
                    "people.givenBy",
                    Visible.isolated(by == null ? "" : by),
                    words.formats().dateTime(mapped)));
        }
        Instant confirmed = one.confirmedAt();
        if (one.sid() != null && confirmed != null) {
            String by = one.confirmedBy();
            times.add(words.get(
                    "people.confirmedBy",
                    Visible.isolated(by == null ? "" : by),
                    words.formats().dateTime(confirmed)));
        }
        Instant seen = one.seenAt();
        times.add(
                seen == null
                        ? words.get("people.neverSeen")
                        : words.get("people.seen", words.formats().dateTime(seen)));
        return times;
    }

    static String name(SidMapping one) {
        return Visible.isolated(one.displayName().isBlank() ? one.subject() : one.displayName());
    }

    private void given(SidMapping one) {
        Notices.done(words.get("people.given", name(one)));
        show();
    }
}
