package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.testing.RandomCases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostReportJsonTest {
    private static final Instant TIME = Instant.parse("2026-11-21T08:12:00Z");
    private static final String SMALL =
            "{\"schemaVersion\":1,\"reportId\":\"r1\",\"host\":\"AVD-12\",\"time\":\"2026-11-21T08:12:00Z\","
                    + "\"sentAt\":\"2026-11-21T08:12:01+00:00\"";

    private static HostReport read(String json) throws IOException, HostReportRefusedException {
        return HostReportJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static HostReport full() {
        return new ReportBuilder("AVD-12", TIME)
                .boot(TIME.minusSeconds(3600))
                .session("S-1-5-21-1-2-3-1001", "EXAMPLE\\Zoë", "Active", TIME)
                .mount("\\\\fs\\a.vhdx")
                .provider("\\\\fs", true)
                .event(26, "text", TIME)
                .build();
    }

    @Test
    void a_session_of_no_person_and_without_an_account_may_be_anybodys() throws Exception {
        HostReport report =
                read(SMALL + ",\"sessionsComplete\":true,\"sessions\":[{\"sid\":\"S-1-5-18\",\"state\":\"Active\"}]}");
        assertThat(report.sessionsComplete()).isFalse();
        assertThat(read(SMALL + ",\"sessionsComplete\":true,\"sessions\":[{\"sid\":\"S-1-5-21-1-2-3-1104\"}]}")
                        .sessionsComplete())
                .isTrue();
    }

    @Test
    void a_report_is_read_as_it_was_written() throws Exception {
        assertThat(read(HostReportJson.write(full()))).isEqualTo(full());
    }

    @Test
    void what_is_missing_is_not_told_and_what_is_not_known_is_passed_over() throws Exception {
        HostReport report = read(SMALL + ",\"newer\":{\"a\":[1,2]},\"sessions\":null,\"bootTime\":null}");
        assertThat(report.bootTime()).isNull();
        assertThat(report.cacheDisk()).isNull();
        assertThat(report.sessions()).isEmpty();
        assertThat(report.sessionsComplete()).isFalse();
        assertThat(report.timeZone()).isEmpty();
        assertThat(report.utcOffsetMinutes()).isNull();
        assertThat(report.sentAt()).isEqualTo(TIME.plusSeconds(1));
    }

    @Test
    void a_list_of_one_that_powershell_wrote_without_brackets_is_a_list() throws Exception {
        HostReport report = read(SMALL + ",\"sessions\":{\"sid\":\"s-1-5-21-1-2-3-4\"},\"problems\":\"no quser\"}");
        assertThat(report.sessions()).extracting(HostReport.Session::sid).containsExactly("S-1-5-21-1-2-3-4");
        assertThat(report.problems()).containsExactly("no quser");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|one JSON object",
                "{|no JSON",
                "{}|schemaVersion",
                "{\"schemaVersion\":\"1\"}|schemaVersion",
                "{\"schemaVersion\":1,\"sessions\":[1],\"sessions\":[]}|no JSON",
                "{\"schemaVersion\":1} {}|no JSON",
                "{\"schemaVersion\":2}|update the portal first",
                "{\"schemaVersion\":0}|the script that came with this portal",
                "{\"schemaVersion\":1}|no reportId",
                "{\"schemaVersion\":1,\"reportId\":\"r\",\"host\":\"h\",\"time\":\"today\"}|time 'today' is no time",
                "{\"schemaVersion\":1,\"reportId\":\"r\",\"host\":\"h\",\"time\":\"+999999-01-01T00:00:00Z\"}|no time of a host",
            })
    void what_is_no_report_is_refused_with_what_to_do(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_session_without_a_proper_sid_is_refused_rather_than_lost() {
        assertThatThrownBy(() -> read(SMALL + ",\"sessions\":[{\"sid\":\"S-1-5-21-1-2-3-4\"},{\"sid\":\"anna\"}]}"))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining("sessions[1].sid 'anna'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"true\"", "\"false\"", "[true]", "{}"})
    void whether_all_sessions_are_told_is_true_or_false_and_nothing_else(String complete) {
        assertThatThrownBy(() -> read(SMALL + ",\"sessions\":[],\"sessionsComplete\":" + complete + "}"))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessage("sessionsComplete must be true or false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"sessions\":null",
                ",\"sessions\":\"none\"",
                ",\"sessions\":[\"S-1-5-21-1-2-3-4\"]",
                ",\"sessions\":[{\"sid\":\"\",\"account\":\"\",\"state\":\"Active\"}]",
                ",\"sessions\":[{\"sid\":{\"value\":\"S-1-5-21-1-2-3-4\"}}]",
                ",\"sessions\":[{\"sid\":\"S-1-5-21-1-2-3-4\"},7]",
            })
    void a_list_in_which_somebody_may_be_missing_is_not_all_sessions(String sessions) throws Exception {
        HostReport report = read(SMALL + ",\"sessionsComplete\":true" + sessions + "}");
        assertThat(report.sessionsComplete()).isFalse();
        assertThat(report.problems()).singleElement().asString().contains("nobody is taken for signed out");
        assertThat(read(SMALL + ",\"sessionsComplete\":true,\"sessions\":[]}").sessionsComplete())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"C:\\\\a.vhdx\"",
                "7",
                "[\"C:\\\\a.vhdx\"]",
                "[{\"path\":\"C:\\\\a.vhdx\"},{\"Path\":\"C:\\\\b.vhdx\"}]",
                "[{\"path\":\" \"}]",
                "[{\"path\":5}]",
                "[{\"path\":\"LONG\"}]",
                "[{\"path\":\"C:\\\\AccountKey=SECRET==;\\\\a.vhdx\"}]",
                "MANY",
            })
    void mounts_of_which_one_may_be_missing_are_not_told(String mounts) throws Exception {
        String many = "[" + "{\"path\":\"a\"},".repeat(1_000) + "{\"path\":\"b\"}]";
        HostReport report = read(SMALL + ",\"mounts\":"
                + mounts.replace("LONG", "x".repeat(2_001)).replace("MANY", many) + "}");
        assertThat(report.mounts()).isNull();
        assertThat(report.problems()).singleElement().asString().contains("what was mounted counts as mounted");
        assertThat(read(HostReportJson.write(report))).isEqualTo(report);
    }

    @Test
    void mounts_that_are_told_in_full_are_kept_and_none_is_not_the_same_as_nothing_told() throws Exception {
        assertThat(read(SMALL + ",\"mounts\":{\"path\":\"C:\\\\a.vhdx\",\"readOnly\":true}}")
                        .mounts())
                .containsExactly(new HostReport.Mount("C:\\a.vhdx", true));
        assertThat(read(SMALL + ",\"mounts\":[]}").mounts()).isEmpty();
        for (String untold : new String[] {"", ",\"mounts\":null"}) {
            HostReport report = read(SMALL + untold + "}");
            assertThat(report.mounts()).isNull();
            assertThat(report.problems()).isEmpty();
        }
    }

    @Test
    void what_is_too_long_is_cut_and_too_much_is_refused() throws Exception {
        HostReport report = read(SMALL + ",\"problems\":[\"" + "😀".repeat(5_000) + "\"]}");
        assertThat(report.problems().get(0).length()).isLessThanOrEqualTo(2_000);
        assertThat(report.problems().get(0)).endsWith("😀…");
        assertThatThrownBy(() -> read(SMALL + ",\"x\":\"" + "a".repeat(HostReportJson.LARGEST) + "\"}"))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining("-MaxEvents");
        assertThatThrownBy(() -> read(SMALL + ",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .isInstanceOf(HostReportRefusedException.class);
    }

    @Test
    void keys_of_stores_are_never_kept() throws Exception {
        HostReport report = read(
                SMALL + ",\"settings\":[{\"key\":\"k\",\"name\":\"CCDLocations\",\"value\":\"type=azure,"
                        + "connectionString=\\\"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET==;EndpointSuffix=x\\\"\"}]}");
        assertThat(report.settings().get(0).value()).contains("AccountName=a").doesNotContain("SECRET");
    }

    @Test
    void no_text_of_a_report_keeps_a_key_wherever_it_stands() throws Exception {
        String text = "\"x;AccountKey=SECRET==;y\"";
        HostReport report = read(SMALL
                + (",\"pool\":TEXT,\"domain\":TEXT,\"agentVersion\":TEXT,\"problems\":[TEXT]"
                                + ",\"settings\":[{\"key\":TEXT,\"name\":TEXT,\"value\":TEXT},{\"name\":\"AccountKey\",\"value\":\"SECRET==\"}]"
                                + ",\"services\":[{\"name\":TEXT,\"state\":TEXT,\"startMode\":TEXT}]"
                                + ",\"sessions\":[{\"account\":TEXT,\"state\":TEXT}]"
                                + ",\"cloudCacheProviders\":[{\"kind\":TEXT,\"position\":1,\"name\":TEXT,\"type\":TEXT,\"target\":TEXT}]"
                                + ",\"cacheDisk\":{\"path\":TEXT},\"mounts\":[{\"path\":TEXT}]"
                                + ",\"events\":[{\"log\":TEXT,\"provider\":TEXT,\"id\":1,\"level\":TEXT,\"time\":\"2026-11-21T08:00:00Z\",\"text\":TEXT}]}")
                        .replace("TEXT", text));
        assertThat(HostReportJson.write(report)).doesNotContain("SECRET").contains("AccountKey=***");
    }

    @Test
    void any_change_of_one_character_ends_in_a_report_or_a_refusal() {
        String json = HostReportJson.write(full());
        RandomCases.run(3_000, random -> {
            StringBuilder changed = new StringBuilder(json);
            changed.setCharAt(
                    random.nextInt(changed.length()), (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            if (random.nextInt(4) == 0) {
                changed.setLength(random.nextInt(changed.length()));
            }
            try {
                HostReport report = read(changed.toString());
                assertThat(read(HostReportJson.write(report))).isEqualTo(report);
            } catch (HostReportRefusedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }
}
