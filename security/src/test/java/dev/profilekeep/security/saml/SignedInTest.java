package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who acts, as the rest of the application sees it. */
class SignedInTest {

    private final Person anna = new Person(
            "anna@example.com", "Anna Berger", "S-1-5-21-1-2-3-1104", null, Set.of(Role.USER, Role.AUDITOR), "entra");
    private final SignedIn signedIn = new SignedIn(new SamlPrincipal(
            anna,
            new SamlPrincipal.NameIdentifier("anna@example.com", "format", "qualifier", null),
            List.of("_session"),
            Instant.parse("2026-11-21T20:00:00Z")));
    private final CurrentUser currentUser = new CurrentUser();

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void the_person_of_a_sign_in_is_the_current_user() {
        SecurityContextHolder.getContext().setAuthentication(signedIn);

        assertThat(currentUser.person()).hasValue(anna);
        assertThat(currentUser.require()).isEqualTo(anna);
        assertThat(CurrentUser.of(signedIn)).isEqualTo(anna);
        assertThat(signedIn.getName()).isEqualTo("anna@example.com");
        assertThat(signedIn.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactlyInAnyOrder("ROLE_USER", "ROLE_AUDITOR");
    }

    @Test
    void without_a_sign_in_there_is_no_current_user() {
        assertThat(currentUser.person()).isEmpty();
        assertThatExceptionOfType(AuthenticationCredentialsNotFoundException.class)
                .isThrownBy(currentUser::require);

        SecurityContextHolder.getContext()
                .setAuthentication(new AnonymousAuthenticationToken(
                        "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
        assertThat(currentUser.person()).isEmpty();

        signedIn.setAuthenticated(false);
        SecurityContextHolder.getContext().setAuthentication(signedIn);
        assertThat(currentUser.person()).isEmpty();
    }

    @Test
    void an_authentication_of_another_kind_is_nobody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CurrentUser.of(new TestingAuthenticationToken("anna", "password", "ROLE_USER")))
                .withMessageContaining("TestingAuthenticationToken");
    }

    @Test
    void a_session_can_be_stored_and_read_again() throws Exception {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(signedIn);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray()))) {
            SignedIn read = (SignedIn) in.readObject();

            assertThat(read).isEqualTo(signedIn);
            assertThat(read.getPrincipal()).isEqualTo(signedIn.getPrincipal());
            assertThat(read.isAuthenticated()).isTrue();
        }
    }

    @Test
    void a_person_has_a_name_always() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Person(" ", "Anna", null, null, Set.of(), "entra"))
                .withMessageContaining("subject");
    }
}
