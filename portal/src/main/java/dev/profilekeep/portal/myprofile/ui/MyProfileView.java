package dev.profilekeep.portal.myprofile.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Polling;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.files.ui.VisitedCard;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.myprofile.MyHelp.Step;
import dev.profilekeep.portal.myprofile.MyHelpService;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.portal.myprofile.MyStory;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.requests.ui.OwnBackups;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.security.Person;
import dev.profilekeep.ui.Symbol;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Am I all right, can I get in, and what can I press? One sentence, then the rest, without a word of jargon. The page only reads
 * how things stand; it reads again by itself while something goes on, and when a phone wakes up.
 */
@Route(value = "", layout = MainLayout.class)
@RouteAlias(value = "me", layout = MainLayout.class)
@Menu(order = 1, title = "nav.myProfile", icon = "PROFILE")
@KeepsToScope
@RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
public class MyProfileView extends Main implements HasDynamicTitle, HelpAnswer.Acts {
    private static final long serialVersionUID = 1L;

    private static final int QUICK_MILLIS = 1_500;
    private static final int PATIENT_MILLIS = 5_000;
    /** Who cannot get in looks on for a while: what changes is seen without a press. */
    private static final int SLOW_MILLIS = 20_000;

    private static final int SLOW_READS = 30;
    /** Who asked to be told on the page: a working day long, seldom, as each look opens the disk for a moment. */
    private static final int WATCH_MILLIS = 60_000;

    private static final int WATCH_READS = 8 * 60;

    /** Of these, nobody should sign in before the helpdesk has looked: that comes before getting in. */
    private static final Set<Situation> FIRST =
            EnumSet.of(Situation.GONE, Situation.DAMAGED, Situation.ONLY_AT_SECONDARY, Situation.PUT_ASIDE);

    /** Of these, there is nothing to tell that would go before an open request that others have to act on. */
    private static final Set<Situation> WELL = EnumSet.of(Situation.FINE, Situation.IN_USE, Situation.NOT_SEEN);

    private static final Set<Situation> AWAY = EnumSet.of(Situation.GONE, Situation.PUT_ASIDE);

    private final transient Words words = Words.current();
    private final transient MyProfileService service;
    private final transient MyHelpService help;
    private final transient List<ContainerDetail> containers;
    private final transient Map<String, String> siteNames;
    private final Div place = new Div();
    private final Div cards = new Div();
    private final Div heard = new Div();
    private final CodeCard code;
    private final OwnBackups backups;
    private @Nullable MyHelp shown;
    private int slowReads;
    private boolean watching;
    /** A lock was shown, and they have not been told since that they can sign in, or are in. */
    private boolean keptOut;
    /** Something was pressed, and its outcome is still to come: focus goes along. */
    private boolean following;
    /** Of the open request, as it was said last; empty if the page is about something else. */
    private String headline = "";

    MyProfileView(
            MyProfileService service,
            MyHelpService help,
            HelpCodeService codes,
            BackupsService backups,
            RequestsService requests,
            FilesService files,
            VisitsService visits,
            Clock clock) {
        this.service = service;
        this.help = help;
        addClassNames("pk-view", "pk-view-narrow", "pk-generous");
        siteNames = service.siteNames();
        containers = service.myContainers();
        CopyForHelpdesk copy =
                new CopyForHelpdesk(words, new HelpdeskText(words, service, help, containers)::lines, false);
        code = new CodeCard(words, codes, copy, () -> getUI().ifPresent(this::pace));
        heard.addClassName("my-heard");
        heard.getElement().setAttribute("role", "status");
        place.addClassName("my-place");
        cards.addClassName("my-place");
        this.backups = new OwnBackups(
                words,
                backups,
                requests,
                files,
                clock,
                containers.stream().map(ContainerDetail::row).toList(),
                this::asked);
        this.backups.setVisible(this.backups.isVisible() && !containers.isEmpty());
        add(place, code, this.backups, new VisitedCard(words, visits::ofMine), cards, heard);
        Polling.whileShown(this, this::millis, ui -> polled());
        if (containers.isEmpty()) {
            place.add(nothing(service.me()));
        } else {
            refresh();
        }
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        // A phone that slept stops asking; when it wakes, what happened meanwhile is read at once.
        getElement()
                .executeJs(
                        """
                        const page = this;
                        const woke = () => {
                          if (!page.isConnected) {
                            document.removeEventListener('visibilitychange', woke);
                            window.removeEventListener('pageshow', woke);
                            window.removeEventListener('focus', woke);
                          } else if (!document.hidden) {
                            page.$server.woke();
                          }
                        };
                        document.addEventListener('visibilitychange', woke);
                        window.addEventListener('pageshow', woke);
                        window.addEventListener('focus', woke);
                        """);
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("my.title"));
    }

    /** The page is looked at again. */
    @ClientCallable
    public void woke() {
        slowReads = 0;
        read();
    }

    /** Something was asked, answered or taken back. */
    private void asked() {
        shown = null;
        refresh();
        getUI().ifPresent(this::pace);
    }

    private void polled() {
        MyHelp before = shown;
        if (before != null && !before.step().moving() && !before.looking()) {
            slowReads++;
        }
        read();
    }

    private void read() {
        if (!containers.isEmpty()) {
            if (backups.refresh()) {
                shown = null; // what was done about it may be why it is nowhere
            }
            refresh();
        }
        code.tick(interval() > 0);
        getUI().ifPresent(this::pace);
    }

    @Override
    public void free() {
        show(help.free(), true);
    }

    @Override
    public void tellMe() {
        show(help.tellMe(words.texts().locale()), true);
    }

    @Override
    public void lookAgain() {
        show(help.lookAgain(), true);
    }

    @Override
    public void watch() {
        watching = true;
        show(help.now(), true);
    }

    private void refresh() {
        show(help.now(), false);
    }

    /** Only what changed is built anew: a screen reader is not interrupted, and focus stays. */
    private void show(MyHelp now, boolean pressed) {
        if (pressed) {
            slowReads = 0;
            following = true;
        }
        if (now.tells(shown) && !pressed) {
            shown = now;
            return;
        }
        boolean news = shown != null && shown.step() != now.step();
        boolean focus = following && (pressed || news);
        following &= now.step() == Step.LOOKING || now.step() == Step.FREEING;
        shown = now;
        ContainerDetail first = worst(now);
        MyStory story = story(first, now);
        Situation situation = Situation.of(first.row());
        boolean warned = FIRST.contains(situation);
        Optional<RequestState> aid = AWAY.contains(situation) ? backups.firstAid(first.row()) : Optional.empty();
        Optional<Request> open = aid.isPresent()
                ? Optional.empty()
                : backups.open(
                        request -> RequestAnswer.comesFirst(request, now.step(), WELL.contains(story.situation())));
        place.removeAll();
        boolean toldFree = false;
        if (watching && (now.step() == Step.FREE || now.step() == Step.STALE)) {
            watching = false;
            if (now.step() == Step.FREE
                    && !warned
                    && open.filter(RequestAnswer::keepsOut).isEmpty()) {
                place.add(Parts.note(Symbol.CHECK, words.get("my.help.freeNow"), false));
                heard.setText(words.get("my.help.freeNow"));
                news = false;
                toldFree = true;
                getUI().ifPresent(ui -> ui.getPage().setTitle(words.get("my.help.freeNow")));
            }
        }
        keptOut = now.step() == Step.FREE ? keptOut : keepsOut(now.step(), keptOut);
        boolean ended = open.isEmpty() && !headline.isEmpty() && !toldFree;
        if (open.isPresent()) {
            RequestAnswer answer = RequestAnswer.of(open.get(), now, story, words);
            place.add(answer);
            boolean other = !answer.announcement().equals(headline);
            if (focus && !toldFree) {
                answer.focusHeadline();
                heard.setText("");
            } else if (other && !toldFree && (news || !headline.isEmpty())) {
                heard.setText(answer.announcement());
            }
            headline = answer.announcement();
        } else if (now.step() == Step.FREE || warned) {
            headline = "";
            boolean freed = keptOut && now.step() == Step.FREE && !warned;
            StoryAnswer answer = aid.map(
                            state -> StoryAnswer.ofFirstAid(state, first.row().kind(), words))
                    .orElseGet(() -> StoryAnswer.of(story, freed, words));
            place.add(answer);
            if (focus && news) {
                answer.focusHeadline();
                heard.setText("");
            } else if (news || ended) {
                heard.setText(answer.announcement());
            }
        } else {
            headline = "";
            HelpAnswer answer = new HelpAnswer(words, now, service.me().email(), watching, this);
            place.add(answer);
            if (focus) {
                answer.focusHeadline();
                heard.setText(""); // the headline is read, and what was said before is over
            } else if (news || ended) {
                heard.setText(answer.announcement());
            }
        }
        switch (now.step()) {
            case UNPROVED, STALE_FOR_HELPDESK, HANDOVER -> code.reveal();
            default -> {
                // the code is there for whoever asks for it
            }
        }
        cards.removeAll();
        containers.forEach(container -> cards.add(new ContainerCard(
                words, container, story(container, now), inUse(now), siteNames, containers.size() > 1)));
        getUI().ifPresent(this::pace);
    }

    private void pace(UI ui) {
        ui.setPollInterval(millis());
    }

    /** How often this page, or a part of it, asks by itself; -1 if nothing goes on. */
    private int millis() {
        int own = interval();
        int more = backups.moving() ? SLOW_MILLIS : code.isShown() ? WATCH_MILLIS : own;
        return own < 0 ? more : own;
    }

    /** How often this page asks by itself for what goes on; -1 if nothing does. */
    private int interval() {
        MyHelp now = shown;
        if (now == null) {
            return -1;
        }
        if (now.step().moving()) {
            boolean soon = now.looking() || now.step() == Step.LOOKING || now.step() == Step.FREEING;
            return soon ? QUICK_MILLIS : PATIENT_MILLIS;
        }
        if (now.looking()) {
            return QUICK_MILLIS; // what is shown may be over: the newer answer is there in a moment
        }
        boolean waits =
                switch (now.step()) {
                    case LIVE, UNPROVED, UNSEEN, CHANGED, STALE, STALE_FOR_HELPDESK -> true;
                    default -> false;
                };
        boolean watches = watching && HelpAnswer.mayWatch(now) && slowReads < WATCH_READS;
        return waits && slowReads < SLOW_READS ? SLOW_MILLIS : watches ? WATCH_MILLIS : -1;
    }

    private ContainerDetail worst(MyHelp now) {
        return containers.stream()
                .min(Comparator.comparing(detail -> story(detail, now).situation()))
                .orElseThrow();
    }

    private MyStory story(ContainerDetail detail, MyHelp now) {
        return MyStory.of(detail, inUse(now), now.silent(), siteNames, words.texts(), words.formats());
    }

    /** Whether somebody works with it, as was seen a moment ago; null if the page knows no better than its answer says already. */
    private static @Nullable Boolean inUse(MyHelp now) {
        return switch (now.step()) {
            case FREE, FREED -> false;
            case LIVE, IN -> true;
            default -> null;
        };
    }

    /** Whether somebody who is shown this cannot sign in because of a lock; while nothing is known, as before. */
    private static boolean keepsOut(Step step, boolean before) {
        return switch (step) {
            case STALE, STALE_FOR_HELPDESK, UNPROVED -> true;
            case LOOKING, UNSEEN, FREEING, CHANGED -> before;
            case FREE, LIVE, FREED, IN, HANDOVER -> false;
        };
    }

    private Component nothing(Person me) {
        String key = me.sidUnsure()
                ? "my.unsure"
                : me.sid() == null ? "my.noSid" : service.lastInventory().isEmpty() ? "my.tooEarly" : "my.none";
        Div empty = Parts.empty(
                Symbol.PROFILE,
                words.get(key + ".title"),
                words.get(key + ".text"),
                new Paragraph(words.get(key + ".next")));
        empty.getChildren()
                .filter(H2.class::isInstance)
                .findFirst()
                .ifPresent(heading -> empty.replace(heading, new H1(words.get(key + ".title"))));
        return empty;
    }
}
