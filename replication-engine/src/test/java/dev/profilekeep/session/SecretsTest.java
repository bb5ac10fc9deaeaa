package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String KEY = "hUnter2/+abc==";
    private static final String CODED = "hUnter2%2F%2Babc%3D%3D";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "AccountName=a;AccountKey=KEY;EndpointSuffix=x|AccountName=a;AccountKey=***;EndpointSuffix=x",
                "AccountKey=\"KEY\";b=c|AccountKey=\"***\";b=c",
                "AccountKey='KEY';b=c|AccountKey='***';b=c",
                "AccountKey = \"KEY\";b=c|AccountKey = \"***\";b=c",
                "AccountKey=\"\"KEY\"\";b=c|AccountKey=\"\"***\"\";b=c",
                "{\"AccountKey\":\"KEY\",\"b\":1}|{\"AccountKey\":\"***\",\"b\":1}",
                "{\"AccountKey\" : \"KEY\",\"b\":1}|{\"AccountKey\" : \"***\",\"b\":1}",
                "{\\\"AccountKey\\\":\\\"KEY\\\",\\\"b\\\":1}|{\\\"AccountKey\\\":\\\"***\\\",\\\"b\\\":1}",
                "{'AccountKey': 'KEY', 'b': 1}|{'AccountKey': '***', 'b': 1}",
                "AccountName%3Da%3BAccountKey%3DCODED%3BEndpointSuffix%3Dx|AccountName%3Da%3BAccountKey%3D***%3BEndpointSuffix%3Dx",
                "AccountKey%253DCODED%253BEndpoint|AccountKey%253D***%253BEndpoint",
                "AccountKey%3D%22CODED%22%3Bb|AccountKey%3D%22***%22%3Bb",
                "https://a.example.com/c?sv=1&sig=CODED&se=2|https://a.example.com/c?sv=1&sig=***&se=2",
                "https://a.example.com/c?sv=1\\u0026sig=CODED\\u0026se=2|https://a.example.com/c?sv=1\\u0026sig=***\\u0026se=2",
                "accountkey&quot;:&quot;KEY&quot;,b|accountkey&quot;:&quot;***&quot;,b",
                "User Id=x;Password=\"it's; KEY\";b|User Id=x;Password=\"***\";b",
                "AccountKey=\"KEY|AccountKey=\"***",
            })
    void what_follows_the_name_of_a_secret_is_cut_out_and_nothing_else(String text, String cleaned) {
        String full = text.replace("KEY", KEY).replace("CODED", CODED);
        assertThat(Secrets.without(full)).isEqualTo(cleaned).doesNotContain("hUnter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\\\fra-fs01\\profiles",
                "The user name or password is incorrect.",
                "AccountKey=;EndpointSuffix=x",
                "design=1;config=2",
                "type=smb,name=\"A\",connectionString=\\\\a\\b"
            })
    void what_is_no_secret_stays(String text) {
        assertThat(Secrets.without(text)).isEqualTo(text);
    }

    @Test
    void a_value_is_cut_out_by_the_name_of_its_setting() {
        assertThat(Secrets.without("AccountKey", KEY)).isEqualTo("***");
        assertThat(Secrets.without("Password", "")).isEmpty();
        assertThat(Secrets.without("PasswordPolicy", "strict")).isEqualTo("strict");
    }

    @Test
    void a_text_of_any_length_and_kind_is_cleaned_soon_and_what_is_clean_stays_so() {
        String[] parts = {
            "AccountKey", "sig", "=", ":", "\"", "'", "\\", "%3D", "%22", "%25", ";", " ", "a", "&quot;", "\n"
        };
        RandomCases.run(2_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String once = Secrets.without(text.toString());
            assertThat(Secrets.without(once)).isEqualTo(once);
        });
        for (String part : new String[] {"AccountKey=\"", "\"", "\\", "%25", "AccountKey= ", " ", "sig=a"}) {
            String text = "AccountKey=" + part.repeat(200_000 / part.length());
            assertThat(Duration.ofNanos(timed(text))).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static long timed(String text) {
        long begin = System.nanoTime();
        assertThat(Secrets.without(text)).isNotNull();
        return System.nanoTime() - begin;
    }
}
