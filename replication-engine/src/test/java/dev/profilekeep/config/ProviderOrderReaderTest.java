package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.container.ContainerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code CCDLocations} is at each site, held against the locations of its set. */
class ProviderOrderReaderTest {
    private static final String ESTATE =
            """
            sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}, {id: par, zone: Europe/Paris}]
            locations:
              - {id: a, site: fra, address: 'smb://fra.example.com/profiles'}
              - {id: b, site: lon, address: '\\\\lon.example.com\\Profiles', kinds: [PROFILE]}
              - {id: o, site: lon, address: '\\\\lon.example.com\\office', kinds: [ODFC]}
            sets:
              - id: pool
                replication: %s
                activeSite: fra
                locations: [a, b, o]
                %s
            """;

    private static final String FRA = "type=smb,name=\"FRA\",connectionString=\\\\FRA.example.com\\profiles";
    private static final String LON = "type=smb,name=\"LON\",connectionString=\\\\lon.example.com\\profiles\\";
    private static final String AZURE = "type=azure,connectionString=\"|fslogix/K|\"";

    @TempDir
    Path folder;

    private ProviderOrder read(String replication, String lines) throws IOException {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(file, ESTATE.formatted(replication, lines));
        return ConfigFile.read(file).sets().get(0).providers();
    }

    @Test
    void nobody_needs_to_say_it() throws IOException {
        assertThat(read("CLOUD_CACHE", "").at("fra", ContainerKind.PROFILE)).isEmpty();
    }

    @Test
    void providers_are_found_among_the_locations_whatever_the_spelling_of_their_servers() throws IOException {
        ProviderOrder order = read(
                "CLOUD_CACHE",
                "ccdLocations: {fra: '%s;%s;%s', lon: ['%s', '%s']}".formatted(FRA, LON, AZURE, LON, FRA));
        assertThat(order.at("fra", ContainerKind.PROFILE)).contains(List.of("a", "b", ""));
        assertThat(order.at("lon", ContainerKind.PROFILE)).contains(List.of("b", "a"));
        assertThat(order.at("lon", ContainerKind.ODFC)).isEmpty();
    }

    @Test
    void office_containers_have_an_order_of_their_own() throws IOException {
        ProviderOrder order = read(
                "CLOUD_CACHE",
                "odfcCcdLocations: {lon: 'type=smb,connectionString=\\\\lon.example.com\\office;%s'}".formatted(FRA));
        assertThat(order.at("lon", ContainerKind.ODFC)).contains(List.of("o", "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fra: 'LON;FRA'              | ccdLocations.fra | the first provider is at 'lon': hosts here read everything from there
                    fra: 'FRA'                  | ccdLocations.fra | 'b' is not among the providers
                    fra: 'FRA;LON;type=smb,connectionString=\\\\par\\p' | ccdLocations.fra | provider 3 is \\\\par\\p, which is no location of this set
                    fra: 'FRA;Type=smb,x=y'     | ccdLocations.fra | provider 2: Type is written type
                    par: 'FRA;LON'              | ccdLocations.par | no location of this set with disks of kind PROFILE is at 'par'
                    nix: 'FRA;LON'              | ccdLocations.nix | is at 'nix'
                    """)
    void what_does_not_fit_is_told(String line, String key, String what) {
        String lines = "ccdLocations: {" + line.replace("FRA", FRA).replace("LON", LON) + "}";
        var told = catchThrowableOfType(ConfigException.class, () -> read("CLOUD_CACHE", lines));
        assertThat(told).isNotNull();
        assertThat(told.problems()).anySatisfy(problem -> {
            assertThat(problem.key()).endsWith(key);
            assertThat(problem.what()).contains(what);
            assertThat(problem.fix()).isNotEmpty();
        });
    }

    @Test
    void it_is_of_cloud_cache_alone() {
        var told = catchThrowableOfType(
                ConfigException.class, () -> read("ENGINE", "ccdLocations: {fra: '%s;%s'}".formatted(FRA, LON)));
        assertThat(told.problems()).hasSize(1);
        assertThat(told).hasMessageContaining("only for sets with replication CLOUD_CACHE");
    }
}
