package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotTextTest {
    @Test
    void a_folder_that_path_and_location_tell_stands_there_once() {
        String disk = "S-1-5-21-1_anna/Profile_anna.VHDX";
        assertThat(SnapshotText.place("many/" + disk, "w/many")).isEqualTo("w/many/" + disk);
        assertThat(SnapshotText.place("many/" + disk, "/w/many/")).isEqualTo("/w/many/" + disk);
        assertThat(SnapshotText.place("many/" + disk, "many")).isEqualTo("many/" + disk);
        assertThat(SnapshotText.place("a/many/" + disk, "smb://fra/profiles/a/many"))
                .isEqualTo("smb://fra/profiles/a/many/" + disk);
        assertThat(SnapshotText.place(disk, "/w/" + disk)).isEqualTo("/w/" + disk);
        assertThat(SnapshotText.place(disk, "fra")).isEqualTo(disk + " at fra");
        assertThat(SnapshotText.place("many/" + disk, "w/too-many")).isEqualTo("many/" + disk + " at w/too-many");
    }
}
