package dev.profilekeep.ccd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.ccd.CcdLocations.Azure;
import dev.profilekeep.ccd.CcdLocations.Smb;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CcdLocationsTest {
    private static final String PLAIN =
            "DefaultEndpointsProtocol=https;AccountName=prof;AccountKey=c2VjcmV0LWtleQ==;EndpointSuffix=core.windows.net";

    @Test
    void providers_come_in_the_order_of_the_text() throws Exception {
        assertThat(CcdLocations.parse("type=smb,name=\"FRA SMB\",connectionString=\\\\fra\\profiles;"
                                + "type=azure,name=\"LON\",connectionString=\"|fslogix/LON-KEY|\"")
                        .providers())
                .containsExactly(new Smb("FRA SMB", "\\\\fra\\profiles"), new Azure("LON", "LON-KEY"));
    }

    @Test
    void a_name_is_not_needed_and_fields_come_in_any_order() throws Exception {
        assertThat(CcdLocations.parse(
                                "connectionString=\"\\\\fra\\a, b; c\",type=smb;type=smb,connectionString=\\\\lon\\p\\q")
                        .providers())
                .containsExactly(new Smb("", "\\\\fra\\a, b; c"), new Smb("", "\\\\lon\\p\\q"));
    }

    @Test
    void the_semicolons_of_a_storage_account_end_no_provider() throws Exception {
        for (String text : List.of(PLAIN, '"' + PLAIN + '"')) {
            CcdLocations all = CcdLocations.parse(
                    "type=azure,name=\"A\",connectionString=" + text + ";type=smb,connectionString=\\\\lon\\p");
            assertThat(all.providers()).containsExactly(new Azure("A", ""), new Smb("", "\\\\lon\\p"));
            assertThat(all.toString()).doesNotContain("c2VjcmV0");
        }
    }

    @Test
    void several_values_are_read_as_one() throws Exception {
        assertThat(CcdLocations.parse(List.of(
                                "type=smb,connectionString=\\\\fra\\p", "", "type=smb,connectionString=\\\\lon\\p"))
                        .providers())
                .containsExactly(new Smb("", "\\\\fra\\p"), new Smb("", "\\\\lon\\p"));
    }

    static Stream<Arguments> what_fslogix_would_not_understand_is_told() {
        String fra = "type=smb,connectionString=\\\\fra\\p";
        return Stream.of(
                Arguments.of("", 0, "names no provider"),
                Arguments.of(fra + ";", 2, "nothing between two semicolons"),
                Arguments.of(fra + ";;" + fra, 2, "nothing between two semicolons"),
                Arguments.of("type=SMB,connectionString=\\\\fra\\p", 1, "neither smb nor azure"),
                Arguments.of("Type=smb,connectionString=\\\\fra\\p", 1, "Type is written type"),
                Arguments.of("type=smb,ConnectionString=\\\\fra\\p", 1, "ConnectionString is written connectionString"),
                Arguments.of("type=smb, connectionString=\\\\fra\\p", 1, "spaces around connectionString"),
                Arguments.of("type =smb,connectionString=\\\\fra\\p", 1, "spaces around type"),
                Arguments.of("type=smb ,connectionString=\\\\fra\\p", 1, "spaces around type"),
                Arguments.of(fra + "; type=smb,connectionString=\\\\lon\\p", 2, "spaces around type"),
                Arguments.of("type=smb,connectionString=\\\\fra\\p ;" + fra, 1, "spaces around connectionString"),
                Arguments.of("type=smb", 1, "has no connectionString"),
                Arguments.of("type=smb,", 1, "nothing follows the comma"),
                Arguments.of("connectionString=\\\\fra\\p", 1, "has no type"),
                Arguments.of("type=smb,connectionString=D:\\profiles", 1, "no path of a share"),
                Arguments.of("type=smb,connectionString=\\\\fra", 1, "no path of a share"),
                Arguments.of("type=smb,connectionString=//fra/p", 1, "no path of a share"),
                Arguments.of("type=smb,name=\"FRA,connectionString=\\\\fra\\p", 1, "not closed"),
                Arguments.of("type=smb,name=\"FRA\" ,connectionString=\\\\fra\\p", 1, "something stands behind"),
                Arguments.of("type=smb,name=F\"R,connectionString=\\\\fra\\p", 1, "quotation mark inside"),
                Arguments.of("type=smb,type=smb,connectionString=\\\\fra\\p", 1, "twice"),
                Arguments.of("type=smb,path=x,connectionString=\\\\fra\\p", 1, "path is no field"),
                Arguments.of("type=azure,connectionString=\"|fslogix|\"", 1, "no name of a protected key"),
                Arguments.of("type=azure,connectionString=x", 1, "no storage account"),
                Arguments.of(fra + ";type=smb,connectionString=\\\\FRA\\P\\", 2, "the same place as provider 1"),
                Arguments.of("\\\\fra\\p", 1, "no field"),
                Arguments.of(
                        "type=smb,connectionString=\\\\a\\1;type=smb,connectionString=\\\\a\\2;type=smb,connectionString=\\\\a\\3;"
                                + "type=smb,connectionString=\\\\a\\4;type=smb,connectionString=\\\\a\\5",
                        0,
                        "names 5 providers"));
    }

    @ParameterizedTest
    @MethodSource
    void what_fslogix_would_not_understand_is_told(String text, int provider, String what) {
        var told = catchThrowableOfType(CcdSyntaxException.class, () -> CcdLocations.parse(text));
        assertThat(told).hasMessageContaining(what);
        assertThat(told.provider()).isEqualTo(provider);
        assertThat(told.fix()).isNotEmpty();
    }

    @Test
    void no_error_tells_a_secret() {
        for (String text : List.of(
                "type=azure,connectionString=\"" + PLAIN,
                "type=azure,name=x y=" + PLAIN,
                "type=azure,connectionString=\"" + PLAIN + "\" ",
                "type=smb,connectionString=" + PLAIN,
                "type=Azure,connectionString=" + PLAIN)) {
            assertThatThrownBy(() -> CcdLocations.parse(text))
                    .isInstanceOf(CcdSyntaxException.class)
                    .satisfies(told -> assertThat(told.getMessage() + ((CcdSyntaxException) told).fix())
                            .doesNotContain("c2VjcmV0"));
        }
    }

    @Test
    void whatever_is_written_there_ends_in_providers_or_in_a_sentence() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        var random = new Random(seed);
        String[] pieces = {
            "type",
            "=",
            "smb",
            "azure",
            ",",
            ";",
            " ",
            "\"",
            "name",
            "connectionString",
            "\\\\fra\\p",
            "|",
            "|fslogix/K|",
            "A",
            PLAIN
        };
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                assertThat(CcdLocations.parse(text.toString()).providers())
                        .as("-Dtests.seed=%d %s", seed, text)
                        .hasSizeBetween(1, CcdLocations.MOST);
            } catch (CcdSyntaxException e) {
                assertThat(e.getMessage()).as("-Dtests.seed=%d %s", seed, text).doesNotContain("c2VjcmV0");
            }
        }
    }
}
