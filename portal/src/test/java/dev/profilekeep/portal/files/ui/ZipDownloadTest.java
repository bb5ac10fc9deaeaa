package dev.profilekeep.portal.files.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.server.streams.DownloadEvent;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.support.ViewTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a browser gets at the address of a ZIP. */
class ZipDownloadTest extends ViewTest {
    private MockHttpServletResponse fetch(ZipDownload.Writer writer) throws IOException {
        VaadinServletService service = (VaadinServletService) VaadinService.getCurrent();
        MockHttpServletResponse response = new MockHttpServletResponse();
        VaadinRequest request = new VaadinServletRequest(new MockHttpServletRequest(), service);
        UI ui = UI.getCurrent();
        new ZipDownload("backup-2026-11-21", Words.current(), writer)
                .handleDownloadRequest(new DownloadEvent(
                        request, new VaadinServletResponse(response, service), ui.getSession(), ui.getElement()));
        return response;
    }

    @Test
    void who_may_gets_it_under_its_name() throws IOException {
        MockHttpServletResponse response = fetch(out -> {
            try {
                out.write(new byte[] {'P', 'K'});
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsByteArray()).containsExactly('P', 'K');
        assertThat(response.getHeader("Content-Disposition")).contains("backup-2026-11-21.zip");
    }

    @Test
    void after_the_hour_it_is_not_there_any_more_and_a_sentence_says_why() throws IOException {
        MockHttpServletResponse response = fetch(out -> {
            throw new NotNowException(NotNowException.Why.FILES_OVER, "over", null);
        });
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentType()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(response.getHeader("Content-Disposition")).isEqualTo("inline");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8)).contains("is over. Ask anew");
    }

    @Test
    void who_never_might_is_told_nothing_of_it() throws IOException {
        MockHttpServletResponse response = fetch(out -> {
            throw new NotFoundException("container 17");
        });
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentAsString(StandardCharsets.UTF_8))
                .contains("does not exist")
                .doesNotContain("17");
    }
}
