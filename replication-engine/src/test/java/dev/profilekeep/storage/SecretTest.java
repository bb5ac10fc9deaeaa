package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class SecretTest {
    private final Secret secret = Secret.of("hunter2");

    @Test
    void never_shows_itself() {
        Credentials credentials = new Credentials("engine", "CORP", secret);
        assertThat(secret).hasToString("***").hasSameHashCodeAs(Secret.of("other"));
        assertThat(credentials.toString()).contains("CORP\\engine").doesNotContain("hunter2");
        assertThat(StorageOptions.of(credentials).toString()).doesNotContain("hunter2");
    }

    @Test
    void is_never_serialised() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatThrownBy(() -> out.writeObject(secret)).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void equals_only_the_same_characters() {
        assertThat(secret)
                .isEqualTo(Secret.of("hunter2".toCharArray()))
                .isNotEqualTo(Secret.of("hunter3"))
                .isNotEqualTo(Secret.of("hunter"))
                .isNotEqualTo(Secret.of("hunter22"))
                .isNotEqualTo(Secret.of("hunter2hunter2"))
                .isNotEqualTo(Secret.of(""))
                .isNotEqualTo("hunter2");
        assertThat(Secret.of("")).isEqualTo(Secret.of("")).isNotEqualTo(secret);
    }

    @Test
    void lends_a_copy_and_wipes_it() {
        char[] given = "abc".toCharArray();
        Secret kept = Secret.of(given);
        given[0] = 'x';
        char[] lent = kept.use(copy -> {
            assertThat(copy).containsExactly('a', 'b', 'c');
            return copy;
        });
        assertThat(lent).containsExactly('\0', '\0', '\0');
        assertThat(kept).isEqualTo(Secret.of("abc"));
    }

    @Test
    void an_account_is_read_in_each_of_its_forms() {
        assertThat(Credentials.of("CORP\\engine", secret)).isEqualTo(new Credentials("engine", "CORP", secret));
        assertThat(Credentials.of("engine@corp.example", secret))
                .isEqualTo(new Credentials("engine", "corp.example", secret));
        assertThat(Credentials.of("engine", secret)).isEqualTo(new Credentials("engine", "", secret));
        assertThatIllegalArgumentException().isThrownBy(() -> new Credentials("CORP\\engine", "", secret));
        assertThatIllegalArgumentException().isThrownBy(() -> new Credentials("", "", secret));
    }
}
