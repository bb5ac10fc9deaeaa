package dev.profilekeep.e2e.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Tracing;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The visitors of one test. Each has a browser context: cookies, storage and language of their own. */
public final class Visits {
    private record Visit(BrowserContext context, Page page, PageWatch watch) {}

    private final List<Visit> visits = new ArrayList<>();
    private final Set<PortalUnderTest> portals = new LinkedHashSet<>();

    Visits() {}

    /** Somebody new at the shared demo portal, sitting at a desk. */
    public VaadinPage open() {
        return open(Look.DESK);
    }

    public VaadinPage open(Look look) {
        Browsers.assumeInstalled(); // without one there is no need for a portal
        return open(SharedPortal.get(), look);
    }

    public VaadinPage open(PortalUnderTest portal, Look look) {
        portals.add(portal);
        BrowserContext context = Browsers.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setLocale(look.language())
                .setTimezoneId("Europe/Berlin")
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setAcceptDownloads(true));
        context.setDefaultTimeout(Browsers.PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(Browsers.PATIENCE_MILLIS);
        context.tracing().start(new Tracing.StartOptions().setSnapshots(true).setScreenshots(false));
        PageWatch watch = new PageWatch(context, portal.url(""));
        Page page = context.newPage();
        visits.add(new Visit(context, page, watch));
        return new VaadinPage(page, portal, watch);
    }

    /** What went wrong on any page without a test having asked for it. */
    List<String> problems() {
        return visits.stream()
                .flatMap(visit -> visit.watch().problems().stream())
                .toList();
    }

    /** Keeps trace, screenshot and the portal's log. @return where they are, to be printed */
    String keep(String name) throws IOException {
        Path folder = Workspace.failures();
        StringBuilder kept = new StringBuilder();
        for (int at = 0; at < visits.size(); at++) {
            Visit visit = visits.get(at);
            Path trace = folder.resolve(name + "-" + (at + 1) + ".zip");
            Path picture = folder.resolve(name + "-" + (at + 1) + ".png");
            try {
                kept.append("== at ").append(visit.page().url()).append('\n');
                visit.page().screenshot(new Page.ScreenshotOptions().setPath(picture));
                visit.context().tracing().stop(new Tracing.StopOptions().setPath(trace));
                kept.append("== kept ")
                        .append(picture)
                        .append(" and ")
                        .append(trace)
                        .append('\n');
            } catch (PlaywrightException e) { // the failure itself is worth more than its picture
                kept.append("== nothing kept: ").append(e.getMessage()).append('\n');
            }
        }
        for (PortalUnderTest portal : portals) {
            Files.writeString(folder.resolve(name + ".portal.log"), portal.log());
            kept.append(portal.logTail()).append('\n');
        }
        return kept.toString();
    }

    void close() {
        for (Visit visit : visits) {
            try {
                Browsers.answering(visit.context()::close);
            } catch (PlaywrightException e) {
                System.err.println("!!! a visit could not be ended: " + e.getMessage());
            }
        }
        visits.clear();
    }
}
