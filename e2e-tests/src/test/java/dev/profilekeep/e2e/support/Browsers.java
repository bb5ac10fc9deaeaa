package dev.profilekeep.e2e.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The browser of the run: the system's Chromium, driven by Playwright. The only place that launches one. Playwright is
 * bound to the thread that made it, so the flows of a run share one thread.
 */
public final class Browsers {
    private static final Path CHROMIUM =
            Path.of(Optional.ofNullable(System.getenv("PROFILEKEEP_CHROMIUM")).orElse("/usr/bin/chromium"));
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // No process is made in advance for a page that may be opened next.
            "--renderer-process-limit=1",
            // Nothing but this machine can be reached, whatever a page asks for.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");

    /** How long a page may take to become as expected, also where the machine has much else to do. */
    static final double PATIENCE_MILLIS = 20_000;

    /** How long the browser may take to end something before it counts as one that hangs. */
    private static final Duration END = Duration.ofSeconds(90);

    private static @Nullable Browser browser;

    private Browsers() {}

    /**
     * A context of its own in the browser of the run. A browser that went away, whoever ended it, costs the test that it
     * went away in, not all that follow.
     */
    static synchronized BrowserContext newContext(Browser.NewContextOptions options) {
        assumeInstalled();
        if (browser == null) {
            browser = launch();
        }
        try {
            return browser.newContext(options);
        } catch (PlaywrightException e) {
            System.err.println("!!! the browser is gone and started again: " + e.getMessage());
            browser = launch();
            return browser.newContext(options);
        }
    }

    /** Whether tests in a browser can run; skips the test, naming what is missing, where they cannot. */
    public static void assumeInstalled() {
        boolean there = Files.isExecutable(CHROMIUM);
        String advice = CHROMIUM + " is missing: tests in a browser are SKIPPED; run 'apt-get install chromium' or name"
                + " another Chromium in PROFILEKEEP_CHROMIUM";
        if (!there) {
            System.err.println("!!! " + advice);
        }
        assumeTrue(there, advice);
    }

    /** Asks the browser for something that has no end of its own: one that does not answer is killed. */
    static void answering(Runnable asking) {
        Deadline.within(END, command -> command.contains("chrom"), asking);
    }

    private static Browser launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser launched = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(ARGUMENTS)
                        .setHeadless(true));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(playwright), "browser-at-exit"));
        return launched;
    }

    private static void close(Playwright playwright) {
        try {
            // its driver, too: it may wait for the pipes of a browser that is gone
            Deadline.within(END, command -> command.contains("chrom") || command.endsWith("node"), playwright::close);
        } catch (PlaywrightException e) {
            // it was gone before
        }
    }
}
