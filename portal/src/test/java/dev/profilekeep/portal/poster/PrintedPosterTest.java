package dev.profilekeep.portal.poster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hangs on a wall carries the link and nothing of the moment in which it was printed. */
class PrintedPosterTest {
    private static final List<Path> STYLES = List.of(
            Path.of("src/main/frontend/portal.css"),
            Path.of("../frontend/src/main/resources/META-INF/resources/themes/profilekeep/base/print.css"));

    private static final Pattern HIDDEN = Pattern.compile("([^{}]+)\\{\\s*display: none !important;\\s*}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".pk-no-print", // the banner of trouble is one
                "vaadin-connection-indicator",
                "vaadin-notification-container",
                "vaadin-app-layout::part(navbar)",
                "vaadin-app-layout::part(drawer)",
                ".pk-bottom-nav"
            })
    void it_is_not_printed(String what) throws IOException {
        StringBuilder hidden = new StringBuilder();
        for (Path style : STYLES) {
            String css = Files.readString(style);
            Matcher rules = HIDDEN.matcher(css.substring(css.indexOf("@media print {") + "@media print {".length()));
            while (rules.find()) {
                hidden.append(rules.group(1)).append(',');
            }
        }
        assertThat(hidden.toString().split("\\s*,\\s*"))
                .anyMatch(one -> one.strip().equals(what));
    }
}
