package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;

/**
 * The identity providers, those configured and the demonstration's. Their metadata is read in the background: one that
 * is down neither stops the start nor, once known, the sign-in. Safe for use by several threads.
 */
public final class IdentityProviders implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityProviders.class);

    private final ServiceProvider serviceProvider;
    private final Map<String, MetadataKeeper> configured = new LinkedHashMap<>();
    private final List<InProcessIdentityProvider> inProcess;
    private final Clock clock;
    private final Rhythm rhythm;
    private @Nullable ScheduledExecutorService background;

    /**
     * How often metadata is read.
     *
     * @param good pause after it was read
     * @param firstRetry pause after the first failure; it doubles from failure to failure up to {@code good}
     * @param onDemand how long a person's click does not ask again after a failure
     */
    record Rhythm(Duration good, Duration firstRetry, Duration onDemand) {
        static final Rhythm USUAL = new Rhythm(Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    IdentityProviders(
            SamlProperties properties,
            ServiceProvider serviceProvider,
            List<InProcessIdentityProvider> inProcess,
            Path folder,
            Clock clock,
            Rhythm rhythm) {
        this.serviceProvider = serviceProvider;
        this.inProcess = List.copyOf(inProcess);
        this.clock = clock;
        this.rhythm = rhythm;
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        for (SamlProperties.IdentityProvider provider : properties.identityProviders()) {
            configured.put(provider.id(), new MetadataKeeper(provider, folder, http, clock));
        }
        for (InProcessIdentityProvider own : inProcess) {
            if (configured.containsKey(own.id())) {
                throw new IllegalArgumentException("signIn.identityProviders: the id '" + own.id()
                        + "' is taken by an identity provider of this application: choose another");
            }
        }
    }

    /** The choices for the sign-in page, in the order of the configuration. */
    public List<SignInOption> options() {
        List<SignInOption> options = new ArrayList<>();
        configured
                .values()
                .forEach(keeper -> options.add(
                        option(keeper.provider().id(), keeper.provider().name())));
        inProcess.forEach(own -> options.add(option(own.id(), own.name())));
        return List.copyOf(options);
    }

    /** How the configured identity providers are, in the order of the configuration. */
    public List<IdentityProviderState> states() {
        return configured.values().stream().map(MetadataKeeper::state).toList();
    }

    /**
     * Reads the metadata of one identity provider now, waiting for it.
     *
     * @return whether that worked; {@link #states()} says why not
     * @throws IllegalArgumentException if none with this id is configured
     */
    public boolean refresh(String id) {
        MetadataKeeper keeper = configured.get(id);
        if (keeper == null) {
            throw new IllegalArgumentException("no identity provider '" + id + "' is configured");
        }
        return keeper.refresh();
    }

    boolean hasInProcess() {
        return !inProcess.isEmpty();
    }

    boolean knows(String id) {
        return configured.containsKey(id)
                || inProcess.stream().anyMatch(own -> own.id().equals(id));
    }

    /** All that a conversation with this identity provider needs, or empty while its metadata is unknown. */
    Optional<RelyingPartyRegistration> registration(String id, String baseUrl) {
        MetadataKeeper keeper = configured.get(id);
        if (keeper != null) {
            return keeper.current()
                    .or(() -> askNow(keeper))
                    .map(metadata ->
                            serviceProvider.register(id, metadata.template().mutate(), baseUrl));
        }
        return inProcess.stream()
                .filter(own -> own.id().equals(id))
                .findFirst()
                .map(own -> serviceProvider.register(
                        id, ownMetadata(own, baseUrl).template().mutate(), baseUrl));
    }

    /** The one that calls itself so; empty if none does, or two. */
    Optional<RelyingPartyRegistration> byEntityId(String entityId, String baseUrl) {
        List<RelyingPartyRegistration> found = new ArrayList<>();
        for (SignInOption option : options()) {
            boolean known = configured.get(option.id()) == null
                    || configured.get(option.id()).current().isPresent();
            if (known) {
                registration(option.id(), baseUrl)
                        .filter(one ->
                                one.getAssertingPartyMetadata().getEntityId().equals(entityId))
                        .ifPresent(found::add);
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    boolean unsolicitedAllowed(String id) {
        MetadataKeeper keeper = configured.get(id);
        return keeper != null && keeper.provider().unsolicitedAllowed();
    }

    Duration clockSkew(String id) {
        MetadataKeeper keeper = configured.get(id);
        return keeper == null
                ? SamlProperties.IdentityProvider.USUAL_CLOCK_SKEW
                : keeper.provider().clockSkew();
    }

    /** What this identity provider must sign; the strictest for one that is none. */
    Signed signed(String id) {
        MetadataKeeper keeper = configured.get(id);
        return keeper == null ? Signed.RESPONSE : keeper.provider().signed();
    }

    /** Whether one of them may sign the assertion alone. */
    boolean anySignsAssertions() {
        return configured.keySet().stream().anyMatch(id -> signed(id) == Signed.RESPONSE_OR_ASSERTION);
    }

    @Override
    public synchronized void start() {
        if (background == null && !configured.isEmpty()) {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "identity-provider-metadata");
                thread.setDaemon(true);
                return thread;
            });
            configured.values().forEach(keeper -> executor.execute(() -> keepFresh(executor, keeper, 0)));
            background = executor;
        }
    }

    @Override
    public synchronized void stop() {
        if (background != null) {
            background.shutdownNow();
            background = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return background != null;
    }

    private void keepFresh(ScheduledExecutorService executor, MetadataKeeper keeper, int failuresBefore) {
        int failures = failuresBefore + 1;
        try {
            if (keeper.refresh()) {
                failures = 0;
            }
        } catch (RuntimeException e) {
            LOG.error("reading the metadata of {} went wrong", keeper.provider().id(), e);
        }
        int next = failures;
        if (!executor.isShutdown()) {
            executor.schedule(
                    () -> keepFresh(executor, keeper, next), pause(failures).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration pause(int failures) {
        if (failures == 0) {
            return rhythm.good();
        }
        Duration longer = rhythm.firstRetry().multipliedBy(1L << Math.min(failures - 1, 16));
        return longer.compareTo(rhythm.good()) < 0 ? longer : rhythm.good();
    }

    private Optional<ProviderMetadata> askNow(MetadataKeeper keeper) {
        synchronized (keeper) {
            Optional<Instant> tried = keeper.state().lastTried();
            boolean recently =
                    tried.isPresent() && tried.get().plus(rhythm.onDemand()).isAfter(clock.instant());
            if (keeper.current().isEmpty() && !recently) {
                keeper.refresh();
            }
        }
        return keeper.current();
    }

    private static ProviderMetadata ownMetadata(InProcessIdentityProvider own, String baseUrl) {
        try {
            return ProviderMetadata.parse(own.metadata(baseUrl).getBytes(StandardCharsets.UTF_8));
        } catch (BadSamlMessage e) {
            throw new IllegalStateException("our own identity provider's metadata is wrong: " + e.getMessage(), e);
        }
    }

    private static SignInOption option(String id, String name) {
        return new SignInOption(id, name, "/saml2/authenticate/" + id);
    }
}
