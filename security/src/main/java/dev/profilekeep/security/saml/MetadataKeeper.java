package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the metadata of one identity provider: reads it from its address, remembers the last good one also on disk, and
 * knows how things stand. Safe for use by several threads; readers never wait for the network.
 */
final class MetadataKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataKeeper.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SamlProperties.IdentityProvider provider;
    private final Path copy;
    private final HttpClient http;
    private final Clock clock;
    private volatile IdentityProviderState state;
    private volatile @Nullable ProviderMetadata known;

    MetadataKeeper(SamlProperties.IdentityProvider provider, Path folder, HttpClient http, Clock clock) {
        this.provider = provider;
        this.copy = folder.resolve(provider.id() + ".xml");
        this.http = http;
        this.clock = clock;
        this.state = new IdentityProviderState(
                provider.id(),
                provider.name(),
                provider.metadata(),
                IdentityProviderState.Source.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        recall();
    }

    SamlProperties.IdentityProvider provider() {
        return provider;
    }

    IdentityProviderState state() {
        return state;
    }

    /** What may be used now: nothing unknown, nothing that says of itself it is no longer true. */
    Optional<ProviderMetadata> current() {
        ProviderMetadata metadata = known;
        return metadata != null && metadata.validAt(clock.instant()) ? Optional.of(metadata) : Optional.empty();
    }

    /** Reads the metadata from its address. What was known stays in use if that fails. @return whether it worked */
    synchronized boolean refresh() {
        Instant now = clock.instant();
        try {
            byte[] xml = read();
            ProviderMetadata fresh = ProviderMetadata.parse(xml);
            if (!fresh.validAt(now)) {
                throw new BadSamlMessage("the metadata says it was valid until " + fresh.validUntil());
            }
            use(fresh, IdentityProviderState.Source.FRESH, Optional.of(now), now);
            keep(xml);
            return true;
        } catch (IOException | BadSamlMessage e) {
            failed(now, reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(now, "stopped while reading");
        }
        return false;
    }

    private byte[] read() throws IOException, InterruptedException, BadSamlMessage {
        URI address = URI.create(provider.metadata());
        if ("file".equals(address.getScheme())) {
            Path file = Path.of(address);
            if (Files.size(file) > ProviderMetadata.LARGEST_BYTES) {
                throw new BadSamlMessage("the file is larger than " + ProviderMetadata.LARGEST_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Accept", "application/samlmetadata+xml, application/xml, text/xml")
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("the server answered with status " + response.statusCode());
            }
            byte[] xml = body.readNBytes(ProviderMetadata.LARGEST_BYTES + 1);
            if (xml.length > ProviderMetadata.LARGEST_BYTES) {
                throw new BadSamlMessage("the document is larger than " + ProviderMetadata.LARGEST_BYTES + " bytes");
            }
            return xml;
        }
    }

    private void recall() {
        try {
            ProviderMetadata kept = ProviderMetadata.parse(Files.readAllBytes(copy));
            Instant written = Files.getLastModifiedTime(copy).toInstant();
            use(kept, IdentityProviderState.Source.KEPT, Optional.of(written), null);
        } catch (NoSuchFileException e) {
            // the first start
        } catch (IOException | BadSamlMessage e) {
            LOG.warn("the kept metadata of identity provider {} cannot be used: {}", provider.id(), reason(e));
        }
    }

    private void keep(byte[] xml) {
        try {
            PrivateFiles.replace(copy, new String(xml, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot keep the metadata of identity provider {} in {}: {}", provider.id(), copy, reason(e));
        }
    }

    private void use(
            ProviderMetadata metadata,
            IdentityProviderState.Source source,
            Optional<Instant> refreshed,
            @Nullable Instant tried) {
        ProviderMetadata before = known;
        known = metadata;
        state = new IdentityProviderState(
                provider.id(),
                provider.name(),
                provider.metadata(),
                source,
                Optional.of(metadata.entityId()),
                refreshed,
                Optional.ofNullable(tried),
                Optional.empty(),
                metadata.certificateEnds());
        if (before != null && !before.entityId().equals(metadata.entityId())) {
            LOG.warn(
                    "identity provider {} now calls itself {} (before: {})",
                    provider.id(),
                    metadata.entityId(),
                    before.entityId());
        }
    }

    private void failed(Instant now, String reason) {
        IdentityProviderState before = state;
        state = new IdentityProviderState(
                before.id(),
                before.name(),
                before.metadata(),
                before.source(),
                before.entityId(),
                before.lastRefreshed(),
                Optional.of(now),
                Optional.of(reason),
                before.certificateEnds());
        if (!before.error().equals(Optional.of(reason))) {
            LOG.warn(
                    "metadata of identity provider {} cannot be read from {}: {}",
                    provider.id(),
                    provider.metadata(),
                    reason);
        }
    }

    private static String reason(Exception e) {
        String what = e.getMessage();
        return what == null || what.isBlank() ? e.getClass().getSimpleName() : what;
    }
}
