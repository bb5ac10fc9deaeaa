package dev.profilekeep.security.demo;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.Bindings;
import dev.profilekeep.security.opensaml.BrowserForm;
import dev.profilekeep.security.opensaml.SamlXml;
import dev.profilekeep.security.saml.ServiceProvider;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.common.SignableSAMLObject;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.SessionIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The addresses of the demonstration's identity provider. It knows one service provider, ours: questions must carry its
 * signature, and answers go to its address, whatever a question asks for.
 */
final class DemoFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(DemoFilter.class);
    private static final String COOKIE = "profilekeep-demo-idp";

    private final DemoIdentityProvider identityProvider;
    private final ServiceProvider serviceProvider;
    private final DemoPersonas personas;
    private final DemoSessions sessions = new DemoSessions();

    DemoFilter(DemoIdentityProvider identityProvider, ServiceProvider serviceProvider, DemoPersonas personas) {
        this.identityProvider = identityProvider;
        this.serviceProvider = serviceProvider;
        this.personas = personas;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        String path = request.getRequestURI()
                .substring(request.getContextPath().length() + DemoIdentityProvider.PATH.length());
        try {
            switch (request.getMethod() + " " + path) {
                case "GET /metadata" -> metadata(request, response);
                case "GET /sso", "POST /sso" -> question(request, response);
                case "POST /choose" -> choose(request, response);
                case "GET /slo", "POST /slo" -> signOut(request, response);
                case "GET ", "GET /" -> DemoPage.home(request, response, session(request));
                case "POST /sign-out" -> startSignOut(request, response);
                default -> response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (BadSamlMessage e) {
            LOG.warn(
                    "demonstration: a message was refused: {}",
                    String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " "));
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            DemoPage.problem(request, response);
        }
    }

    private void metadata(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/samlmetadata+xml;charset=UTF-8");
        response.getWriter().write(identityProvider.metadata(serviceProvider.baseUrl(request)));
    }

    private void question(HttpServletRequest request, HttpServletResponse response) throws IOException, BadSamlMessage {
        AuthnRequest asked = read(request, "SAMLRequest", AuthnRequest.class);
        String baseUrl = serviceProvider.baseUrl(request);
        check(request, "SAMLRequest", asked, asked.getIssuer(), baseUrl);
        if (!(baseUrl + DemoIdentityProvider.SIGN_IN).equals(asked.getDestination())) {
            throw new BadSamlMessage("the question was meant for " + asked.getDestination());
        }
        String handle = sessions.ask(new DemoSessions.Question(asked.getID(), request.getParameter("RelayState")));
        DemoPage.personas(request, response, personas, handle);
    }

    private void choose(HttpServletRequest request, HttpServletResponse response) throws IOException, BadSamlMessage {
        DemoSessions.Question question = sessions.question(request.getParameter("question"))
                .orElseThrow(() -> new BadSamlMessage("the question is forgotten: start again"));
        DemoPersona persona =
                personas.byId(request.getParameter("persona")).orElseThrow(() -> new BadSamlMessage("no such persona"));
        String baseUrl = serviceProvider.baseUrl(request);
        DemoSessions.Session session = sessions.begin(persona);
        String answersTo = serviceProvider.answersTo(baseUrl);
        Response answer = identityProvider.response(
                persona, question.requestId(), serviceProvider.entityId(baseUrl), answersTo, session.sessionIndex());
        identityProvider.sign(answer.getAssertions().get(0));
        identityProvider.sign(answer);
        response.addHeader(
                HttpHeaders.SET_COOKIE, cookie(request, session.sessionIndex()).toString());
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("SAMLResponse", Bindings.toForm(SamlXml.write(answer)));
        if (question.relayState() != null) {
            fields.put("RelayState", question.relayState());
        }
        BrowserForm.post(request, response, answersTo, fields);
    }

    /** The service provider asks us to sign out, or answers that it did. */
    private void signOut(HttpServletRequest request, HttpServletResponse response) throws IOException, BadSamlMessage {
        if (request.getParameter("SAMLRequest") == null) {
            DemoPage.signedOut(request, response);
            return;
        }
        LogoutRequest asked = read(request, "SAMLRequest", LogoutRequest.class);
        String baseUrl = serviceProvider.baseUrl(request);
        check(request, "SAMLRequest", asked, asked.getIssuer(), baseUrl);
        asked.getSessionIndexes().stream().map(SessionIndex::getValue).forEach(sessions::end);
        String to = serviceProvider.signOutsTo(baseUrl);
        String xml = SamlXml.write(identityProvider.logoutResponse(asked.getID(), to));
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, "").toString());
        response.sendRedirect(to + "?"
                + Bindings.signedQuery(
                        "SAMLResponse", xml, request.getParameter("RelayState"), identityProvider.key()));
    }

    /** The persona signs out here; we ask the service provider to do so too. */
    private void startSignOut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<DemoSessions.Session> session = session(request);
        if (session.isEmpty()) {
            DemoPage.signedOut(request, response);
            return;
        }
        sessions.end(session.get().sessionIndex());
        String to = serviceProvider.signOutsTo(serviceProvider.baseUrl(request));
        String xml = SamlXml.write(identityProvider.logoutRequest(
                session.get().persona(), session.get().sessionIndex(), to));
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, "").toString());
        response.sendRedirect(to + "?" + Bindings.signedQuery("SAMLRequest", xml, null, identityProvider.key()));
    }

    private Optional<DemoSessions.Session> session(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return sessions.session(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private void check(
            HttpServletRequest request,
            String parameter,
            SignableSAMLObject message,
            @Nullable Issuer issuer,
            String baseUrl)
            throws BadSamlMessage {
        String sender = issuer == null ? null : issuer.getValue();
        if (!serviceProvider.entityId(baseUrl).equals(sender)) {
            throw new BadSamlMessage("a message from " + sender + ", which is not our service provider");
        }
        if ("GET".equals(request.getMethod())) {
            Bindings.verifyQuery(
                    parameter,
                    request.getQueryString(),
                    serviceProvider.key().certificate().getPublicKey());
        } else {
            SamlXml.verify(message, serviceProvider.key().certificate());
        }
    }

    private static <T extends SignableSAMLObject> T read(HttpServletRequest request, String parameter, Class<T> type)
            throws BadSamlMessage {
        String value = request.getParameter(parameter);
        if (value == null) {
            throw new BadSamlMessage("no " + parameter);
        }
        byte[] xml = "GET".equals(request.getMethod()) ? Bindings.fromAddress(value) : Bindings.fromForm(value);
        return SamlXml.parse(xml, SamlXml.LARGEST_MESSAGE_BYTES, type);
    }

    /** Remembers the session in the browser; an empty one forgets it. */
    private static ResponseCookie cookie(HttpServletRequest request, String sessionIndex) {
        return ResponseCookie.from(COOKIE, sessionIndex)
                .path(request.getContextPath() + DemoIdentityProvider.PATH)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .maxAge(sessionIndex.isEmpty() ? 0 : -1)
                .build();
    }
}
