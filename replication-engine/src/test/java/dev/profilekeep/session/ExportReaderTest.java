package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.session.Facts.SessionFact;
import dev.profilekeep.session.HostSession.State;
import dev.profilekeep.session.ImportOptions.DateOrder;
import dev.profilekeep.text.TextReaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools export, and what is made of it. */
class ExportReaderTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ImportOptions OPTIONS = ImportOptions.of("test", AT).zone(BERLIN);

    private static Facts csv(String table, ImportOptions options) throws IOException, ImportRefusedException {
        return ExportReader.read(options, CsvRows.read(new StringReader(table))).facts();
    }

    private static Facts json(String text) throws IOException, ImportRefusedException {
        return ExportReader.read(OPTIONS, JsonRows.read(new StringReader(text), true))
                .facts();
    }

    private static List<String> people(Facts facts) {
        return facts.sessions().stream()
                .map(session -> session.host() + " " + session.account().text())
                .toList();
    }

    @Test
    void a_table_of_avd_as_powershell_5_writes_it() throws Exception {
        Facts facts = csv(
                """
                #TYPE Selected.Microsoft.Azure.PowerShell.Cmdlets.DesktopVirtualization.Models.UserSession
                "Name","ActiveDirectoryUserName","UserPrincipalName","SessionState","CreateTime","Id"
                "pool-a/avd-12.example.com/3","EXAMPLE\\anna","anna@example.com","Active","11/20/2026 8:12:33 AM","/subscriptions/1/x"
                "pool-a/avd-12.example.com/5","","ben@example.com","Disconnected","11/09/2026 10:00:00 PM",""
                """,
                OPTIONS);

        assertThat(facts.sessions())
                .extracting(SessionFact::host, each -> each.account().text(), SessionFact::state, SessionFact::since)
                .containsExactly(
                        tuple("avd-12", "EXAMPLE\\anna", State.ACTIVE, Instant.parse("2026-11-20T07:12:33Z")),
                        tuple("avd-12", "ben@example.com", State.DISCONNECTED, Instant.parse("2026-11-09T21:00:00Z")));
        assertThat(facts.hosts().get("avd-12").pool()).isEqualTo("pool-a");
    }

    @Test
    void a_table_of_citrix() throws Exception {
        Facts facts = csv(
                """
                "MachineName","UserName","UserSID","UserUPN","SessionState","StartTime","DesktopGroupName"
                "EXAMPLE\\CTX-01","EXAMPLE\\anna","S-1-5-21-1-2-3-1001","anna@example.com","Active","2026-11-20 08:12:33","Office"
                """,
                OPTIONS);

        assertThat(facts.sessions()).singleElement().satisfies(session -> {
            assertThat(session.host()).isEqualTo("CTX-01");
            assertThat(session.sid()).isEqualTo("S-1-5-21-1-2-3-1001");
            assertThat(session.account().text()).isEqualTo("EXAMPLE\\anna");
        });
        assertThat(facts.listed()).containsEntry("ctx-01", true);
    }

    @Test
    void what_quser_says_in_german_with_excels_separator() throws Exception {
        Facts facts = csv(
                "sep=;\r\nBENUTZERNAME;SITZUNGSNAME;ID;STATUS;LEERLAUF;ANMELDEZEIT\r\n"
                        + ">anna;rdp-tcp#3;2;Aktiv;.;20.11.2026 08:12\r\nben;;3;Getr.;1:05;20.11.2026 07:00\r\n",
                OPTIONS.host("AVD-12"));

        assertThat(facts.sessions())
                .extracting(SessionFact::host, each -> each.account().text(), SessionFact::state)
                .containsExactly(tuple("AVD-12", "anna", State.ACTIVE), tuple("AVD-12", "ben", State.DISCONNECTED));
    }

    @Test
    void a_table_of_remote_desktop_services_joins_domain_and_name() throws Exception {
        Facts facts = csv(
                "HostServer,UserName,DomainName,SessionState,CollectionName\nRDS-1.example.com,anna,EXAMPLE,STATE_ACTIVE,Desk\n",
                OPTIONS);
        assertThat(people(facts)).containsExactly("RDS-1 EXAMPLE\\anna");
        assertThat(facts.sessions().get(0).state()).isEqualTo(State.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host,User",
                "host;user",
                " HOST \tUser Name",
                "\"Session Host\",\"USER-NAME\"",
                "\ufeffHost,User"
            })
    void heads_are_read_whatever_case_blanks_and_separators_they_have(String head) throws Exception {
        String separator = head.contains("\t") ? "\t" : head.contains(";") ? ";" : ",";
        assertThat(people(csv(head + "\nAVD-1" + separator + "anna\n\n", OPTIONS)))
                .containsExactly("AVD-1 anna");
    }

    @Test
    void quotes_hold_separators_quotes_and_line_ends_and_lines_are_counted_as_an_editor_does() throws Exception {
        String table = "Host,User,Note\r\nAVD-1,\"an\"\"na\",\"two\r\nlines, and a comma\"\r\nAVD 2,ben,\r\n";
        assertThatThrownBy(() -> csv(table, OPTIONS)).hasMessageContaining("line 4: 'AVD 2' is no computer's name");
        assertThat(people(csv(table.replace("AVD 2", "AVD-2"), OPTIONS))).containsExactly("AVD-1 an\"na", "AVD-2 ben");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "Fruit,Colour\\napple,red|none of the columns 'Fruit', 'Colour'",
                "Host,User\\nAVD-1,anna,x|2 columns",
                "Host,User\\nAVD-1,\"anna|never closed",
                "User\\nanna|names no host",
                "Host,User,LogonTime\\nAVD-1,anna,soon|'soon' is no time",
                "Host,User,LogonTime\\nAVD-1,anna,2026-02-30 08:00|is no time",
                "Host,User,LogonTime\\nAVD-1,anna,2026-11-20|no time of day",
                "Host,User,LogonTime\\nAVD-1,anna,2026-11-22T00:00Z|lies after the export itself",
                "Host,User,LogonTime\\nAVD-1,anna,1601-01-01T00:00Z|before the year 2000",
                "Host,User,LogonTime\\nAVD-1,anna,2026-03-29 02:30|never was in Europe/Berlin",
                "Host,User,LogonTime\\nAVD-1,anna,03/04/2026 08:00|DAY_FIRST or MONTH_FIRST",
                "Host,User,LogonTime\\nAVD-1,anna,11/11/2026 13:00 PM|hour 13 with AM or PM",
            })
    void what_is_not_understood_is_refused_with_what_would_do(String table, String reason) {
        assertThatThrownBy(() -> csv(table.replace("\\n", "\n"), OPTIONS))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-20T08:12:33.1234567+01:00|2026-11-20T07:12:33.123456700Z",
                "2026-11-20 08:12|2026-11-20T07:12:00Z",
                "20.11.2026 08:12:33|2026-11-20T07:12:33Z",
                "20.11.2026, 08:12:33|2026-11-20T07:12:33Z",
                "11/20/2026 12:05 AM|2026-11-19T23:05:00Z",
                "11/20/2026\u202f12:05\u202fPM|2026-11-20T11:05:00Z",
                "20/11/2026 8:12:33|2026-11-20T07:12:33Z",
                "2026/11/20 8:12:33 UTC|2026-11-20T08:12:33Z",
                "20261120081233.500000+060|2026-11-20T07:12:33.500Z",
                "/Date(1795158753000)/|2026-11-20T07:12:33Z",
                "25.10.2026 02:30|2026-10-25T00:30:00Z",
            })
    void times_of_every_tool_are_the_same_moment(String told, Instant expected) throws Exception {
        Facts facts = csv("Host;User;LogonTime\nAVD-1;anna;\"" + told + "\"\n", OPTIONS);
        assertThat(facts.sessions().get(0).since()).isEqualTo(expected);
    }

    @Test
    void one_date_that_can_be_read_in_one_way_decides_for_the_others_of_its_file() throws Exception {
        String table = "Host,User,LogonTime\nAVD-1,anna,03/04/2026 08:00\nAVD-1,ben,03/13/2026 08:00\n";
        assertThat(csv(table, OPTIONS).sessions().get(0).since()).isEqualTo(Instant.parse("2026-03-04T07:00:00Z"));
        assertThat(csv("Host,User,LogonTime\nAVD-1,anna,03/04/2026 08:00\n", OPTIONS.dates(DateOrder.DAY_FIRST))
                        .sessions()
                        .get(0)
                        .since())
                .isEqualTo(Instant.parse("2026-04-03T06:00:00Z"));
        assertThatThrownBy(() -> csv(table + "AVD-1,carl,13/03/2026 08:00\n", OPTIONS))
                .isInstanceOf(ImportRefusedException.class);
    }

    @Test
    void json_may_be_a_list_one_object_or_an_object_with_a_list() throws Exception {
        String one = "{\"Host\": \"AVD-1\", \"User\": \"anna\", \"State\": 3, \"extra\": {\"a\": [1]}}";
        assertThat(people(json("[" + one + "]"))).containsExactly("AVD-1 anna");
        assertThat(people(json(one))).containsExactly("AVD-1 anna");
        assertThat(people(json("{\"sessions\": [" + one + "], \"count\": 1}"))).containsExactly("AVD-1 anna");
        assertThat(json("[" + one + "]").sessions().get(0).state()).isEqualTo(State.UNKNOWN);
        assertThat(json("[]").sessions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@odata.nextLink\":\"https://x?$skiptoken=2\"",
                "\"nextLink\":\"https://x\"",
                "\"@odata.count\":2",
                "\"ContinuationToken\":\"abc\"",
                "\"page\":{\"totalElements\":9}",
                "\"links\":[{\"rel\":\"self\",\"href\":\"a\"},{\"href\":\"b\",\"rel\":\"next\"}]",
            })
    void one_page_of_several_is_no_whole_export(String beside) throws Exception {
        String row = "[{\"Host\": \"AVD-1\", \"User\": \"anna\"}]";
        for (String text :
                List.of("{\"value\":" + row + "," + beside + "}", "{" + beside + ",\"sessions\":" + row + "}")) {
            assertThatThrownBy(() -> json(text))
                    .isInstanceOf(ImportRefusedException.class)
                    .hasMessageContaining("says that this is not all of the list")
                    .hasMessageContaining("Export all pages into one list");
            assertThat(JsonRows.read(new StringReader(text), false))
                    .as("an export that only adds")
                    .hasSize(1);
        }
        assertThatThrownBy(() -> json("{\"value\":[]," + beside + "}")).isInstanceOf(ImportRefusedException.class);
    }

    @Test
    void a_total_is_held_against_the_shortest_of_several_lists() throws Exception {
        String row = "{\"Host\": \"AVD-1\", \"User\": \"anna\"}";
        String both = "{\"hosts\":[" + row + "," + row + "],\"sessions\":[" + row + "],\"total\":";
        assertThat(people(json(both + "1}"))).isNotEmpty();
        assertThatThrownBy(() -> json(both + "2}")).isInstanceOf(ImportRefusedException.class);
    }

    @Test
    void what_stands_beside_a_list_and_says_nothing_of_more_is_passed_over() throws Exception {
        assertThat(people(json(
                        "{\"@odata.context\":\"https://x/$metadata#sessions\",\"nextLink\":null,\"made\":{\"by\":[1,\"x\"]},"
                                + "\"value\":[{\"Host\":\"AVD-1\",\"User\":\"anna\",\"next\":\"7\"}],\"Count\":1}")))
                .containsExactly("AVD-1 anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "[1]",
                "[{]",
                "[{\"Host\": \"AVD-1\"}",
                "[] []",
                "[{\"Fruit\": \"apple\"}]",
                "{\"a\":{\"b\":1}}"
            })
    void json_that_is_no_export_is_refused(String text) {
        assertThatThrownBy(() -> json(text)).isInstanceOf(ImportRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void tables_are_read_in_every_encoding_of_windows(String name) throws Exception {
        Charset charset = Charset.forName(name);
        String table = "Host;User\nAVD-1;Zoë\n";
        for (String text : new String[] {table, "\ufeff" + table}) {
            var reader = TextReaders.strict(new ByteArrayInputStream(text.getBytes(charset)));
            assertThat(people(ExportReader.read(OPTIONS, CsvRows.read(reader)).facts()))
                    .containsExactly("AVD-1 Zoë");
        }
    }

    @Test
    void an_encoding_that_would_change_names_is_noticed() {
        byte[] latin = "Host;User\nAVD-1;Zoë\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> CsvRows.read(TextReaders.strict(new ByteArrayInputStream(latin))))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void a_table_as_large_as_allowed_is_taken_and_one_row_more_is_not() throws Exception {
        StringBuilder table = new StringBuilder("Host,User\n");
        for (int i = 0; i < ExportRow.MOST; i++) {
            table.append("AVD-").append(i % 500).append(",user").append(i).append('\n');
        }
        assertThat(csv(table.toString(), OPTIONS).sessions()).hasSize(ExportRow.MOST);
        assertThatThrownBy(() -> csv(table.append("AVD-1,one\n").toString(), OPTIONS))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("more than " + ExportRow.MOST);
    }

    /** Whose it is nobody says, so it may be anybody's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MachineName,UserName,UserSID,SessionState\nHX,,,Active\n",
                "MachineName,UserName,UserSID,SessionState\nHX,,,something new\n",
                "MachineName,UserName,UserSID,LogonTime\nHX,-,,2026-11-20 08:12\n",
                "MachineName,UserName,UserSID,SessionId\nHX,,,4\n",
                "Host,User,Sid,ID\nHX,,,4\n",
                "Name,UserPrincipalName,Sid\npool-a/hx/4,,\n",
                "Host,User,Sid,Id\nHX,,,/subscriptions/1/hostpools/p/sessionhosts/hx/usersessions/4\n",
                "Host,User,Sid,State\nHX,anna,S-1-5-21-1-2-3-1001,Active\nHX,,,Disconnected\n",
            })
    void a_host_with_a_session_that_names_nobody_proves_nobodys_absence(String table) throws Exception {
        assertThat(csv(table, OPTIONS).listed()).containsOnlyKeys("hx").containsEntry("hx", false);
    }

    /** The system's own, and what may be the beginning of another. */
    @ParameterizedTest
    @ValueSource(strings = {"S-1-5-18", "S-1-5-90-0-1", "S-1-5-21-1-2-3", "S-1-5-21-1-2-3-20"})
    void a_sid_that_is_no_persons_proves_nobodys_absence(String sid) throws Exception {
        assertThat(csv("Host,UserSid,State\nHX," + sid + ",Active\nHY,S-1-12-1-7-8-9-10,Active\n", OPTIONS)
                        .listed())
                .isEqualTo(Map.of("hx", false, "hy", true));
    }

    private static final String OF_A_MACHINE = "S-1-5-21-1111111111-2222222222-333333333-4711";

    /** Get-BrokerMachine and Get-ADComputer tell the machine's own SID. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DNSName,MachineName,SessionCount,SessionsEstablished,SessionState,SessionUserName,SID,SummaryState\n"
                        + "hx.corp.example,CORP\\HX,17,17,,,%s,InUse\n",
                "MachineName,SID\nCORP\\HX,%s\n",
                "MachineName,UserName,SID\nCORP\\HX,,%s\n",
                "MachineName,SID,SessionCount\nCORP\\HX,%s,0\n",
                "MachineName,UserName,SID\nCORP\\HX,CORP\\HX$,%s\n",
            })
    void a_table_of_machines_with_their_own_sids_lists_nobody(String table) throws Exception {
        ExportReader.Export export =
                ExportReader.read(OPTIONS, CsvRows.read(new StringReader(table.formatted(OF_A_MACHINE))));
        assertThat(export.complete()).isFalse();
        assertThat(export.facts().listed()).isEmpty();
        assertThat(export.facts().sessions()).isEmpty();
        assertThat(export.facts().hosts()).containsOnlyKeys("hx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MachineName,UserName,UserSID,SessionCount\nHX,,,17\n",
                "MachineName,UserName,UserSID,SummaryState\nHX,,,InUse\n",
                "MachineName,UserName,UserSID,SessionCount\nHX,,,many\n",
                "MachineName,UserName,UserSID,SessionCount,SessionsEstablished\nHX,,,0,1\n",
                "MachineName,UserName,UserSID,SessionUserName\nHX,,,CORP\\anna\n",
                "MachineName,UserName,UserSID,SessionCount\nHX,anna,S-1-5-21-1-2-3-1001,2\n",
                "MachineName,UserName,UserSID\nHX,CORP\\HX$,%s\n",
                "MachineName,UserName,SID,SessionCount\nHX,anna,%s,1\n",
            })
    void a_host_with_more_sessions_than_are_named_proves_nobodys_absence(String table) throws Exception {
        assertThat(csv(table.formatted(OF_A_MACHINE), OPTIONS).listed()).isEqualTo(Map.of("hx", false));
    }

    @Test
    void a_machine_that_is_said_to_have_as_many_sessions_as_are_named_is_listed() throws Exception {
        assertThat(csv(
                                "MachineName,UserName,UserSID,SessionCount,SummaryState\nHX,anna,S-1-5-21-1-2-3-1001,1,InUse\n"
                                        + "HY,,,0,Available\n",
                                OPTIONS)
                        .listed())
                .isEqualTo(Map.of("hx", true, "hy", true));
    }

    /** It names somebody who may be there, but a host without a row is no empty one. */
    @Test
    void sids_without_accounts_in_a_column_that_may_be_of_machines_only_add() throws Exception {
        ExportReader.Export export = ExportReader.read(
                OPTIONS, CsvRows.read(new StringReader("Host,Sid,State\nHX,S-1-5-21-1-2-3-1001,Active\n")));
        assertThat(export.complete()).isFalse();
        assertThat(export.facts().sessions()).extracting(SessionFact::sid).containsExactly("S-1-5-21-1-2-3-1001");
    }

    @Test
    void a_row_that_lacks_values_is_refused_by_its_line() {
        String table = "Host,Sid,User,State\nHX,S-1-5-21-1-2-3-110\nHY,S-1-5-21-1-2-3-1102,ben,Active\n";
        assertThatThrownBy(() -> csv(table, OPTIONS))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("2 values for 4 columns");
    }

    @Test
    void a_host_without_a_session_and_the_others_of_its_file_are_listed() throws Exception {
        assertThat(csv(
                                "Name,User,Sid,State\np/hx,,,\np/hy/1,,,Active\np/hz/2,anna,S-1-5-21-1-2-3-1001,Active\n",
                                OPTIONS)
                        .listed())
                .isEqualTo(Map.of("hx", true, "hy", false, "hz", true));
        assertThat(json("[{\"Host\":\"hx\",\"UserSid\":\"\"},{\"Host\":\"hy\",\"State\":3,\"UserSid\":null}]")
                        .listed())
                .isEqualTo(Map.of("hx", true, "hy", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host,User,Sid\\nAVD-1,anna,S-1-5-21-1-2-3-1001\\nAVD-2,be|line 3 has 2 values for 3 columns and no line end",
                "Host,User,Sid\\nAVD-1,anna,S-1-5-21-1-2-3-1001\\nAVD-2|line 3 has 1 values for 3 columns and no line end",
                "Host,User,Sid\\nAVD-1,anna,S-1-5-21-1-2-3-1001\\nAVD-2,ben,S-1-5-21-1-2-3-10|line 3 ends the file in the midst of a SID",
                "Host,Sid,User,User SID\\nAVD-1,S-1-5-21-1-2-3-1001,anna,\\n|the columns 'Sid' and 'User SID' both hold SIDs",
                "Host,Sid,sid\\nAVD-1,S-1-5-21-1-2-3-1001,\\n|the columns 'Sid' and 'sid' both have one name",
                "Host,User,host\\nAVD-1,anna,AVD-2\\n|the columns 'Host' and 'host' both have one name",
            })
    void what_is_cut_off_or_says_twice_who_it_is_is_refused_whatever_may_be_skipped(String table, String reason) {
        String text = table.replace("\\n", "\n");
        for (ImportOptions options : List.of(OPTIONS, OPTIONS.skippingBadRows())) {
            assertThatThrownBy(() -> csv(text, options))
                    .isInstanceOf(ImportRefusedException.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void a_last_line_without_its_end_is_taken_where_it_is_whole() throws Exception {
        assertThat(people(csv("Host,Sid,User\nAVD-1,S-1-5-21-1-2-3-1001,anna", OPTIONS)))
                .containsExactly("AVD-1 anna");
        assertThat(people(csv("Host,User,Sid\nAVD-1,anna,\"S-1-5-21-1-2-3-1001\"", OPTIONS)))
                .containsExactly("AVD-1 anna");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"Host\":\"hx\",\"Sid\":\"S-1-5-21-1-2-3-1001\",\"UserSid\":\"S-1-5-21-1-2-3-1002\"}]",
                "[{\"Host\":\"hx\",\"Sid\":\"S-1-5-21-1-2-3-1001\",\"properties\":{\"Sid\":\"S-1-5-21-1-2-3-1002\"}}]",
                "[{\"Host\":\"hx\",\"Sid\":\"S-1-5-21-1-2-3-1001\",\"Sid\":\"S-1-5-21-1-2-3-1002\"}]",
            })
    void json_that_says_twice_who_it_is_is_refused(String text) {
        assertThatThrownBy(() -> json(text))
                .isInstanceOf(ImportRefusedException.class)
                .message()
                .containsIgnoringCase("sid'");
    }

    @Test
    void any_text_ends_in_facts_or_a_refusal() {
        String[] parts = {
            "Host",
            "User",
            ",",
            ";",
            "\t",
            "\"",
            "\n",
            "\r",
            "AVD-1",
            "anna",
            "{",
            "}",
            "[",
            "]",
            ":",
            "null",
            "\0",
            "LogonTime",
            "11/20/2026 8:12",
            "\ufeff",
            "sep=",
            "#TYPE",
            "/",
            "\\"
        };
        RandomCases.run(3_000, random -> {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "Host,User,LogonTime\n" : "[{\"Host\":");
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThatCode(() -> {
                        try {
                            csv(text.toString(), OPTIONS);
                        } catch (ImportRefusedException e) {
                            assertThat(e).hasMessageNotContaining("Exception");
                        }
                        try {
                            json(text.toString());
                        } catch (ImportRefusedException e) {
                            assertThat(e).hasMessageNotContaining("Exception");
                        }
                    })
                    .as(text.toString())
                    .doesNotThrowAnyException();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "AVD-12,avd-12",
        "avd-12.example.com,avd-12",
        "EXAMPLE\\AVD-12$,avd-12",
        "\\\\AVD-12,avd-12",
        "10.0.0.7,10.0.0.7",
        "a b,''",
        "'',''",
        "<x>,''",
        "-,''"
    })
    void names_of_computers_are_compared_without_domain_and_case(String told, String key) {
        assertThat(HostName.key(told)).isEqualTo(key);
    }
}
