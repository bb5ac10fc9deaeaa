package dev.profilekeep.portal.profiles.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.AbstractField.ComponentValueChangeEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfilesViewTest extends ViewTest {
    private final Preferences preferences = preferences();

    @Test
    void the_list_says_how_many_there_are_and_what_they_take() {
        ProfilesView view = open(Map.of());
        assertThat(words(view)).contains("2 containers, 4 copies, 2 GB stored");
        assertThat(accounts(view)).containsExactly("anna", "ben");
    }

    @Test
    void fifty_thousand_are_asked_for_by_the_page() {
        for (int i = 10; i < 50_010; i++) {
            estate.containers.add(Samples.detail(Samples.row(i, "S-1-5-21-1-2-3-" + i, "user" + i)));
        }
        ProfilesView view = open(Map.of());
        GridKt._get(_get(view, ProfilesGrid.class), 49_000);
        assertThat(GridKt._size(_get(view, ProfilesGrid.class))).isEqualTo(50_002);
        assertThat(estate.largestPage).isLessThanOrEqualTo(1_000);
    }

    @Test
    void searching_narrows_the_list_and_its_totals_and_its_export() {
        ProfilesView view = open(Map.of());
        TextField search = _get(view, TextField.class);
        search.setValue("ben");
        ComponentUtil.fireEvent(search, new ComponentValueChangeEvent<>(search, search, "", true));
        assertThat(accounts(view)).containsExactly("ben");
        assertThat(words(view)).contains("1 container matches");
        assertThat(export(view)).contains("text=ben", "columns=account", "lang=en");
    }

    @Test
    void a_url_brings_back_filters_and_order() {
        estate.containers.add(Samples.detail(Samples.row(3, "S-1-5-21-1-2-3-5", "chiara", FindingCode.NEARLY_FULL)));
        ProfilesView view = open(Map.of("state", List.of("ATTENTION"), "sort", List.of("-account")));
        assertThat(accounts(view)).containsExactly("chiara");
        assertThat(chip(view, "Needs attention").getElement().getAttribute("aria-pressed"))
                .isEqualTo("true");
        assertThat(export(view)).contains("state=ATTENTION", "sort=-account");
    }

    @Test
    void a_chip_is_pressed_and_pressed_again() {
        ProfilesView view = open(Map.of());
        _click(chip(view, "Problem"));
        assertThat(words(view)).contains("No containers match", "Nothing matches");
        _click(chip(view, "Problem"));
        assertThat(accounts(view)).containsExactly("anna", "ben");
    }

    @Test
    void an_empty_estate_says_what_would_be_here() {
        estate.containers.clear();
        assertThat(words(open(Map.of()))).contains("No containers yet", "The inventory fills this list");
    }

    @Test
    void what_could_not_be_read_stands_beside_the_total_and_opens_with_reasons() {
        estate.unread.add(new Unread("fra-profiles", "a/b.VHDX", "DENIED", "the server refused", Samples.NOW));
        ProfilesView view = open(Map.of());
        _click(_get(view, Button.class, spec -> spec.withText("1 thing could not be read")));
        Dialog dialog = _get(Dialog.class);
        assertThat(GridKt._getFormattedRow(_get(dialog, Grid.class), 0))
                .contains("Profiles in Frankfurt", "a/b.VHDX", "No right", "the server refused");
    }

    @Test
    void the_columns_chosen_are_found_again() {
        preferences.keep(People.helge(), Preferences.PROFILES_COLUMNS, "account,sid");
        ProfilesView view = open(Map.of());
        assertThat(_get(view, ProfilesGrid.class).getColumns())
                .filteredOn(column -> column.isVisible())
                .extracting(column -> column.getKey())
                .containsExactly("account", "sid");
    }

    @Test
    void the_phone_has_the_same_list() {
        assertThat(_find(open(Map.of()), ProfilesCards.class)).hasSize(1);
    }

    private ProfilesView open(Map<String, List<String>> parameters) {
        People.signIn(People.helge());
        ProfilesView view = show(new ProfilesView(
                new ProfilesService(estate, currentUser),
                new LocationsService(estate, currentUser),
                preferences,
                currentUser));
        view.open(parameters);
        return view;
    }

    private static List<String> accounts(ProfilesView view) {
        return GridKt._findAll(_get(view, ProfilesGrid.class)).stream()
                .map(row -> row.account())
                .toList();
    }

    private static NativeButton chip(ProfilesView view, String label) {
        return _get(view, NativeButton.class, spec -> spec.withText(label));
    }

    private static String export(ProfilesView view) {
        return _find(view, Anchor.class).stream()
                .map(Anchor::getHref)
                .filter(href -> href.contains("containers.csv"))
                .findFirst()
                .orElseThrow();
    }
}
