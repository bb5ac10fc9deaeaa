package dev.profilekeep.security.saml;

import dev.profilekeep.security.CurrentUser;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.saml2.provider.service.authentication.OpenSaml4AuthenticationProvider;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistrationRepository;
import org.springframework.security.saml2.provider.service.web.RelyingPartyRegistrationResolver;
import org.springframework.security.saml2.provider.service.web.Saml2WebSsoAuthenticationRequestFilter;
import org.springframework.security.saml2.provider.service.web.authentication.OpenSaml4AuthenticationRequestResolver;
import org.springframework.security.saml2.provider.service.web.authentication.Saml2WebSsoAuthenticationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Puts signing in and out by SAML into a filter chain. Call {@link #configure} once, on the chain of the whole
 * application; the pages it leads to belong to the application and must be open to everybody.
 */
public final class SamlSignIn {

    /** The page with the choices of {@link #options()}, and perhaps a {@link SignInFailure} to explain. */
    public static final String SIGN_IN_PAGE = "/sign-in";
    /** The page after signing out; with the parameter {@link #ONLY_HERE} if the identity provider did not confirm. */
    public static final String SIGNED_OUT_PAGE = "/signed-out";
    /** The parameter of {@link #SIGNED_OUT_PAGE} for: signed out here, perhaps not at the identity provider. */
    public static final String ONLY_HERE = "only-here";
    /** The page for somebody who is signed in and has no role. */
    public static final String NO_ACCESS_PAGE = "/no-access";
    /** Where a form with the CSRF token is posted to sign out. */
    public static final String SIGN_OUT = "/logout";

    /** Where the demonstration's identity provider answers, in the profile {@code demo} and nowhere else. */
    private static final String DEMO_PATHS = "/demo-idp/**";

    private final IdentityProviders providers;
    private final ServiceProvider serviceProvider;
    private final AnswerReader answers;
    private final BrowserSecret browsers;
    private final SamlSessions sessions;
    private final SignInOutcome outcome;
    private final PersonReader people;
    private final CurrentUser currentUser;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SamlSignIn(
            IdentityProviders providers,
            ServiceProvider serviceProvider,
            AnswerReader answers,
            BrowserSecret browsers,
            SamlSessions sessions,
            SignInOutcome outcome,
            PersonReader people,
            CurrentUser currentUser,
            Clock clock) {
        this.providers = providers;
        this.serviceProvider = serviceProvider;
        this.answers = answers;
        this.browsers = browsers;
        this.sessions = sessions;
        this.outcome = outcome;
        this.people = people;
        this.currentUser = currentUser;
        this.clock = clock;
    }

    /** The choices for the sign-in page. */
    public List<SignInOption> options() {
        return providers.options();
    }

    /**
     * Adds signing in, signing out, our metadata, and the plain page for people without a role.
     *
     * @throws Exception as Spring Security's own methods declare
     */
    public void configure(HttpSecurity http) throws Exception {
        SignOutMessages messages = new SignOutMessages(serviceProvider.key(), clock);
        NoRoleFilter noRole = new NoRoleFilter(currentUser);
        http.saml2Login(login -> login.withObjectPostProcessor(withoutHost())
                .loginPage(SIGN_IN_PAGE)
                .loginProcessingUrl(ServiceProvider.ANSWERS)
                .relyingPartyRegistrationRepository(noneByIdAlone())
                .authenticationRequestResolver(authnRequests())
                .authenticationConverter(answers)
                .authenticationManager(new ProviderManager(checking()))
                .successHandler(outcome)
                .failureHandler(outcome));
        http.saml2Metadata(metadata -> metadata.metadataResponseResolver(new OwnMetadata(serviceProvider, providers)));
        http.logout(logout -> logout.logoutUrl(SIGN_OUT)
                .logoutRequestMatcher(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, SIGN_OUT))
                .logoutSuccessHandler(new SignOutStart(providers, serviceProvider, messages)));
        http.exceptionHandling(handling -> handling.accessDeniedHandler(noRole));
        http.addFilterBefore(
                new SignOutFilter(at(ServiceProvider.SIGN_OUTS), providers, serviceProvider, messages, sessions, clock),
                CsrfFilter.class);
        http.addFilterBefore(new SessionEndFilter(clock), CsrfFilter.class);
        http.addFilterBefore(
                new UnavailableProviderFilter(providers, serviceProvider, outcome),
                Saml2WebSsoAuthenticationRequestFilter.class);
        http.addFilterBefore(
                new CrossSitePostFilter(at(ServiceProvider.ANSWERS), browsers), Saml2WebSsoAuthenticationFilter.class);
        http.addFilterBefore(noRole, AuthorizationFilter.class);
        if (!providers.hasInProcess()) {
            http.addFilterBefore(new NotFoundFilter(at(DEMO_PATHS)), CsrfFilter.class);
        }
    }

    private OpenSaml4AuthenticationProvider checking() {
        OpenSaml4AuthenticationProvider provider = new OpenSaml4AuthenticationProvider();
        provider.setResponseValidator(new ResponseRules(clock));
        provider.setAssertionValidator(new AssertionRules(clock));
        provider.setResponseAuthenticationConverter(people);
        return provider;
    }

    private OpenSaml4AuthenticationRequestResolver authnRequests() {
        RelyingPartyRegistrationResolver forRequest = (request, id) -> id == null
                ? null
                : providers.registration(id, serviceProvider.baseUrl(request)).orElse(null);
        OpenSaml4AuthenticationRequestResolver resolver = new OpenSaml4AuthenticationRequestResolver(forRequest);
        resolver.setClock(clock);
        resolver.setRelayStateResolver(request -> handle());
        return resolver;
    }

    /** Spring wants one, but each part that would ask it is replaced by one that knows the request's own address. */
    private static RelyingPartyRegistrationRepository noneByIdAlone() {
        return id -> null;
    }

    /** The way to the sign-in page stays on the host that was asked, whatever the request calls it. */
    private static ObjectPostProcessor<LoginUrlAuthenticationEntryPoint> withoutHost() {
        return new ObjectPostProcessor<>() {
            @Override
            public <T extends LoginUrlAuthenticationEntryPoint> T postProcess(T entryPoint) {
                entryPoint.setFavorRelativeUris(true);
                return entryPoint;
            }
        };
    }

    private static RequestMatcher at(String path) {
        return PathPatternRequestMatcher.withDefaults().matcher(path);
    }

    private String handle() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
