package dev.profilekeep.security.saml;

import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.SamlXml;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.metadata.Endpoint;
import org.opensaml.saml.saml2.metadata.EntitiesDescriptor;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;
import org.opensaml.saml.saml2.metadata.IDPSSODescriptor;
import org.opensaml.saml.saml2.metadata.SingleLogoutService;
import org.opensaml.saml.saml2.metadata.SingleSignOnService;
import org.springframework.security.saml2.Saml2Exception;
import org.springframework.security.saml2.core.Saml2X509Credential;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistrations;
import org.springframework.security.saml2.provider.service.registration.Saml2MessageBinding;

/**
 * What an identity provider's metadata says: who it is, where to send people, and which keys its word is known by.
 *
 * @param template the facts as Spring Security keeps them, lacking only our own side
 * @param validUntil when the document stops being true, if it says so
 */
record ProviderMetadata(RelyingPartyRegistration template, @Nullable Instant validUntil) {

    /** ADFS federation metadata is about 80 KiB; a federation of thousands does not belong here. */
    static final int LARGEST_BYTES = 4 << 20;

    /**
     * Reads a document that describes exactly one identity provider.
     *
     * @throws BadSamlMessage saying what is missing or too much
     */
    static ProviderMetadata parse(byte[] xml) throws BadSamlMessage {
        XMLObject root = SamlXml.parse(xml, LARGEST_BYTES, XMLObject.class);
        List<EntityDescriptor> entities;
        if (root instanceof EntityDescriptor one) {
            entities = List.of(one);
        } else if (root instanceof EntitiesDescriptor several) {
            entities = several.getEntityDescriptors();
        } else {
            throw new BadSamlMessage("not SAML metadata, but "
                    + root.getElementQName().getLocalPart() + ": is this the metadata's own address?");
        }
        List<EntityDescriptor> providers = entities.stream()
                .filter(entity -> entity.getIDPSSODescriptor(SAMLConstants.SAML20P_NS) != null)
                .toList();
        if (providers.size() != 1) {
            throw new BadSamlMessage("the metadata describes " + providers.size()
                    + " SAML 2.0 identity providers, and exactly one is needed");
        }
        EntityDescriptor entity = providers.get(0);
        try {
            RelyingPartyRegistration.Builder builder = RelyingPartyRegistrations.fromMetadata(
                    new ByteArrayInputStream(SamlXml.write(entity).getBytes(StandardCharsets.UTF_8)));
            preferRedirects(builder, entity.getIDPSSODescriptor(SAMLConstants.SAML20P_NS));
            return new ProviderMetadata(builder.registrationId("template").build(), earliest(root, entity));
        } catch (Saml2Exception | IllegalArgumentException e) {
            throw new BadSamlMessage("the metadata lacks what is needed: " + e.getMessage(), e);
        }
    }

    String entityId() {
        return template.getAssertingPartyMetadata().getEntityId();
    }

    /** When the first of the signing certificates ends; only for the eye, since SAML trusts the key itself. */
    Optional<Instant> certificateEnds() {
        return template.getAssertingPartyMetadata().getVerificationX509Credentials().stream()
                .map(Saml2X509Credential::getCertificate)
                .map(certificate -> certificate.getNotAfter())
                .min(Date::compareTo)
                .map(Date::toInstant);
    }

    boolean validAt(Instant now) {
        return validUntil == null || now.isBefore(validUntil);
    }

    private static @Nullable Instant earliest(XMLObject root, EntityDescriptor entity) {
        Instant own = entity.getValidUntil();
        Instant all = root instanceof EntitiesDescriptor several ? several.getValidUntil() : null;
        if (own == null || all == null) {
            return own == null ? all : own;
        }
        return own.isBefore(all) ? own : all;
    }

    /** A redirect is one page less than a form; Spring takes whichever is listed first. */
    private static void preferRedirects(RelyingPartyRegistration.Builder builder, IDPSSODescriptor provider)
            throws BadSamlMessage {
        SingleSignOnService signIn = null;
        for (SingleSignOnService service : provider.getSingleSignOnServices()) {
            signIn = better(signIn, service, binding(service.getBinding()));
        }
        if (signIn == null) {
            throw new BadSamlMessage("the metadata names no sign-in address for the redirect or POST binding");
        }
        String signInAt = web(signIn.getLocation());
        Saml2MessageBinding signInBy = Objects.requireNonNull(binding(signIn.getBinding()));
        builder.assertingPartyMetadata(
                party -> party.singleSignOnServiceLocation(signInAt).singleSignOnServiceBinding(signInBy));
        SingleLogoutService signOut = null;
        for (SingleLogoutService service : provider.getSingleLogoutServices()) {
            signOut = better(signOut, service, binding(service.getBinding()));
        }
        if (signOut != null) {
            String requests = web(signOut.getLocation());
            String answers = signOut.getResponseLocation() == null ? requests : web(signOut.getResponseLocation());
            Saml2MessageBinding signOutBy = Objects.requireNonNull(binding(signOut.getBinding()));
            builder.assertingPartyMetadata(party -> party.singleLogoutServiceLocation(requests)
                    .singleLogoutServiceResponseLocation(answers)
                    .singleLogoutServiceBinding(signOutBy));
        }
    }

    private static <T extends Endpoint> @Nullable T better(
            @Nullable T sofar, T next, @Nullable Saml2MessageBinding binding) {
        if (binding == null) {
            return sofar;
        }
        boolean replaces = sofar == null
                || (binding == Saml2MessageBinding.REDIRECT && binding(sofar.getBinding()) == Saml2MessageBinding.POST);
        return replaces ? next : sofar;
    }

    private static @Nullable Saml2MessageBinding binding(@Nullable String urn) {
        Saml2MessageBinding binding = urn == null ? null : Saml2MessageBinding.from(urn);
        return binding == Saml2MessageBinding.REDIRECT || binding == Saml2MessageBinding.POST ? binding : null;
    }

    private static String web(@Nullable String location) throws BadSamlMessage {
        if (location == null || !(location.startsWith("https://") || location.startsWith("http://"))) {
            throw new BadSamlMessage("the metadata names an address that is no web address: " + location);
        }
        return location;
    }
}
