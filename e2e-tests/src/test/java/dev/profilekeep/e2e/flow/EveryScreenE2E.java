package dev.profilekeep.e2e.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.profilekeep.e2e.page.Screen;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every screen: usable by everybody, in light and dark, and on the narrowest phone. */
@PortalFlow
class EveryScreenE2E {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    @ParameterizedTest
    @EnumSource(Screen.class)
    void has_no_serious_barrier_and_never_scrolls_sideways(Screen screen, Visits visits) {
        VaadinPage page = visits.open();
        screen.open(page);
        assertThat(barriers(page)).as("in light colours").isEmpty();

        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.settle();
        page.awaitDark(true);
        assertThat(barriers(page)).as("in dark colours").isEmpty();

        page.page().setViewportSize(Look.PHONE.width(), Look.PHONE.height());
        page.settle();
        assertThat(page.widerThanTheWindow()).as("at 360 pixels").isEmpty();
        assertThat(barriers(page)).as("on a phone").isEmpty();
    }

    /**
     * What axe calls serious or critical, each with where it is. It runs in the page itself: no screen has frames, and the
     * empty page that it otherwise opens to put the answers of frames together is a process of the browser each time.
     */
    private static List<String> barriers(VaadinPage page) {
        assertThat(page.page().frames()).as("frames").hasSize(1);
        AxeRunOptions violationsInFull = new AxeRunOptions();
        violationsInFull.setResultTypes(List.of("violations"));
        return new AxeBuilder(page.page())
                .setLegacyMode(true).options(violationsInFull).analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .flatMap(rule -> rule.getNodes().stream()
                                .map(node -> rule.getId() + ": " + rule.getHelp() + " at " + node.getTarget() + " "
                                        + node.getHtml() + " " + node.getFailureSummary()))
                        .toList();
    }
}
