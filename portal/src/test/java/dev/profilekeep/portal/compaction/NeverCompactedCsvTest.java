package dev.profilekeep.portal.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.portal.support.FakeCompactionDesk;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.space.estate.NeverCompacted.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NeverCompactedCsvTest {
    private static List<String> lines(char separator, Locale locale) throws IOException {
        StringWriter out = new StringWriter();
        NeverCompactedCsv csv = new NeverCompactedCsv(out, separator, Texts.in(locale), ZoneId.of("Europe/Berlin"));
        csv.begin();
        csv.row(FakeCompactionDesk.never(1, "anna", Reason.DIRTY, Reason.FIXED));
        return List.of(out.toString().split("\r\n"));
    }

    @Test
    void a_row_has_the_words_of_its_reasons_for_programs_and_for_people() throws IOException {
        assertThat(lines(',', Locale.ENGLISH))
                .containsExactly(
                        "\ufeffaccount,sid,disk,kind,set,site,location,fileBytes,reclaimableBytes,reasons,why,observations,since",
                        "anna,S-1-5-21-1-2-3-1104,Profile_anna,PROFILE,office,fra,fra-profiles,5368709120,2147483648,"
                                + "FIXED DIRTY,\"Fixed size, Not clean\",3,2026-03-02 07:00:00");
        assertThat(lines(';', Locale.GERMAN).get(1)).contains(";FIXED DIRTY;Feste Größe, Nicht sauber;3;");
    }
}
