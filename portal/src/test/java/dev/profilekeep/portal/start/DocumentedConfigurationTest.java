package dev.profilekeep.portal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.Prerequisites;
import dev.profilekeep.config.ProfileKeepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

/**
 * Every configuration in the documentation works as it is written there. A fence that names another program after
 * "yaml" ("yaml prometheus") is that program's configuration and none of ours.
 */
class DocumentedConfigurationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SAMPLE = Pattern.compile("(?ms)^```ya?ml\\R(.*?)^```");
    private static final Pattern KEY_IN_REMARK = Pattern.compile("(?m)^( *)# ([a-z]\\w*: .*)$");
    private static final Pattern SECRET = Pattern.compile("(?m)(\\w+From: *)(?:env:\\w+|file:[^\\s,}]+)");
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> samples() throws IOException {
        List<Arguments> samples = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = SAMPLE.matcher(Files.readString(page));
            for (int i = 1; matcher.find(); i++) {
                String sample = matcher.group(1);
                samples.add(Arguments.of(page.getFileName() + " " + i, sample));
                samples.add(Arguments.of(
                        page.getFileName() + " " + i + " with every remark that is a key",
                        KEY_IN_REMARK.matcher(sample).replaceAll("$1$2")));
            }
        }
        samples.add(Arguments.of("profilekeep.yml", Files.readString(ROOT.resolve("docs/profilekeep.yml"))));
        return samples.stream();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void every_sample_is_sound_and_lets_people_sign_in_if_it_is_about_that(String name, String sample)
            throws IOException {
        Files.writeString(folder.resolve("secret"), "a secret that is long enough");
        String yaml = SECRET.matcher(sample).replaceAll("$1file:secret")
                + (Pattern.compile("(?m)^sites:").matcher(sample).find() ? "" : ESTATE);
        Path file = Files.writeString(folder.resolve("profilekeep.yml"), yaml);

        ProfileKeepConfig config = ConfigFile.read(file);
        assertThatCode(() -> Prerequisites.require(config)).doesNotThrowAnyException();
        if (config.signIn() != null) {
            assertThat(new SignInConfiguration()
                            .samlProperties(config, new MockEnvironment())
                            .identityProviders())
                    .isNotEmpty();
        }
    }

    @Test
    void samples_are_found() throws IOException {
        assertThat(samples().map(sample -> (String) sample.get()[0]))
                .contains("configuration.md 1", "sign-in.md 1", "profilekeep.yml");
    }
}
