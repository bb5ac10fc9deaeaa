package dev.profilekeep.portal.files.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.fakeservlet.FakeRequest;
import com.github.mvysny.fakeservlet.FakeResponse;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.server.VaadinServletService;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedHttpSession;
import com.vaadin.flow.server.communication.StreamRequestHandler;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.restore.visit.Preview;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The address that a browser fetches a picture of a preview from, asked as Vaadin's servlet asks it. */
class PictureAddressTest extends ViewTest {
    private static final byte[] BYTES = {(byte) 0x89, 'P', 'N', 'G', '<', 's', 'c', 'r', 'i', 'p', 't', '>'};

    private static String addressOfAPicture() {
        Image image = show(new PictureView(
                        new Image(FileDialog.picture(new Preview.Picture("image/png", BYTES)), "a picture")))
                .image;
        return "/" + image.getElement().getAttribute("src");
    }

    /** A place for it in the page. */
    private static final class PictureView extends com.vaadin.flow.component.html.Div {
        private static final long serialVersionUID = 1L;

        private final Image image;

        PictureView(Image image) {
            super(image);
            this.image = image;
        }
    }

    /** Remembers how it was refused. */
    private static final class Answer extends FakeResponse {
        private int refused;

        @Override
        public void sendError(int status, String message) {
            refused = status;
        }

        @Override
        public void sendError(int status) {
            refused = status;
        }
    }

    private static Answer fetch(String address) throws IOException {
        VaadinSession session = VaadinSession.getCurrent();
        HttpSession http = ((WrappedHttpSession) session.getSession()).getHttpSession();
        Answer response = new Answer();
        VaadinServletService service = (VaadinServletService) session.getService();
        FakeRequest request = new FakeRequest(http) {
            @Override
            public String getPathInfo() {
                return address;
            }
        };
        new StreamRequestHandler()
                .handleRequest(
                        session,
                        new VaadinServletRequest(request, service),
                        new VaadinServletResponse(response, service));
        return response;
    }

    @Test
    void a_picture_comes_as_a_picture_in_which_nothing_can_run_and_which_nothing_keeps() throws Exception {
        Answer answer = fetch(addressOfAPicture());

        assertThat(answer.refused).isZero();
        assertThat(answer.getBuffer().toByteArray()).isEqualTo(BYTES);
        assertThat(answer.getContentType()).isEqualTo("image/png");
        assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.getHeader("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(answer.getHeader("Content-Disposition")).startsWith("inline");
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void in_the_session_of_somebody_else_and_with_another_secret_there_is_nothing_at_that_address() throws Exception {
        String address = addressOfAPicture();
        assertThat(fetch(address).getBuffer().size()).isEqualTo(BYTES.length);
        String guessed = address.replaceFirst("/[0-9a-f-]{36}/", "/00000000-0000-0000-0000-000000000000/");
        assertThat(guessed).as("the address has a secret").isNotEqualTo(address);
        Answer wrong = fetch(guessed);
        assertThat(wrong.getBuffer().size()).isZero();
        assertThat(wrong.refused).isEqualTo(404);

        anotherBrowser();
        Answer other = fetch(address);
        assertThat(other.getBuffer().size()).isZero();
        assertThat(other.refused).isEqualTo(404);
    }

    /** Another browser, with a session of its own. */
    private static void anotherBrowser() {
        MockVaadin.tearDown();
        MockVaadin.setup();
    }
}
