package dev.profilekeep.portal.myprofile.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.myprofile.MyHelp.Step;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import dev.profilekeep.ui.StatusBadge;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether I get in, in one sentence, what that means, and the one thing to press. */
final class HelpAnswer extends Div {
    private static final long serialVersionUID = 1L;

    /** Where a file server knows no name: no desktop is called so. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.%]*]?");

    private final transient Words words;
    private final H1 headline = new H1();

    /** What may be pressed. */
    interface Acts {
        void free();

        void tellMe();

        void lookAgain();

        /** Stays and looks, for whom nobody can write to. */
        void watch();
    }

    /** @param watching whether the page stays and looks until it is free */
    HelpAnswer(Words words, MyHelp help, @Nullable String address, boolean watching, Acts acts) {
        this.words = words;
        Status status = status(help.step());
        StatusBadge badge = new StatusBadge(status, words.get("my.help." + help.step() + ".word"));
        badge.setSize(StatusBadge.Size.LARGE);
        headline.setText(words.get("my.help." + help.step() + ".headline"));
        headline.getElement().setAttribute("tabindex", "-1");
        addClassName("pk-answer");
        getElement().setAttribute("data-status", status.attribute());
        add(badge, headline, new Paragraph(meaning(help)));
        if (help.step() == Step.LIVE) {
            add(new Paragraph(words.get("my.help.reconnect")), new Paragraph(words.get("my.help.signOff")));
        }
        if (help.asked() && address != null) {
            add(new Paragraph(words.get("my.help.asked", Visible.isolated(address))));
        }
        boolean mayWatch = mayWatch(help);
        if (mayWatch && watching) {
            add(new Paragraph(words.get("my.help.watching")));
        }
        List<Component> buttons = buttons(help, mayWatch && !watching, acts);
        if (!buttons.isEmpty()) {
            Div row = new Div(buttons.toArray(new Component[0]));
            row.addClassName("my-actions");
            add(row);
        }
    }

    /** So that whoever pressed a button that is gone stands where the answer is, and hears it. */
    void focusHeadline() {
        headline.getElement().executeJs("this.focus({preventScroll: false})");
    }

    String announcement() {
        return headline.getText();
    }

    /** Whether there is something to wait for, and nobody is written to when it comes. */
    static boolean mayWatch(MyHelp help) {
        boolean waits =
                switch (help.step()) {
                    case LIVE, UNPROVED, UNSEEN, STALE_FOR_HELPDESK -> true;
                    default -> false;
                };
        return waits && !help.mayAsk() && !help.asked();
    }

    private List<Component> buttons(MyHelp help, boolean watch, Acts acts) {
        List<Component> buttons = new ArrayList<>();
        if (help.step() == Step.STALE) {
            Button free = new Button(words.get("my.help.free"), new SymbolIcon(Symbol.UNLOCK), click -> acts.free());
            free.addThemeNames("primary");
            free.setDisableOnClick(true);
            buttons.add(free);
        }
        if (help.mayAsk()) {
            buttons.add(new Button(words.get("my.help.tellMe"), new SymbolIcon(Symbol.CLOCK), click -> acts.tellMe()));
        }
        if (watch) {
            buttons.add(new Button(words.get("my.help.watch"), new SymbolIcon(Symbol.CLOCK), click -> acts.watch()));
        }
        switch (help.step()) {
            case LIVE, UNPROVED, UNSEEN, FREED, IN, CHANGED, HANDOVER, STALE_FOR_HELPDESK ->
                buttons.add(new Button(
                        words.get("my.help.again"), new SymbolIcon(Symbol.REFRESH), click -> acts.lookAgain()));
            case LOOKING, FREE, STALE, FREEING -> {
                // nothing to look at again
            }
        }
        return buttons;
    }

    private String meaning(MyHelp help) {
        if (help.step() != Step.LIVE) {
            return words.get("my.help." + help.step() + ".meaning");
        }
        String host = Visible.isolated(help.host());
        Instant since = help.since();
        boolean address = ADDRESS.matcher(help.host()).matches();
        if (since == null) {
            return host.isEmpty()
                    ? words.get("my.help.LIVE.meaning")
                    : words.get(address ? "my.help.liveAt" : "my.help.liveOn", host);
        }
        String time = words.formats().dateTime(since);
        return host.isEmpty()
                ? words.get("my.help.liveSince", time)
                : words.get(address ? "my.help.liveAtSince" : "my.help.liveOnSince", host, time);
    }

    private static Status status(Step step) {
        return switch (step) {
            case LOOKING, FREEING -> Status.RUNNING;
            case FREE, FREED, IN -> Status.READY;
            case STALE, STALE_FOR_HELPDESK, CHANGED, HANDOVER -> Status.DEGRADED;
            case LIVE -> Status.IN_USE;
            case UNPROVED, UNSEEN -> Status.UNKNOWN;
        };
    }
}
