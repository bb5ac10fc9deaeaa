package dev.profilekeep.security.saml;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** What the browser sees at the end of a sign-in: the page it wanted, or the sign-in page with a reason. */
final class SignInOutcome implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SignInOutcome.class);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int LONGEST_REASON = 1000;

    private final SecureRandom random = new SecureRandom();
    private final ReturnPage returnPage;
    private final SamlSessions sessions;

    SignInOutcome(ReturnPage returnPage, SamlSessions sessions) {
        this.returnPage = returnPage;
        this.sessions = sessions;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (authentication.getPrincipal() instanceof SamlPrincipal principal) {
            sessions.began(request.getSession(), principal);
            LOG.info(
                    "sign-in person={} provider={} roles={}",
                    printable(principal.person().subject()),
                    principal.person().identityProvider(),
                    principal.person().roles());
        }
        Object target = request.getAttribute(AnswerReader.TARGET);
        returnPage.forget(request, response);
        response.sendRedirect(request.getContextPath() + (target instanceof String page ? page : ReturnPage.HOME));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        SignInFailure failure = kind(exception);
        fail(request, response, failure, reason(exception));
    }

    /** Sends the browser to the sign-in page with a reason it may know, and writes the full one to the log. */
    void fail(HttpServletRequest request, HttpServletResponse response, SignInFailure failure, String reason)
            throws IOException {
        String incident = Long.toString(random.nextLong() >>> 24, 36).toUpperCase(Locale.ROOT);
        LOG.warn(
                "sign-in refused incident={} kind={} from={} reason={}",
                incident,
                failure.parameter(),
                request.getRemoteAddr(),
                printable(reason));
        response.sendRedirect(request.getContextPath() + SamlSignIn.SIGN_IN_PAGE + "?" + SignInFailure.PARAMETER + "="
                + failure.parameter() + "&" + SignInFailure.INCIDENT + "=" + incident);
    }

    /** The message with those of its causes, which for a message that cannot be read say more than it does. */
    private static String reason(AuthenticationException exception) {
        StringBuilder reason = new StringBuilder(String.valueOf(exception.getMessage()));
        for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && reason.indexOf(message) < 0) {
                reason.append(": ").append(message);
            }
        }
        return reason.toString();
    }

    private static SignInFailure kind(AuthenticationException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SignInRefused refused) {
                return refused.failure();
            }
        }
        return SignInFailure.REFUSED;
    }

    /** One line without control characters: part of it was written by whoever sent the response. */
    static String printable(String reason) {
        String line = CONTROL.matcher(reason).replaceAll(" ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
}
