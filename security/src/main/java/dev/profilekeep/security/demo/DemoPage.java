package dev.profilekeep.security.demo;

import dev.profilekeep.security.opensaml.BrowserForm;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.web.util.HtmlUtils;

/** The pages of the demonstration's identity provider, in English and German. They say plainly that nothing is real. */
final class DemoPage {

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --page: #f6f4f0; --card: #fff; --text: #1d1f23; --soft: #4a4d53;
              --line: #8c877d; --accent: #2c4c9c; --note: #fbeed2; --note-line: #b77a00; --note-text: #4a3200 }
            @media (prefers-color-scheme: dark) { :root { --page: #131518; --card: #1b1e22; --text: #eceae5;
              --soft: #b9bbbe; --line: #757b84; --accent: #a3b9f6; --note: #362912; --note-line: #d9a441;
              --note-text: #f6e3b4 } }
            * { box-sizing: border-box }
            body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif }
            main { max-width: 34rem; margin: 0 auto; padding: clamp(1rem, 5vw, 3rem) 1rem }
            h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.5rem 0 .25rem }
            p { margin: 0 0 1rem; color: var(--soft) }
            .note { background: var(--note); color: var(--note-text); border: 1px solid var(--note-line);
              border-radius: .5rem; padding: .75rem 1rem; font-weight: 600; margin: 0 }
            ul { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .75rem }
            button, .button { display: block; width: 100%; min-height: 3rem; padding: .75rem 1rem; font: inherit;
              text-align: start; color: var(--text); background: var(--card); border: 1px solid var(--line);
              border-radius: .5rem; cursor: pointer; text-decoration: none }
            button:hover, .button:hover { border-color: var(--accent) }
            button:focus-visible, .button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
            button strong { display: block }
            button span { color: var(--soft) }
            """;

    private DemoPage() {}

    /** One button per persona. */
    static void personas(
            HttpServletRequest request, HttpServletResponse response, DemoPersonas personas, String question)
            throws IOException {
        boolean german = BrowserForm.german(request);
        StringBuilder buttons = new StringBuilder();
        for (DemoPersona persona : personas.personas()) {
            buttons.append("<li><button type=\"submit\" name=\"persona\" value=\"")
                    .append(escape(persona.id()))
                    .append("\"><strong>")
                    .append(escape(persona.displayName()))
                    .append("</strong> <span>")
                    .append(escape(german ? persona.germanDescription() : persona.description()))
                    .append("</span></button></li>\n");
        }
        page(
                request,
                response,
                german ? "Wer möchten Sie sein?" : "Who would you like to be?",
                german ? "Wählen Sie eine Person. Ein Kennwort gibt es nicht." : "Pick a person. There is no password.",
                """
                <form method="post" action="%s">
                <input type="hidden" name="question" value="%s">
                <ul>
                %s</ul>
                </form>
                """
                        .formatted(address(request, "/choose"), escape(question), buttons));
    }

    /** Who this browser is, with a button to sign out everywhere. */
    static void home(HttpServletRequest request, HttpServletResponse response, Optional<DemoSessions.Session> session)
            throws IOException {
        boolean german = BrowserForm.german(request);
        if (session.isEmpty()) {
            page(
                    request,
                    response,
                    german ? "Niemand ausgewählt" : "Nobody chosen",
                    german
                            ? "Öffnen Sie ProfileKeep und melden Sie sich dort an."
                            : "Open ProfileKeep and sign in there.",
                    link(request, german));
            return;
        }
        String name = session.get().persona().displayName();
        page(
                request,
                response,
                german ? "Sie sind " + name : "You are " + name,
                german
                        ? "Abmelden beendet auch die Sitzung in ProfileKeep."
                        : "Signing out ends the session in ProfileKeep, too.",
                "<form method=\"post\" action=\"" + address(request, "/sign-out") + "\"><ul><li>"
                        + "<button type=\"submit\"><strong>" + (german ? "Überall abmelden" : "Sign out everywhere")
                        + "</strong></button></li></ul></form>" + link(request, german));
    }

    static void signedOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean german = BrowserForm.german(request);
        page(
                request,
                response,
                german ? "Sie sind abgemeldet" : "You are signed out",
                german ? "Hier und in ProfileKeep." : "Here and in ProfileKeep.",
                link(request, german));
    }

    static void problem(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean german = BrowserForm.german(request);
        page(
                request,
                response,
                german ? "Das hat nicht geklappt" : "That did not work",
                german
                        ? "Die Nachricht war nicht in Ordnung oder zu alt. Beginnen Sie die Anmeldung von vorn."
                        : "The message was not in order, or too old. Begin signing in again.",
                link(request, german));
    }

    private static String link(HttpServletRequest request, boolean german) {
        return "<ul><li><a class=\"button\" href=\"" + escape(request.getContextPath() + "/") + "\">"
                + (german ? "Zu ProfileKeep" : "Go to ProfileKeep") + "</a></li></ul>";
    }

    private static void page(
            HttpServletRequest request, HttpServletResponse response, String title, String explanation, String body)
            throws IOException {
        boolean german = BrowserForm.german(request);
        String nonce = BrowserForm.nonce();
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'nonce-" + nonce + "'");
        BrowserForm.html(
                response,
                """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s – %s</title>
                <style nonce="%s">
                %s</style>
                </head>
                <body>
                <main>
                <p class="note">%s</p>
                <h1>%s</h1>
                <p>%s</p>
                %s
                </main>
                </body>
                </html>
                """
                        .formatted(
                                german ? "de" : "en",
                                escape(title),
                                german ? "ProfileKeep-Vorführung" : "ProfileKeep demonstration",
                                nonce,
                                STYLE,
                                german
                                        ? "Vorführung – hier meldet sich niemand wirklich an"
                                        : "Demonstration – nobody is really signed in here",
                                escape(title),
                                escape(explanation),
                                body));
    }

    private static String address(HttpServletRequest request, String path) {
        return escape(request.getContextPath() + DemoIdentityProvider.PATH + path);
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
