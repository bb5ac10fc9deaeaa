package dev.profilekeep.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.server.AppShellRegistry;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinService;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppearanceTest {
    @BeforeEach
    void open() {
        MockVaadin.setup();
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    @Test
    void the_script_stands_before_everything_else_in_the_head() {
        var page = Document.createShell("");
        page.head().appendElement("link").attr("rel", "stylesheet");
        var shell = AppShellRegistry.getInstance(VaadinService.getCurrent().getContext());
        shell.setShell(Shell.class);
        shell.modifyIndexHtml(page, VaadinRequest.getCurrent());

        var first = page.head().selectFirst("script, link, style");
        assertThat(first).isNotNull();
        assertThat(first.tagName()).isEqualTo("script");
        assertThat(first.data()).isEqualTo(Appearance.script());
        assertThat(page.head().selectFirst("meta[name=viewport]").attr("content"))
                .contains("width=device-width")
                .doesNotContain("user-scalable", "maximum-scale");
        assertThat(page.head().selectFirst("meta[name=color-scheme]").attr("content"))
                .isEqualTo("light dark");
    }

    @Test
    void the_script_can_stand_in_a_page_as_it_is() {
        assertThat(Appearance.script())
                .contains("data-density")
                .doesNotContain("</")
                .doesNotContain("<!--");
    }

    public static class Shell implements AppShellConfigurator {
        @Override
        public void configurePage(AppShellSettings settings) {
            Appearance.configure(settings);
        }
    }
}
