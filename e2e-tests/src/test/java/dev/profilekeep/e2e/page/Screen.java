package dev.profilekeep.e2e.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.VaadinPage;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Every screen of the demo, and the way there from an empty browser: for checks that hold for all of them. */
public enum Screen {
    SIGN_IN(page -> SignInPage.askedFor(page, "/")),
    IDENTITY_PROVIDER(page -> SignInPage.askedFor(page, "/").toIdentityProvider()),
    NO_ACCESS(page -> {
        page.tolerate("status 403");
        page.tolerate("status of 403");
        SignInPage.askedFor(page, "/").signIn(Persona.NOBODY);
    }),
    SIGNED_OUT(page -> SignInPage.as(page, Persona.ANNA).signOut()),
    MY_PROFILE(page -> assertThat(
                    SignInPage.alreadyAs(page, Persona.ANNA).myProfile().chart("Your profile"))
            .isVisible()),
    MY_PROFILE_WITH_A_MENU(page -> SignInPage.alreadyAs(page, Persona.ADA)),
    MY_PROFILE_WITHOUT_A_CONTAINER(page -> SignInPage.alreadyAs(page, Persona.OTTO)),
    MY_LETTERS(page -> {
        MyProfilePage mine = SignInPage.alreadyAs(page, Persona.ANNA).myProfile();
        mine.act("Show my letters").click();
        assertThat(mine.letters()).isVisible();
    }),
    POSTER(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/qr");
    }),
    NOT_FOUND(page -> {
        SignInPage.alreadyAs(page, Persona.ANNA);
        page.open("/no-such-page");
    }),
    ACCOUNT_MENU(page -> SignInPage.alreadyAs(page, Persona.HELGE).account()),
    PROFILES(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        ProfilesPage.at(page, "");
        assertThat(page.role(AriaRole.LINK, "anna.berg").filter(VaadinPage.SEEN).first())
                .isVisible();
    }),
    PROFILES_WITHOUT_A_MATCH(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        ProfilesPage.at(page, "?text=zzz");
    }),
    UNREAD(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        ProfilesPage.at(page, "").openUnread();
    }),
    PROFILE_DETAIL(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        ProfileDetailPage.at(page, container(page, "chiara.rossi"));
    }),
    PROFILE_DETAIL_DAMAGED(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        ProfileDetailPage.at(page, container(page, "marta.silva"));
    }),
    HELP(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/help?text=sof");
        assertThat(page.role(AriaRole.LINK, "sofia.petrova")).isVisible();
    }),
    HELP_WITH_A_LOCK_NOT_PROVED(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/help/daniel.novak");
        assertThat(page.role(AriaRole.BUTTON, Pattern.compile("Ask a second administrator.*")))
                .isVisible();
    }),
    LOCKS(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/locks");
        assertThat(page.role(AriaRole.HEADING, "AVD-12")).isVisible();
    }),
    LOCKS_DRY_RUN(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/locks");
        page.role(AriaRole.BUTTON, Pattern.compile("Clear \\d stale lock.*"))
                .first()
                .click();
        assertThat(page.role(AriaRole.TEXTBOX, "Reason")).isVisible();
    }),
    HEALTH(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/health");
        assertThat(page.role(AriaRole.HEADING, "All sites")).isVisible();
    }),
    HEALTH_FINDING(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/health?finding=" + finding(page));
        assertThat(page.role(AriaRole.BUTTON, "Accept for a time …")).isVisible();
    }),
    HEALTH_ACCEPT(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/health?finding=" + finding(page));
        page.role(AriaRole.BUTTON, "Accept for a time …").click();
        assertThat(page.role(AriaRole.TEXTBOX, "Reason")).isVisible();
    }),
    CODES(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/health?text=0x80070020");
        page.role(AriaRole.BUTTON, Pattern.compile("What 0x80070020 means.*")).click();
        assertThat(page.role(AriaRole.DIALOG, "What does this code mean?")).isVisible();
    }),
    JOBS(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        assertThat(JobsPage.at(page).history().locator()).isVisible();
    }),
    JOBS_READ_ONLY(page -> {
        SignInPage.alreadyAs(page, Persona.OTTO);
        JobsPage.at(page);
    }),
    RUN(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        JobsPage.at(page).openNewest();
    }),
    REQUESTS(page -> {
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/requests");
        assertThat(page.role(AriaRole.HEADING, "Requests")).isVisible();
    }),
    REQUESTS_WITH_ONE(page -> {
        RequestPage.askedBy(page, Persona.ADA, "marta.silva");
        SignInPage.alreadyAs(page, Persona.HELGE);
        page.open("/requests");
        assertThat(page.role(AriaRole.LINK, "All about it: marta.silva").first())
                .isVisible();
    }),
    REQUEST(page -> {
        long id = RequestPage.askedBy(page, Persona.ADA, "marta.silva");
        SignInPage.alreadyAs(page, Persona.HELGE);
        assertThat(RequestPage.at(page, id).act("Agree")).isVisible();
    }),
    REQUEST_READ_ONLY(page -> {
        long id = RequestPage.askedBy(page, Persona.ADA, "marta.silva");
        SignInPage.alreadyAs(page, Persona.OTTO);
        RequestPage.at(page, id);
    }),
    MY_PROFILE_WITH_A_REQUEST(page -> {
        RequestPage.askedBy(page, Persona.ADA, "ada.kowalski");
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/me");
        assertThat(page.role(AriaRole.BUTTON, "I do not need it any more")).isVisible();
    }),
    SPACE(page -> {
        page.portal().rest().awaitRuns("backup");
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/space");
        assertThat(page.role(AriaRole.BUTTON, "Look what could be freed")).isVisible();
    }),
    SPACE_AFTER_A_LOOK(page -> {
        SPACE.way.accept(page);
        page.role(AriaRole.BUTTON, "Look what could be freed").click();
        assertThat(page.role(AriaRole.HEADING, "What became of each copy")).isVisible();
        assertThat(page.role(AriaRole.BUTTON, "Make disks smaller now")).isEnabled();
    }),
    SPACE_BEFORE_A_RUN(page -> {
        SPACE.way.accept(page);
        page.role(AriaRole.BUTTON, "Make disks smaller now").click();
        assertThat(page.role(AriaRole.BUTTON, "Begin now")).isVisible();
    }),
    BACKUPS(page -> {
        page.portal().rest().awaitRuns("backup");
        SignInPage.alreadyAs(page, Persona.ADA);
        page.open("/backups");
        assertThat(page.role(AriaRole.LINK, "Backups in London").filter(VaadinPage.SEEN))
                .isVisible();
    }),
    REPOSITORY(page -> {
        BACKUPS.way.accept(page);
        page.role(AriaRole.LINK, "Backups in London").filter(VaadinPage.SEEN).click();
        assertThat(page.role(AriaRole.HEADING, "How long backups stay")).isVisible();
    }),
    ASK_FOR_A_BACKUP(page -> {
        withABackup(page);
        page.role(AriaRole.BUTTON, "Something is missing or broken").click();
        assertThat(page.role(AriaRole.TEXTBOX, "What is missing or broken?")).isVisible();
    }),
    FIRST_AID(page -> {
        withABackup(page);
        page.role(AriaRole.BUTTON, "My profile is broken").click();
        page.role(AriaRole.RADIO, "Start with a fresh profile").check();
        assertThat(page.role(AriaRole.TEXTBOX, "What is missing or broken?")).isVisible();
    }),
    FILES(page -> {
        withABackup(page);
        page.role(AriaRole.LINK, "Look into a backup").click();
        assertThat(page.role(AriaRole.CHECKBOX, "Choose Profile")).isVisible();
    }),
    SCHEDULE(page -> {
        SignInPage.alreadyAs(page, Persona.ADA);
        JobsPage.at(page).changeSchedule();
    });

    private final Consumer<VaadinPage> way;

    Screen(Consumer<VaadinPage> way) {
        this.way = way;
    }

    public void open(VaadinPage page) {
        way.accept(page);
        page.settle();
    }

    /** The demo's first night takes seconds. */
    private static void withABackup(VaadinPage page) {
        page.portal().rest().awaitRuns("backup");
        SignInPage.alreadyAs(page, Persona.ANNA);
    }

    private static long container(VaadinPage page, String account) {
        return page.portal()
                .rest()
                .get("containers?kind=PROFILE&text=" + account)
                .required("containers")
                .required(0)
                .required("id")
                .asLong();
    }

    private static long finding(VaadinPage page) {
        return page.portal()
                .rest()
                .get("health?about=containers")
                .required("findings")
                .required(0)
                .required("id")
                .asLong();
    }
}
