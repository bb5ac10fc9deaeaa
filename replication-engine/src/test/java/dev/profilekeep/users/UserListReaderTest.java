package dev.profilekeep.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.users.UserListReader.User;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserListReaderTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1001";
    private static final String BEN = "S-1-5-21-1-2-3-1002";

    private static List<User> read(String text) {
        try {
            return new ArrayList<>(UserListReader.read(new StringReader(text)).values());
        } catch (IOException | UserListRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> UserListReader.read(new StringReader(text)))
                .isInstanceOf(UserListRefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_table_of_get_aduser_is_understood() {
        String table = "#TYPE Microsoft.ActiveDirectory.Management.ADUser\r\n"
                + "\"DistinguishedName\",\"Enabled\",\"SamAccountName\",\"SID\",\"LastLogonTimestamp\"\r\n"
                + "\"CN=Berg, Anna,DC=x\",\"True\",\"anna\",\"" + ANNA + "\",\"133000000000000000\"\r\n"
                + "\"CN=B \"\"Ben\"\" O\nsei\",\"False\",\"ben\",\"" + BEN.toLowerCase(java.util.Locale.ROOT)
                + "\",\"0\"\r\n";
        assertThat(read(table))
                .containsExactly(
                        new User(ANNA, "anna", true, Instant.parse("2022-06-18T04:26:40Z"), null),
                        new User(BEN, "ben", false, null, null));
    }

    @Test
    void semicolons_tabs_and_a_bom_are_understood() {
        assertThat(read("\ufeffsep=;\nSID;Konto;Deleted\n" + ANNA + ";anna;2026-05-01\n"))
                .singleElement()
                .satisfies(user -> {
                    assertThat(user.sid()).isEqualTo(ANNA);
                    assertThat(user.deletedAt()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
                });
        assertThat(read("Object SID\tUserPrincipalName\n" + ANNA + "\tanna@example.com\n"))
                .extracting(User::account)
                .containsExactly("anna@example.com");
    }

    @Test
    void json_of_powershell_and_graph_is_understood() {
        assertThat(read("[{\"SID\":{\"BinaryLength\":28,\"Value\":\"" + ANNA
                        + "\"},\"SamAccountName\":\"anna\",\"Enabled\":true,"
                        + "\"LastLogonDate\":\"/Date(1655526400000)/\"}]"))
                .containsExactly(new User(ANNA, "anna", true, Instant.parse("2022-06-18T04:26:40Z"), null));
        assertThat(read("{\"value\":[{\"onPremisesSecurityIdentifier\":\"" + ANNA
                        + "\",\"userPrincipalName\":\"anna@x\",\"accountEnabled\":false,\"deletedDateTime\":null}]}"))
                .containsExactly(new User(ANNA, "anna@x", false, null, null));
    }

    @Test
    void one_page_of_several_is_refused() {
        String page = "{\"value\":[{\"securityIdentifier\":\"S-1-12-1-1-2-3-4\"}]";
        refused(
                page + ",\"@odata.nextLink\":\"https://graph/users?$skiptoken=x\"}",
                "'@odata.nextLink' says that this is not");
        refused(page + ",\"@odata.count\":2}", "Export all pages into one list");
        refused(page + ",\"meta\":{\"hasMore\":true}}", "'hasMore' says");
        refused("[{\"SID\":\"" + ANNA + "\"}]\n[{\"SID\":\"" + BEN + "\"}]", "is no JSON");
        refused(page + ",\"users\":[{\"SID\":\"" + BEN + "\"}]}", "two lists");
        assertThat(read(page + ",\"@odata.context\":\"x\",\"@odata.count\":1,\"made\":{\"by\":[\"x\"]}}"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-31T08:00:00Z, 2026-05-31T08:00:00Z",
        "2026-05-31T08:00:00.1234567+02:00, 2026-05-31T06:00:00.123456700Z",
        "2026-05-31 08:00:00, 2026-05-31T08:00:00Z",
        "2026-05-31, 2026-05-31T00:00:00Z",
        "133000000000000000, 2022-06-18T04:26:40Z",
    })
    void times_are_understood(String text, Instant time) {
        assertThat(UserListReader.time(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5/31/2026 8:00:00 AM", "31.05.2026", "yesterday"})
    void a_time_that_could_be_two_things_is_refused(String text) {
        refused("SID,LastLogonDate\n" + ANNA + ",\"" + text + "\"\n", "is no time that is understood");
    }

    @Test
    void what_is_no_list_is_refused_with_what_to_do() {
        refused("", "its first line must name the columns");
        refused("Name,Mail\nanna,a@x\n", "none of the columns holds SIDs");
        refused("SID\n", "names nobody");
        refused("SID,Name\n" + ANNA + ",anna\nS-1-5,ben\n,carl\n", "2 rows are not understood");
        refused("SID,Name\n" + ANNA + ",anna,more\n", "3 values for 2 columns");
        refused("SID,Name\n" + ANNA + ",\"anna\n", "never closed");
        refused("SID,Enabled\n" + ANNA + ",perhaps\n", "neither true nor false");
        refused("{\"SID\":1}", "holds no list of users");
        refused("[{\"SID\":", "is no JSON");
    }

    @Test
    void a_list_that_is_cut_inside_its_last_line_is_refused_and_one_that_is_whole_is_not() {
        String whole = "SID,Enabled\n" + ANNA + ",true\n" + BEN;
        refused(whole, "line 3 has 1 values for 2 columns and no line end: the file is cut off there");
        refused(
                "Name,SID\nanna," + ANNA + "\nben," + BEN.substring(0, BEN.length() - 2),
                "line 3, column 'SID': the file ends");
        assertThat(read(whole + ",false")).hasSize(2);
        assertThat(read(whole + "\n"))
                .as("values left out at the end of a line")
                .hasSize(2);
        assertThat(read("SID\n\"" + ANNA + "\"")).hasSize(1);
    }

    @Test
    void two_columns_that_say_who_it_is_or_whether_they_may_sign_in_are_refused_where_they_differ() {
        refused("SID,SID,Enabled\n" + ANNA + "," + BEN + ",true\n", "the columns 'SID' and 'SID' both have one name");
        refused("SID,Enabled,enabled\n" + ANNA + ",true,false\n", "the columns 'Enabled' and 'enabled'");
        refused(
                "SID,objectSid\n" + ANNA + "," + ANNA + "\n" + ANNA + "," + BEN + "\n",
                "line 3, column 'objectSid': '" + BEN + "' is not what column 'SID' says ('" + ANNA + "')");
        refused(
                "SID,Enabled,Active\n" + ANNA + ",true,false\n",
                "column 'Active': 'false' is not what column 'Enabled'");
        refused(
                "SID,Enabled,Disabled\n" + ANNA + ",true,yes\n",
                "column 'Disabled': 'yes' contradicts 'true' in column 'Enabled'");
        refused("[{\"SID\":\"" + ANNA + "\",\"Sid\":\"" + BEN + "\"}]", "the columns 'SID' and 'Sid'");
        refused("[{\"SID\":\"" + ANNA + "\",\"SID\":\"" + BEN + "\"}]", "is no JSON");
        assertThat(read("SID,objectSid,Name,SamAccountName\n" + ANNA + "," + ANNA + ",Anna,anna\n"))
                .as("as Get-ADUser -Properties * writes it")
                .containsExactly(new User(ANNA, "anna", null, null, null));
    }

    @Test
    void of_somebody_in_the_domain_and_in_entra_the_domains_sid_counts() {
        String entra = "S-1-12-1-1-2-3-4";
        assertThat(read("securityIdentifier,onPremisesSecurityIdentifier\n" + entra + "," + ANNA + "\n" + entra
                        + ",\n"))
                .extracting(User::sid)
                .containsExactly(ANNA, entra);
    }

    @Test
    void what_is_not_understood_is_named_by_line_and_column_and_shown_as_it_is_written() {
        refused("Name,Sid\nanna,bad\n", "line 2, column 'Sid': 'bad' is no SID");
        refused("Name,Sid\nanna,\n", "line 2, column 'Sid': it has no SID");
        refused("SID,accountEnabled\n" + ANNA + ",Perhaps\n", "line 2, column 'accountEnabled': 'Perhaps' is neither");
        refused(
                "SID,LastLogonDate\n" + ANNA + ",Yesterday\n",
                "line 2, column 'LastLogonDate': 'Yesterday' is no time");
        refused("SID,deletedAt\n" + ANNA + ",Yesterday\n", "line 2, column 'deletedAt': 'Yesterday' is no time");
        refused("[{\"SID\":\"bad\u202e\"}]", "line 1, column 'SID': 'bad\\u{202e}' is no SID");
    }

    @Test
    void a_user_who_is_there_outweighs_one_of_the_same_sid_who_was_deleted() {
        assertThat(read("SID,Deleted\n" + ANNA + ",\n" + ANNA + ",2026-05-01\n"))
                .extracting(User::deletedAt)
                .containsExactly((Instant) null);
        assertThat(read("SID,Deleted\n" + ANNA + ",2026-05-01\n" + ANNA + ",no\n"))
                .extracting(User::deletedAt)
                .containsExactly((Instant) null);
    }

    @Test
    void whatever_comes_is_taken_or_refused_and_nothing_else() {
        String sound = "SID,SamAccountName,Enabled\n" + ANNA + ",\"a \"\"b\"\"\",true\n" + BEN + ",ben,false\n";
        Random random = new Random(5);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(sound);
            for (int change = 0; change < 3; change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, "\",;\n\r[{}:\0é".charAt(random.nextInt(11)));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "\"\n,[{".charAt(random.nextInt(5)));
                }
            }
            try {
                UserListReader.read(new StringReader(text.toString())).values().forEach(user -> assertThat(user.sid())
                        .startsWith("S-1-"));
            } catch (UserListRefusedException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void who_issued_a_sid_is_told_by_all_but_its_last_part() {
        assertThat(UserListReader.issuer(ANNA)).isEqualTo("S-1-5-21-1-2-3");
        assertThat(UserListReader.issuer("S-1-12-1-1-2-3-4")).isEqualTo("S-1-12-1");
    }
}
