package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import dev.profilekeep.security.saml.SamlProperties.IdentityProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamlPropertiesTest {

    @Test
    void a_slash_at_the_end_of_the_public_url_is_dropped() {
        assertThat(SamlProperties.builder()
                        .publicUrl("https://profiles.example.com/keep/")
                        .build()
                        .publicUrl())
                .isEqualTo("https://profiles.example.com/keep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profiles.example.com",
                "ftp://profiles.example.com",
                "https://profiles.example.com/?a=b",
                "https://profiles.example.com/#a",
                "https://user@profiles.example.com",
                "https://",
                "https://a b"
            })
    void a_public_url_that_is_no_plain_address_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamlProperties.builder().publicUrl(url).build())
                .withMessageContaining("portal.publicUrl")
                .withMessageContaining(url);
    }

    @Test
    void sign_in_without_https_is_for_this_computer_only() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamlProperties.builder()
                        .publicUrl("http://profiles.example.com")
                        .build())
                .withMessageContaining("portal.publicUrl")
                .withMessageContaining("https:");
        assertThat(SamlProperties.builder()
                        .publicUrl("http://localhost:8080")
                        .build()
                        .publicUrl())
                .isEqualTo("http://localhost:8080");
    }

    @Test
    void a_key_without_its_certificate_is_refused_and_the_other_way_round() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SamlProperties.builder().signingKey("secret", null).build())
                .withMessageContaining("signIn.signingCertificateFrom is not")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SamlProperties.builder().signingKey(null, "pem").build())
                .withMessageContaining("signIn.signingKeyFrom is not");
    }

    @Test
    void an_empty_group_names_its_role() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamlProperties.builder()
                        .roles(Map.of(Role.HELPDESK, List.of(" ")))
                        .build())
                .withMessageContaining("signIn.roles.HELPDESK");
    }

    @Test
    void no_group_gives_the_role_of_session_hosts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamlProperties.builder()
                        .roles(Map.of(Role.HOST_REPORT, List.of("Hosts")))
                        .build())
                .withMessageContaining("signIn.roles.HOST_REPORT cannot be given to people");
    }

    @Test
    void two_identity_providers_with_one_id_are_refused() {
        IdentityProvider one = new IdentityProvider("entra", "Entra", "https://login.example.com/metadata.xml");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamlProperties.builder()
                        .identityProviders(List.of(one, one))
                        .build())
                .withMessageContaining("'entra' is used twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Entra", "a/b", "../a", "-a", "a-", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void an_id_that_is_no_short_plain_name_is_refused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityProvider(id, "Name", "https://login.example.com/metadata.xml"))
                .withMessageContaining("'" + id + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://login.example.com/metadata.xml", "metadata.xml", "ftp://login.example.com/m", "a b"})
    void metadata_from_where_anybody_could_change_it_is_refused(String metadata) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityProvider("entra", "Entra", metadata))
                .withMessageContaining("signIn.identityProviders[entra].metadata");
    }

    @Test
    void a_clock_that_may_be_off_by_an_hour_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityProvider(
                        "entra", "Entra", "https://login.example.com/m", false, Duration.ofHours(1), Signed.RESPONSE))
                .withMessageContaining("signIn.identityProviders[entra].clockSkew");
    }

    @Test
    void an_attribute_without_a_name_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttributeNames(List.of(), List.of("a"), List.of("a"), List.of("a"), List.of("a")))
                .withMessageContaining("signIn.attributes.sid");
    }

    @Test
    void several_groups_hold_a_role_to_what_any_of_them_does_and_one_without_scope_to_nothing() {
        Scope london = new Scope(Set.of("lon"), Set.of());
        Scope pool = new Scope(Set.of("fra"), Set.of("pool"));
        SamlProperties properties = SamlProperties.builder()
                .groups(Map.of(
                        Role.USER, List.of(new SamlProperties.Group("*", Scope.EVERYTHING)),
                        Role.HELPDESK,
                                List.of(
                                        new SamlProperties.Group("help-lon", london),
                                        new SamlProperties.Group("help-pool", pool),
                                        new SamlProperties.Group("help-all", Scope.EVERYTHING)),
                        Role.AUDITOR, List.of(new SamlProperties.Group("audit", Scope.EVERYTHING))))
                .build();

        assertThat(properties.rolesOf(Set.of())).isEqualTo(Map.of(Role.USER, Scope.EVERYTHING));
        assertThat(properties.rolesOf(Set.of("help-lon"))).containsEntry(Role.HELPDESK, london);
        Scope both = properties.rolesOf(Set.of("help-lon", "help-pool")).get(Role.HELPDESK);
        assertThat(both.parts())
                .as("either, and not what would be in both lists")
                .containsExactlyInAnyOrder(
                        new Scope.Part(Set.of("lon"), Set.of()), new Scope.Part(Set.of("fra"), Set.of("pool")));
        assertThat(properties
                        .rolesOf(Set.of("help-lon", "help-all"))
                        .get(Role.HELPDESK)
                        .isEverything())
                .isTrue();

        Person person = new Person(
                "helge",
                "Helge",
                null,
                null,
                Set.of(Role.HELPDESK, Role.AUDITOR),
                "corp",
                properties.rolesOf(Set.of("help-lon", "audit")));
        assertThat(person.scope(Role.HELPDESK)).isEqualTo(london);
        assertThat(person.scope(Role.AUDITOR)).isEqualTo(Scope.EVERYTHING);
        assertThat(person.scopes())
                .as("of roles that are held to nothing nothing is said")
                .containsOnlyKeys(Role.HELPDESK);
    }

    @Test
    void nobodys_own_containers_are_held_to_a_site() {
        assertThatThrownBy(() -> SamlProperties.builder()
                        .groups(Map.of(
                                Role.USER, List.of(new SamlProperties.Group("*", new Scope(Set.of("lon"), Set.of())))))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signIn.roles.USER");
        assertThatThrownBy(() -> new Scope(Set.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
