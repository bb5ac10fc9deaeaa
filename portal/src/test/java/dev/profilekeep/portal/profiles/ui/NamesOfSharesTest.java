package dev.profilekeep.portal.profiles.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Unread;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever may write on a share chooses names there; they must not look like something else on a page. */
class NamesOfSharesTest extends ViewTest {
    @Test
    void an_account_shows_what_it_hides_and_turns_nothing_around_it() {
        Words words = Words.current();
        assertThat(ProfilesGrid.name(Samples.row(1, "", "exe\u202egpj"), words)).isEqualTo("exe\\u{202e}gpj");
        assertThat(ProfilesGrid.name(Samples.row(1, "", "\u05e9\u05dc"), words)).isEqualTo("\u2068\u05e9\u05dc\u2069");
        assertThat(ProfilesGrid.name(Samples.row(1, "", "anna"), words)).isEqualTo("anna");
    }

    @Test
    void so_does_the_path_of_what_could_not_be_read() {
        UnreadDialog dialog = new UnreadDialog(
                Words.current(),
                List.of(new Unread("fra-profiles", "a\u202eb/c\u001b", "NAME", "odd\u001bname", Samples.NOW)),
                Map.of());
        var grid = com.github.mvysny.kaributesting.v10.LocatorJ._get(dialog, com.vaadin.flow.component.grid.Grid.class);
        String row = com.github.mvysny.kaributesting.v10.GridKt._getFormattedRow(grid, 0)
                .toString();
        assertThat(row).contains("a\\u{202e}b/c\\u{1b}", "odd\\u{1b}name").doesNotContain("\u202e", "\u001b");
    }
}
