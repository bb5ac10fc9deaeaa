package dev.profilekeep.portal.start;

import dev.profilekeep.portal.page.UnreadableAddress;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What Tomcat refuses before anything of ours sees it, an address that is none above all, is told to programs as the API tells
 * everything, and to browsers on a page in plain words; without what was sent. Public for Tomcat, which makes it by its name.
 */
public final class RefusalValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        boolean bad = status == HttpStatus.BAD_REQUEST.value();
        String type = bad ? "urn:profilekeep:problem:bad-input" : "about:blank";
        String detail = bad
                ? ",\"detail\":\"the request could not be read; what stands in an address must be percent-encoded\""
                : "";
        Optional<String> page = bad ? UnreadableAddress.forBrowser(request) : Optional.empty();
        if (page.isPresent()) {
            write(response, "text/html", page.get());
            return;
        }
        write(
                response,
                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                "{\"type\":\"" + type + "\",\"title\":\"" + (known == null ? "Error" : known.getReasonPhrase())
                        + "\",\"status\":" + status + detail + "}");
    }

    private void write(Response response, String contentType, String answer) {
        try {
            response.setContentType(contentType);
            response.setCharacterEncoding("UTF-8");
            Writer out = response.getReporter();
            if (out != null) {
                out.write(answer);
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            // Whoever asked is gone, or has part of an answer already: there is nobody to tell.
            container.getLogger().debug("a refusal was not told", e);
        }
    }
}
