package dev.profilekeep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.data.renderer.LitRenderer;
import elemental.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenderersTest {
    @BeforeEach
    void open() {
        MockVaadin.setup();
        UI.getCurrent().setLocale(Locale.GERMANY);
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    private static <T> Object value(LitRenderer<T> renderer, String property, T row) {
        return renderer.getValueProviders().get(property).apply(row);
    }

    @Test
    void a_status_has_its_own_word_in_the_persons_language_or_the_one_given() {
        var own = Renderers.<Status>status(status -> status);
        assertThat(value(own, "status", Status.NOT_READY)).isEqualTo("not-ready");
        assertThat(value(own, "word", Status.NOT_READY)).isEqualTo("Nicht bereit");
        UI.getCurrent().setLocale(Locale.UK);
        assertThat(value(own, "word", Status.NOT_READY)).isEqualTo("Not ready");
        var given = Renderers.<Status>status(status -> status, status -> "fehlt");
        assertThat(value(given, "word", Status.NOT_READY)).isEqualTo("fehlt");
    }

    @Test
    void a_time_goes_over_with_the_locale() {
        var renderer = Renderers.<Instant>relativeTime(at -> at);
        assertThat(value(renderer, "at", Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(value(renderer, "locale", Instant.EPOCH)).isEqualTo("de-DE");
    }

    @Test
    void a_capacity_goes_over_with_the_sentences_for_screen_readers_and_no_more() {
        var renderer = Renderers.<CapacityBar.Capacity>capacity(capacity -> capacity);
        var capacity = new CapacityBar.Capacity(1, 2, 1, 3);
        assertThat(((JsonObject) value(renderer, "capacity", capacity)).toJson())
                .isEqualTo("{\"used\":1,\"freeInside\":2,\"reclaimable\":1,\"maximum\":3}");
        var texts = (JsonObject) value(renderer, "texts", capacity);
        assertThat(texts.keys()).containsExactlyInAnyOrder("sentence", "sentence-clean", "sentence-no-maximum");
        assertThat(texts.getString("sentence")).contains("belegt");
    }
}
