package dev.profilekeep.portal.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.text.Texts;
import java.io.IOException;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvExportTest {
    @Test
    void a_line_for_each_container_in_the_order_of_the_columns() throws IOException {
        StringWriter out = new StringWriter();
        CsvExport export = new CsvExport(
                out,
                ',',
                EnumSet.of(
                        ProfilesColumn.FILE_SIZE,
                        ProfilesColumn.ACCOUNT,
                        ProfilesColumn.FINDINGS,
                        ProfilesColumn.LAST_SEEN),
                CsvCells.plain());
        export.begin();
        export.row(Samples.row(1, "S-1-5-21-1", "anna", FindingCode.BLOATED, FindingCode.NEARLY_FULL));
        assertThat(out.toString())
                .isEqualTo("\ufeffaccount,findings,fileSize,lastSeen\r\n"
                        + "anna,BLOATED NEARLY_FULL,5368709120,2026-03-02T05:00:00Z\r\n");
    }

    @Test
    void for_people_it_is_in_words_with_numbers_and_times_that_a_spreadsheet_understands() throws IOException {
        StringWriter out = new StringWriter();
        CsvExport export = new CsvExport(
                out,
                ';',
                EnumSet.of(
                        ProfilesColumn.STATE,
                        ProfilesColumn.KIND,
                        ProfilesColumn.FINDINGS,
                        ProfilesColumn.SITES,
                        ProfilesColumn.FILE_SIZE,
                        ProfilesColumn.LAST_SEEN),
                CsvCells.inWords(
                        Texts.in(Locale.GERMAN),
                        Map.of("fra", "Frankfurt", "lon", "London"),
                        ZoneId.of("Europe/Berlin")));
        export.begin();
        export.row(Samples.row(1, "S-1-5-21-1", "anna", FindingCode.BLOATED, FindingCode.NEARLY_FULL));
        assertThat(out.toString())
                .isEqualTo(
                        "\ufeffZustand;Art;Befunde;Standorte;Datei (Byte);Angesehen\r\n"
                                + "Auffällig;Profil;Aufgebläht, Fast voll;Frankfurt, London;5368709120;2026-03-02 06:00:00\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM(A1)"})
    void what_a_spreadsheet_would_take_for_a_formula_is_made_a_text(String account) throws IOException {
        assertThat(cell(account)).isEqualTo("'" + account);
    }

    @Test
    void separators_and_quotes_are_quoted() throws IOException {
        assertThat(cell("a;b")).isEqualTo("\"a;b\"");
        assertThat(cell("a,b")).isEqualTo("a,b");
        assertThat(cell("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(cell("henrik.møller")).isEqualTo("henrik.møller");
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b[2Janna', '\\u{1b}[2Janna'",
        "'anna\u202Egpj.exe', 'anna\\u{202e}gpj.exe'",
        "'a\nb', 'a\\u{a}b'",
        "'\t=1+1', '\\u{9}=1+1'",
        "'\r=1+1', '\\u{d}=1+1'",
        "'\u0645\u06CC\u200C\u0646\u0627', '\u0645\u06CC\u200C\u0646\u0627'",
    })
    void what_a_name_could_hide_or_do_is_made_visible_as_in_the_list(String account, String shown) throws IOException {
        assertThat(cell(account, CsvCells.plain())).isEqualTo(shown);
        assertThat(cell(account, CsvCells.inWords(Texts.in(Locale.GERMAN), Map.of(), ZoneId.of("Europe/Berlin"))))
                .isEqualTo(shown);
    }

    private static String cell(String account) throws IOException {
        return cell(account, CsvCells.plain());
    }

    private static String cell(String account, CsvCells cells) throws IOException {
        StringWriter out = new StringWriter();
        new CsvExport(out, ';', Set.of(ProfilesColumn.ACCOUNT), cells).row(Samples.row(1, "S-1-5-21-1", account));
        return out.toString().replaceFirst("\r\n\\z", "");
    }
}
