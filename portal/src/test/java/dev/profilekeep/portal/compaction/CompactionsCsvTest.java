package dev.profilekeep.portal.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.Refusal;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.support.FakeCompactionDesk;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.storage.LocationMode;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CompactionsCsvTest {
    private static final CompactionItem SMALLER =
            FakeCompactionDesk.item(1, "anna", Outcome.COMPACTED, "", "", 3_489_660_928L);

    private static List<String> lines(
            char separator, Locale locale, Function<CompactionItem, String> names, CompactionItem... items)
            throws IOException {
        StringWriter out = new StringWriter();
        ZoneId zone = locale.equals(Locale.GERMAN) ? ZoneId.of("Europe/Berlin") : ZoneOffset.UTC;
        CompactionsCsv csv = new CompactionsCsv(out, separator, Texts.in(locale), zone, names);
        csv.begin();
        for (CompactionItem item : items) {
            csv.row(item);
        }
        return List.of(out.toString().split("\r\n"));
    }

    private static List<String> english(CompactionItem... items) throws IOException {
        return lines(',', Locale.ENGLISH, CompactionItem::path, items);
    }

    @Test
    void it_has_the_columns_of_the_shrink_script_and_two_more() throws IOException {
        assertThat(english())
                .containsExactly("\ufeffName,StartTime,EndTime,ElapsedTime(s),DiskState,OriginalSizeGB,FinalSizeGB,"
                        + "SpaceSavedGB,FullName,Reason,Why");
        assertThat(lines(';', Locale.GERMAN, CompactionItem::path).get(0)).contains("ElapsedTime(s);DiskState");
    }

    @Test
    void what_became_smaller_is_told_in_gib_with_its_seconds() throws IOException {
        assertThat(english(SMALLER).get(1))
                .isEqualTo("Profile_anna.VHDX,2026-03-02 05:58:30,2026-03-02 06:00:00,90.0,Success,5.00,3.25,1.75,"
                        + "S-1-5-21-1-2-3-1104_anna/Profile_anna.VHDX,,");
    }

    @Test
    void where_a_semicolon_parts_cells_a_comma_parts_decimals() throws IOException {
        assertThat(lines(';', Locale.GERMAN, CompactionItem::path, SMALLER).get(1))
                .startsWith("Profile_anna.VHDX;2026-03-02 06:58:30;2026-03-02 07:00:00;90,0;Success;5,00;3,25;1,75;");
    }

    @Test
    void what_was_left_alone_keeps_its_size_and_says_why() throws IOException {
        assertThat(english(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "in-use", "somebody works with it", -1))
                        .get(1))
                .contains(",DiskLocked,5.00,5.00,0.00,")
                .endsWith(",in-use,somebody works with it");
        assertThat(english(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "gain-too-small", "", -1))
                        .get(1))
                .contains(",Ignored,")
                .endsWith(",gain-too-small,Gain too small");
        assertThat(english(FakeCompactionDesk.item(2, "ben", Outcome.SKIPPED, "bitlocker", "", -1))
                        .get(1))
                .contains(",Skipped,");
        assertThat(english(FakeCompactionDesk.item(2, "ben", Outcome.FAILED, "", "the server went away", -1))
                        .get(1))
                .contains(",Failed,5.00,5.00,0.00,")
                .endsWith(",,the server went away");
    }

    @Test
    void what_is_only_planned_tells_what_it_would_save() throws IOException {
        assertThat(english(FakeCompactionDesk.item(2, "ben", Outcome.PLANNED, "", "", -1))
                        .get(1))
                .contains(",Planned,5.00,4.00,1.00,");
    }

    @Test
    void a_name_from_a_share_is_no_formula() throws IOException {
        CompactionItem item = FakeCompactionDesk.item(2, "ben", Outcome.FAILED, "", "=HYPERLINK(\"x\")", -1);
        String row = lines(',', Locale.ENGLISH, one -> "@SUM(A1)", item).get(1);
        assertThat(row).contains(",'@SUM(A1),").endsWith("\"'=HYPERLINK(\"\"x\"\")\"");
    }

    @Test
    void the_full_name_is_one_that_windows_opens() {
        FullNames names = FullNames.of(List.of(
                location("fra-profiles", "smb://files.example.com/pro%20files/office"), location("lon", "/srv/lon")));
        assertThat(names.of(SMALLER))
                .isEqualTo("\\\\files.example.com\\pro files\\office\\S-1-5-21-1-2-3-1104_anna\\Profile_anna.VHDX");
        assertThat(FullNames.of(List.of(location("fra-profiles", "/srv/fra"))).of(SMALLER))
                .isEqualTo("/srv/fra/S-1-5-21-1-2-3-1104_anna/Profile_anna.VHDX");
        assertThat(FullNames.inTheirLocations().of(SMALLER)).isEqualTo(SMALLER.path());
    }

    private static Estate.Location location(String id, String address) {
        return new Estate.Location(id, id, "fra", "Frankfurt", address, LocationMode.ACT, LocationMode.ACT, null, null);
    }

    @Test
    void every_reason_has_words_in_both_languages() throws IllegalAccessException {
        for (Refusal.Why why : Refusal.Why.values()) {
            assertThat(Whys.ALL).contains(why.word());
        }
        for (Field word : CompactionItem.Waits.class.getFields()) {
            assertThat(Whys.ALL).contains((String) word.get(null));
        }
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            Texts texts = Texts.in(language);
            assertThat(Whys.ALL).allSatisfy(word -> {
                assertThat(Whys.key(word)).isNotEqualTo("space.why.other");
                assertThat(texts.has(Whys.key(word))).as(word).isTrue();
                assertThat(texts.has(Whys.key(word) + ".text")).as(word).isTrue();
            });
        }
        assertThat(Whys.key("of tomorrow")).isEqualTo("space.why.other");
    }
}
