package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinServletResponse;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/** What was chosen as a ZIP. Who may no longer have it reads why in a sentence, with status 404: the address outlives the page, and the hour that was agreed on. */
final class ZipDownload implements DownloadHandler {
    private static final long serialVersionUID = 1L;

    /** Writes the ZIP, or refuses with nothing written. */
    interface Writer {
        void to(OutputStream out);
    }

    private final String name;
    private final transient Words words;
    private final transient Writer writer;

    /** @param name of the file, without its ending */
    ZipDownload(String name, Words words, Writer writer) {
        this.name = name;
        this.words = words;
        this.writer = writer;
    }

    @Override
    public void handleDownloadRequest(DownloadEvent event) throws IOException {
        event.setFileName(name + ".zip");
        event.setContentType("application/zip");
        VaadinResponse response = event.getResponse();
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        try {
            writer.to(event.getOutputStream());
        } catch (NotFoundException | NotNowException | AccessDeniedException | AuthenticationException e) {
            if (!(response instanceof VaadinServletResponse servlet)
                    || servlet.getHttpServletResponse().isCommitted()) {
                throw e;
            }
            refuse(servlet.getHttpServletResponse(), ErrorMessages.of(e).in(words));
        }
    }

    private static void refuse(HttpServletResponse response, String sentence) throws IOException {
        byte[] text = sentence.getBytes(StandardCharsets.UTF_8);
        response.resetBuffer();
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setHeader("Content-Disposition", "inline");
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
