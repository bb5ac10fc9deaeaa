package dev.profilekeep.disk.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindRulesTest {
    private static FileKind kind(PathRules<FileKind> rules, PathRules.Place from, String path) {
        PathRules.Place place = from;
        String name = "";
        for (String part : path.split("/")) {
            name = part;
            place = rules.below(place, part);
        }
        return rules.ofFile(place, name).orElse(FileKind.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "AppData/Local/Microsoft/Outlook/a@b.ost, OUTLOOK",
        "APPDATA/local/microsoft/OUTLOOK/Offline Address Books/x.oab, OUTLOOK",
        "Documents/Outlook Files/old.PST, OUTLOOK",
        "AppData/Local/Packages/MSTeams_8wekyb3d8bbwe/LocalCache/a/b/c, TEAMS",
        "AppData/Roaming/Microsoft/Teams/Service Worker/CacheStorage/x, TEAMS_CLASSIC",
        "AppData/Roaming/Microsoft/Teamspeak/x, APP_DATA",
        "AppData/Local/Microsoft/Edge/User Data/Default/Cache/Cache_Data/f_1, EDGE_CACHE",
        "AppData/Local/Microsoft/Edge/User Data/Profile 2/Service Worker/ScriptCache/x, EDGE_CACHE",
        "AppData/Local/Microsoft/Edge/User Data/Default/Service Worker/Database/x, BROWSER_DATA",
        "AppData/Local/Microsoft/Edge/User Data/Default/Bookmarks, BROWSER_DATA",
        "AppData/Local/Google/Chrome/User Data/Default/Code Cache/js/x, CHROME_CACHE",
        "AppData/Local/Mozilla/Firefox/Profiles/x.default/cache2/entries/A, FIREFOX_CACHE",
        "AppData/Roaming/Mozilla/Firefox/Profiles/x.default/places.sqlite, BROWSER_DATA",
        "AppData/Local/Microsoft/Windows/INetCache/IE/x.htm, INTERNET_CACHE",
        "AppData/Local/Microsoft/Windows/WebCache/WebCacheV01.dat, INTERNET_CACHE",
        "OneDrive/a.docx, ONEDRIVE",
        "OneDrive - Contoso/a.docx, ONEDRIVE",
        "OneDriveX/a.docx, OTHER",
        "AppData/Local/Microsoft/Office/16.0/OfficeFileCache/x.fsd, OFFICE_CACHE",
        "AppData/Roaming/Microsoft/Search/Data/Applications/S-1-5/S-1-5.edb, SEARCH",
        "AppData/Local/Temp/x/y.tmp, TEMP",
        "AppData/Local/Temporary/x, APP_DATA",
        "Downloads/setup.exe, DOWNLOADS",
        "NTUSER.DAT, REGISTRY",
        "ntuser.dat.LOG1, REGISTRY",
        "AppData/Local/Microsoft/Windows/UsrClass.dat.LOG2, REGISTRY",
        "AppData/Local/Packages/Microsoft.Paint_8wekyb3d8bbwe/Settings/settings.dat, REGISTRY",
        "AppData/Local/Packages/Microsoft.Paint_8wekyb3d8bbwe/LocalState/x, STORE_APPS",
        "Desktop/x.lnk, OWN_FILES",
        "Saved Games/x, OWN_FILES",
        "$Recycle.Bin/S-1-5-21/$R1.zip, RECYCLE_BIN",
        "notes.txt, OTHER",
    })
    void a_file_of_a_profile_is_of_the_kind_that_its_path_says(String path, FileKind expected) {
        PathRules<FileKind> rules = KindRules.usual();
        assertThat(kind(rules, rules.profile(), path)).isEqualTo(expected);
    }

    @Test
    void what_lies_beside_the_profile_has_rules_of_its_own() {
        PathRules<FileKind> rules = KindRules.usual();
        assertThat(kind(rules, rules.top(), "$RECYCLE.BIN/S-1-5/x")).isEqualTo(FileKind.RECYCLE_BIN);
        assertThat(kind(rules, rules.top(), "System Volume Information/{guid}")).isEqualTo(FileKind.PREVIOUS_VERSIONS);
        assertThat(kind(rules, rules.top(), "Downloads/x")).isEqualTo(FileKind.OTHER);
    }

    @Test
    void the_first_line_that_fits_counts_and_signs_mean_themselves() {
        PathRules<FileKind> rules = KindRules.parse(List.of(
                "# comment", "", "TEMP\ta/b*", "SEARCH\ta", "OUTLOOK\t**/*.x", "TEAMS\tq.*/(r)", "EDGE_CACHE\tq.*"));
        assertThat(kind(rules, rules.profile(), "a/bc/d.x")).isEqualTo(FileKind.TEMP);
        assertThat(kind(rules, rules.profile(), "a/c/d.x")).isEqualTo(FileKind.SEARCH);
        assertThat(kind(rules, rules.profile(), "c/d.x")).isEqualTo(FileKind.OUTLOOK);
        assertThat(kind(rules, rules.profile(), "q.1/(r)")).isEqualTo(FileKind.TEAMS);
        assertThat(kind(rules, rules.profile(), "q.1/r")).isEqualTo(FileKind.EDGE_CACHE);
        assertThat(kind(rules, rules.profile(), "qq1/(r)")).isEqualTo(FileKind.OTHER);
    }

    @Test
    void every_kind_that_is_told_by_path_has_a_rule() {
        Set<FileKind> without = EnumSet.of(FileKind.OTHER, FileKind.LOST, FileKind.FILE_SYSTEM, FileKind.NOBODY);
        assertThat(EnumSet.copyOf(KindRules.usual().all()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(FileKind.values())
                        .filter(kind -> !without.contains(kind))
                        .toList());
    }
}
