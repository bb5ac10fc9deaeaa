package dev.profilekeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.session.ImportOptions;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationLoadTest {
    private static final String FRA = "fra-profiles";

    @TempDir
    Path folder;

    private Estate estate;
    private LocationLoad load;

    @BeforeEach
    void twoPeople() throws Exception {
        estate = new Estate(folder);
        load = new LocationLoad(estate.engine().catalog().database(), estate.clock());
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private void look() throws Exception {
        estate.put(FRA, Estate.ANNA + "_anna/Profile_anna.vhdx", "gpt-msr.vhdx");
        estate.put(FRA, Estate.BEN + "_ben/Profile_ben.vhdx", "gpt-msr.vhdx");
        estate.put(FRA, Estate.BEN + "_ben/ODFC_ben.vhdx", "gpt-msr.vhdx");
        estate.engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
    }

    private void signsIn(String sid, Instant since) throws Exception {
        estate.engine()
                .sessions()
                .importCsv(
                        new StringReader("Host,Sid,Account,State,CreateTime\nAVD-1," + sid + ",EXAMPLE\\x,Active,"
                                + since + "\n"),
                        ImportOptions.of("broker", estate.clock().instant()));
    }

    @Test
    void each_person_with_a_container_there_makes_room_and_each_who_signs_in_takes_some() throws Exception {
        assertThat(load.free(FRA, 200)).as("nobody is known").isEmpty();
        look();
        assertThat(load.free(FRA, 200)).isEqualTo(OptionalDouble.of(400));
        assertThat(load.free("lon-profiles", 200)).isEmpty();

        signsIn(Estate.ANNA, estate.clock().instant().minusSeconds(20));
        assertThat(load.free(FRA, 200)).isEqualTo(OptionalDouble.of(350));
        estate.clock().forward(Duration.ofMinutes(3));
        assertThat(load.free(FRA, 200)).as("she is in").isEqualTo(OptionalDouble.of(400));
    }

    @Test
    void somebody_elses_sign_in_takes_nothing_and_few_people_leave_200() throws Exception {
        look();
        signsIn(Estate.ANNA.replace("-1001", "-1009"), estate.clock().instant().minusSeconds(20));
        assertThat(load.free(FRA, 200)).isEqualTo(OptionalDouble.of(400));
        assertThat(load.free(FRA, 10)).isEqualTo(OptionalDouble.of(200));
        assertThat(load.free(FRA, 0)).as("no limit").isEmpty();
    }
}
