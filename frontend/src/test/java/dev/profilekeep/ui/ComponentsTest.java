package dev.profilekeep.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Input;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import elemental.json.Json;
import elemental.json.JsonArray;
import elemental.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComponentsTest {
    private static final Instant AT = Instant.parse("2026-03-10T01:14:00Z");

    @BeforeEach
    void open() {
        MockVaadin.setup();
        UI.getCurrent().setLocale(Locale.GERMANY);
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    private static <T extends Component> T shown(T component) {
        UI.getCurrent().add(component);
        return component;
    }

    private static JsonObject json(Component component, String property) {
        return (JsonObject) component.getElement().getPropertyRaw(property);
    }

    @Test
    void every_component_hands_its_words_and_locale_over_in_the_language_of_its_ui() {
        var bar = shown(new CapacityBar(new CapacityBar.Capacity(1, 2, 1, 3)));
        assertThat(json(bar, "texts").getString("used")).isEqualTo("Belegt");
        assertThat(bar.getElement().getProperty("locale")).isEqualTo("de-DE");

        UI.getCurrent().setLocale(Locale.UK);
        assertThat(json(bar, "texts").getString("used")).isEqualTo("Used");
        assertThat(bar.getElement().getProperty("locale")).isEqualTo("en-GB");
    }

    @Test
    void a_time_zone_is_handed_over_by_its_name() {
        var time = shown(new RelativeTime(AT));
        time.setTimeZone(ZoneId.of("Europe/Berlin"));
        assertThat(time.getElement().getAttribute("at")).isEqualTo("2026-03-10T01:14:00Z");
        assertThat(time.getElement().getProperty("timeZone")).isEqualTo("Europe/Berlin");
    }

    @Test
    void a_badge_says_the_statuss_own_word_in_the_persons_language_unless_told_another() {
        var own = shown(new StatusBadge(Status.NOT_READY));
        var other = shown(new StatusBadge(Status.DEGRADED, "Hinkt nach"));
        assertThat(own.word()).isEqualTo("Nicht bereit");
        assertThat(own.getElement().getAttribute("status")).isEqualTo("not-ready");
        assertThat(other.word()).isEqualTo("Hinkt nach");

        UI.getCurrent().setLocale(Locale.UK);
        assertThat(own.word()).isEqualTo("Not ready");
        assertThat(other.word()).isEqualTo("Hinkt nach");

        other.setStatus(Status.READY);
        assertThat(other.word()).isEqualTo("Ready");
        assertThat(other.status()).isEqualTo(Status.READY);
    }

    @Test
    void evidence_is_a_plain_list_of_mark_sentence_source_and_age() {
        var list = shown(new EvidenceList(List.of(
                new EvidenceList.Evidence(EvidenceList.Answer.NO, "Nicht sauber geschlossen", "$Volume", AT),
                new EvidenceList.Evidence(EvidenceList.Answer.UNKNOWN, "Cache am Host", "nicht sichtbar", null))));
        assertThat(list.getElement().getTag()).isEqualTo("ul");
        var first = list.getElement().getChild(0);
        assertThat(first.getAttribute("data-answer")).isEqualTo("no");
        assertThat(first.getChild(0).getAttribute("label")).isEqualTo("Nein:");
        assertThat(first.getChild(1).getText()).isEqualTo("Nicht sauber geschlossen");
        assertThat(first.getTextRecursively()).contains("$Volume");
        assertThat(first.getChild(2).getChild(2).getAttribute("at")).isEqualTo(AT.toString());
        assertThat(list.getElement().getChild(1).getChild(2).getChildCount()).isEqualTo(1);

        UI.getCurrent().setLocale(Locale.UK);
        assertThat(list.getElement().getChildCount()).isEqualTo(2);
        assertThat(list.getElement().getChild(0).getChild(0).getAttribute("label"))
                .isEqualTo("No:");
    }

    @Test
    void a_chart_hands_over_every_number_and_leaves_out_what_is_not_known() {
        var chart = shown(new GrowthChart(new GrowthChart.Growth(
                "Wächst.",
                List.of(new GrowthChart.CopyLine(
                        "Frankfurt",
                        List.of(new GrowthChart.Point(AT, 1L << 40, null), new GrowthChart.Point(AT, 5, 3L)))),
                null,
                new GrowthChart.Forecast(List.of(new GrowthChart.Expected(AT, 7, 6, 9))))));
        assertThat(json(chart, "growth").toJson())
                .isEqualTo("{\"summary\":\"Wächst.\",\"copies\":[{\"name\":\"Frankfurt\",\"points\":"
                        + "[[1.77310524E12,1.099511627776E12,null],[1.77310524E12,5,3]]}],"
                        + "\"forecast\":[[1.77310524E12,7,6,9]]}");
    }

    @Test
    void numbers_that_cannot_be_are_refused_by_name() {
        assertThatThrownBy(() -> new CapacityBar.Capacity(1, -2, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("freeInsideBytes must not be negative: -2");
        assertThatThrownBy(() -> new GrowthChart.Expected(AT, 10, 11, 12)).hasMessageContaining("11 <= 10 <= 12");
        assertThatThrownBy(() -> new GrowthChart.Growth("", List.of(), 0L, null))
                .hasMessageContaining("maximumBytes");
        assertThatThrownBy(() -> new GrowthChart.Point(AT, -1, null)).hasMessageContaining("fileBytes");
    }

    @Test
    void shortcuts_run_what_they_were_given_and_nothing_else() {
        var shortcuts = shown(new Shortcuts());
        List<String> done = new ArrayList<>();
        shortcuts.add("g p", "Zu den Profilen", () -> done.add("profiles"));
        shortcuts.add("n", "Neu", () -> done.add("old"));
        shortcuts.add("n", "Neu", () -> done.add("new"));
        for (var keys : List.of("g p", "n", "x")) {
            press(shortcuts, keys);
        }
        assertThat(done).containsExactly("profiles", "new");

        shortcuts.remove("n");
        press(shortcuts, "n");
        assertThat(done).containsExactly("profiles", "new");
        assertThat(((JsonArray) shortcuts.getElement().getPropertyRaw("shortcuts")).toJson())
                .contains("g p")
                .doesNotContain("Neu");
        assertThatThrownBy(() -> shortcuts.add(" ", "", () -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_slash_that_the_page_has_no_use_for_goes_to_the_search_of_everything() {
        var shortcuts = shown(new Shortcuts());
        List<String> done = new ArrayList<>();
        press(shortcuts, "/");
        shortcuts.searchAll("Hilfe", () -> done.add("help"));
        press(shortcuts, "/");
        assertThat(done).containsExactly("help");
        assertThat(shortcuts.getElement().getProperty("searchAll")).isEqualTo("Hilfe");
    }

    /** What the browser sends, taken the way Vaadin takes it. */
    private static void press(Shortcuts shortcuts, String keys) {
        var data = Json.createObject();
        data.put("event.detail.keys", keys);
        shortcuts
                .getElement()
                .getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(shortcuts.getElement(), "pk-shortcut", data));
    }

    @Test
    void the_search_field_is_marked_for_the_slash_key() {
        var field = new Input();
        Shortcuts.markSearch(field);
        assertThat(field.getElement().hasAttribute("data-search")).isTrue();
    }

    @Test
    void the_rest_hands_over_what_it_is_given() {
        assertThat(new SymbolIcon(Symbol.HELP_USER).getElement().getAttribute("name"))
                .isEqualTo("help-user");
        assertThat(new SymbolIcon(Symbol.LOCK, "gesperrt").getElement().getAttribute("label"))
                .isEqualTo("gesperrt");
        var copyable = new CopyableText("S-1-5-21-1", "SID");
        assertThat(copyable.getElement().getAttribute("value")).isEqualTo("S-1-5-21-1");
        assertThat(copyable.getElement().getAttribute("what")).isEqualTo("SID");
        var line = new Sparkline(List.of(1, 2.5, 3L), "steigt");
        assertThat(((JsonArray) line.getElement().getPropertyRaw("values")).toJson())
                .isEqualTo("[1,2.5,3]");
        assertThat(line.getElement().getProperty("summary")).isEqualTo("steigt");
    }

    @Test
    void every_module_that_a_component_names_is_in_the_jar() {
        for (var type : List.of(
                BlockMap.class,
                CapacityBar.class,
                CopyableText.class,
                DensitySwitch.class,
                EvidenceList.class,
                GrowthChart.class,
                RelativeTime.class,
                Shortcuts.class,
                Sparkline.class,
                StatusBadge.class,
                SymbolIcon.class,
                ThemeSwitch.class)) {
            var module = type.getAnnotation(JsModule.class).value();
            assertThat(type.getResource("/META-INF/resources/frontend/" + module.substring(2)))
                    .as("%s of <%s>", module, type.getAnnotation(Tag.class).value())
                    .isNotNull();
        }
    }
}
