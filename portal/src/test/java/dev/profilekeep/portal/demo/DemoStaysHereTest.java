package dev.profilekeep.portal.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.portal.start.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class DemoStaysHereTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "portal: {bindAddress: 127.0.0.1}",
                "portal: {bindAddress: localhost}",
                "portal: {bindAddress: '::1'}"
            })
    void on_this_machine_alone_it_starts_with_any_configuration(String portal) {
        assertThatCode(() -> new DemoStaysHere(config(portal), new MockEnvironment()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "'::'", "192.0.2.2"})
    void a_configuration_that_listens_beyond_this_machine_ends_the_start(String address) throws IOException {
        ProfileKeepConfig config = config("portal: {bindAddress: " + address + "}");
        // even if a setting would bind it here: the file is not one of a demo
        MockEnvironment here = new MockEnvironment().withProperty("server.address", "127.0.0.1");
        StartFailure failure = catchThrowableOfType(StartFailure.class, () -> new DemoStaysHere(config, here));
        Assertions.assertThat(failure)
                .hasMessageContaining("portal.bindAddress")
                .hasMessageContaining("profilekeep.yml");
        Assertions.assertThat(failure.next()).contains("portal.bindAddress: 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "", "192.0.2.2"})
    void a_setting_that_listens_beyond_this_machine_ends_the_start(String address) throws IOException {
        MockEnvironment environment = new MockEnvironment().withProperty("server.address", address);
        ProfileKeepConfig config = config("");
        StartFailure failure = catchThrowableOfType(StartFailure.class, () -> new DemoStaysHere(config, environment));
        Assertions.assertThat(failure).hasMessageContaining("server.address");
        Assertions.assertThat(failure.next()).contains("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "", "192.0.2.2"})
    void the_actuator_stays_here_too(String address) {
        MockEnvironment elsewhere = new MockEnvironment().withProperty("management.server.address", address);
        StartFailure failure = catchThrowableOfType(StartFailure.class, () -> DemoStaysHere.require(elsewhere));
        Assertions.assertThat(failure).hasMessageContaining("management.server.address");
        MockEnvironment everywhere = new MockEnvironment().withProperty("management.server.port", "9090");
        failure = catchThrowableOfType(StartFailure.class, () -> DemoStaysHere.require(everywhere));
        Assertions.assertThat(failure.next()).contains("--management.server.address=127.0.0.1");
        assertThatCode(() -> DemoStaysHere.require(everywhere.withProperty("management.server.address", "127.0.0.1")))
                .doesNotThrowAnyException();
    }

    @Test
    void what_is_refused_leaves_nothing_behind() {
        MockEnvironment elsewhere = new MockEnvironment().withProperty("management.server.address", "0.0.0.0");
        Path data = folder.resolve("demo-data");
        var source = new DemoConfiguration().demoConfigSource(data, true, java.time.Clock.systemUTC(), elsewhere);
        Assertions.assertThatThrownBy(source::load).isInstanceOf(StartFailure.class);
        Assertions.assertThat(data).doesNotExist();
    }

    @Test
    void the_demos_own_configuration_stays_here() throws IOException {
        ProfileKeepConfig own = ConfigFile.read(new DemoEstate(folder, java.time.Clock.systemUTC()).stand());
        Assertions.assertThat(own.portal().bindAddress()).isEqualTo("127.0.0.1");
        Assertions.assertThat(own.portal().publicUrl()).isNull();
    }

    private ProfileKeepConfig config(String portal) throws IOException {
        return ConfigFile.read(Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                """
                        + portal));
    }
}
