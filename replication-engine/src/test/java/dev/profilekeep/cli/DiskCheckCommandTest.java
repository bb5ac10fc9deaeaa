package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCheckCommandTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int code = new ProfileKeepCli(new PrintWriter(outText), new PrintWriter(errText), Map.of(), Clock.systemUTC())
                .run(arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private String write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("Profile_anna.VHDX"), bytes).toString();
    }

    @Test
    void a_sound_disk_is_called_sound_and_the_exit_code_is_0() throws Exception {
        assertThat(run("disk", "check", write(Fixtures.ownImage("gpt-msr.vhdx").bytes())))
                .isZero();

        assertThat(out).contains("Profile_anna.VHDX: sound\n").contains("Next: nothing has to be done.");
        assertThat(err).isEmpty();
    }

    @Test
    void findings_are_told_the_worst_first_with_place_and_advice_and_the_exit_code_is_1() throws Exception {
        byte[] disk = Fixtures.ownImage("bare-dirty.vhdx").bytes();
        disk[64 * 1024 + 20]++;

        assertThat(run("disk", "check", write(disk))).isEqualTo(1);

        assertThat(out)
                .contains("not quite sound: nothing is lost")
                .contains("REPAIRABLE")
                .contains("One of the two headers is damaged")
                .contains("first header, at offset 0x10004 of the file")
                .contains("(ntfs.dirty)")
                .contains("chkdsk /f")
                .doesNotContain("null");
    }

    @Test
    void json_has_the_promised_names() throws Exception {
        assertThat(run(
                        "disk",
                        "check",
                        "--json",
                        write(Fixtures.ownImage("bare-dirty.vhdx").bytes())))
                .isEqualTo(1);

        JsonNode report = new ObjectMapper().readTree(out);
        assertThat(report.path("verdict").asText()).isEqualTo("findings");
        assertThat(report.path("worst").asText()).isEqualTo("repairable");
        assertThat(report.path("counts").path("repairable").asInt()).isEqualTo(1);
        assertThat(report.path("counts").path("loss").asInt(-1)).isZero();
        assertThat(report.path("rules").get(0).path("rule").asText()).isEqualTo("ntfs.dirty");
        JsonNode finding = report.path("findings").get(0);
        assertThat(finding.path("severity").asText()).isEqualTo("repairable");
        assertThat(finding.path("structure").asText()).isEqualTo("partition 0: $Volume");
        assertThat(finding.path("offsetIn").asText()).isEqualTo("volume");
        assertThat(finding.path("offset").asLong()).isPositive();
        assertThat(finding.path("sentence").asText()).isNotBlank();
        assertThat(finding.path("advice").asText()).isNotBlank();
    }

    @Test
    void what_is_no_disk_or_not_there_gives_2() throws Exception {
        assertThat(run("disk", "check", write(new byte[2048]))).isEqualTo(2);
        assertThat(out).contains("neither VHDX nor VHD");

        assertThat(run("disk", "check", folder.resolve("none.vhdx").toString())).isEqualTo(2);
        assertThat(err).contains("there is no such file");
    }

    @Test
    void a_raw_image_is_checked_when_it_is_called_one() throws Exception {
        String file = write(Fixtures.ownImage("all-kinds.ntfs").bytes());

        assertThat(run("disk", "check", "--raw", file)).isZero();
        assertThat(out).contains("sound");
    }

    @Test
    void a_missing_parent_is_advised_to_a_disk_that_has_one_alone() throws Exception {
        byte[] odd = new byte[1 << 20];
        odd[odd.length / 2] = 1;

        assertThat(run("disk", "check", "--raw", write(odd))).isEqualTo(2);
        assertThat(out)
                .contains("it is not empty")
                .contains("Next: see what was not")
                .doesNotContain("parent");

        Path child = Fixtures.unpack("dfvfs-fat-differential.vhdx.gz", null, folder);
        assertThat(run("disk", "check", child.toString())).isEqualTo(2);
        assertThat(out).contains("a missing parent can be given with --parent");
    }

    @Test
    void a_vhd_with_wrong_checksums_is_checked_as_far_as_it_goes() throws Exception {
        byte[] disk = Fixtures.ownImage("mbr-dynamic.vhd").bytes();
        disk[disk.length - 512 + 100]++;

        assertThat(run("disk", "check", write(disk))).isEqualTo(1);
        assertThat(out).contains("not quite sound").contains("(vhd.footer)").doesNotContain("cannot be opened");

        disk[100]++;
        assertThat(run("disk", "check", write(disk))).isEqualTo(1);
        assertThat(out).contains("NOT SOUND: content is gone or wrong").contains("(vhd.footers)");
        assertThat(err).isEmpty();

        byte[] fixed = Fixtures.ownImage("gpt-fixed.vhd").bytes();
        fixed[fixed.length - 512 + 100]++;
        assertThat(run("disk", "check", write(fixed))).isEqualTo(1);
        assertThat(out).contains("(vhd.footers)");
    }

    @Test
    void no_command_calls_a_plain_image_a_container_or_speaks_of_compaction() throws Exception {
        String file = write(Fixtures.ownImage("all-kinds.ntfs").bytes());
        for (String verb : List.of("info", "check", "biggest", "tree")) {
            run("disk", verb, "--raw", file);
            assertThat(out + err)
                    .as(verb)
                    .isNotBlank()
                    .doesNotContainIgnoringCase("container")
                    .doesNotContainIgnoringCase("compact")
                    .doesNotContainIgnoringCase("reclaimable");
        }
        run("disk", "ls", "--raw", write(new byte[1 << 20]));
        assertThat(err).contains("'disk info' shows how large the image is").doesNotContain("container");
        run(
                "disk",
                "biggest",
                "--json",
                "--raw",
                write(Fixtures.ownImage("all-kinds.ntfs").bytes()));
        assertThat(new ObjectMapper().readTree(out).path("reclaimableBytes").asLong(-1))
                .isZero();
    }
}
