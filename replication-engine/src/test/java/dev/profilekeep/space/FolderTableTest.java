package dev.profilekeep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.usage.PathRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderTableTest {
    private static final PathRules<FolderTable.Row> TABLE = FolderTable.usual();

    /** What may never be left out, wherever it lies. */
    private static final Set<Category> DATA = EnumSet.allOf(Category.class).stream()
            .filter(category -> category.kind() != Category.Kind.CACHE)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Category.class)));

    private static Category file(String path) {
        String[] names = path.split("/");
        PathRules.Place place = TABLE.profile();
        for (String name : names) {
            place = TABLE.below(place, name);
        }
        return TABLE.ofFile(place, names[names.length - 1])
                .map(FolderTable.Row::category)
                .orElse(Category.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "AppData/Local/Microsoft/Edge/User Data/Default/Cache/Cache_Data/f_1, EDGE_CACHE",
        "appdata/LOCAL/microsoft/edge/user data/profile 3/gpucache/d, EDGE_CACHE",
        "AppData/Local/Microsoft/Edge/User Data/Default/History, BROWSER_DATA",
        "AppData/Local/BraveSoftware/Brave-Browser/User Data/Default/Code Cache/js/x, BRAVE_CACHE",
        "AppData/Local/Mozilla/Firefox/Profiles/ab.default/cache2/x, FIREFOX_CACHE",
        "AppData/Roaming/Mozilla/Firefox/Profiles/ab.default/places.sqlite, BROWSER_DATA",
        "AppData/Roaming/Microsoft/Teams/Cache/x, TEAMS_CLASSIC_CACHE",
        "AppData/Roaming/Microsoft/Teams/IndexedDB/x, TEAMS_CLASSIC",
        "AppData/Local/Temp/mail.pst, OUTLOOK",
        "AppData/Local/Temp/x, TEMP",
        "AppData/Local/Microsoft/Windows/UsrClass.dat, REGISTRY",
        "NTUSER.DAT.LOG1, REGISTRY",
        "OneDrive - Contoso/plan.docx, ONEDRIVE_FILES",
        "OneDriver/plan.docx, OTHER",
        "AppData/Roaming/JetBrains/IdeaIC2025.1/x.xml, JETBRAINS",
        "AppData/Local/Unknown/x, LOCAL_REST",
        "AppData/x, OTHER",
        "Documents/Downloads/x, DOCUMENTS"
    })
    void a_file_is_of_the_first_row_that_fits(String path, Category category) {
        assertThat(file(path)).isEqualTo(category);
    }

    @Test
    void no_row_of_data_can_be_left_out_and_every_one_that_can_says_what_is_lost() {
        List<FolderTable.Row> excludable =
                TABLE.all().stream().filter(FolderTable.Row::excludable).toList();
        assertThat(excludable).hasSizeGreaterThan(30).allSatisfy(row -> {
            assertThat(DATA).doesNotContain(row.category());
            assertThat(row.path()).doesNotContain("*").matches("[A-Za-z][A-Za-z0-9_ .#/-]+");
            assertThat(row.path().toLowerCase(Locale.ROOT))
                    .doesNotMatch("(documents|desktop|pictures|music|videos|downloads|onedrive).*")
                    .doesNotMatch("appdata(/(local|roaming|locallow))?")
                    .as("the Start menu breaks without it")
                    .doesNotMatch("appdata/local/microsoft/windows/(caches|notifications|cloudstore).*");
            Consequence consequence = Consequence.of(row.category());
            assertThat(List.of(consequence.why(), consequence.lost()))
                    .allSatisfy(sentence -> assertThat(sentence).endsWith(".").doesNotContain("--"));
        });
        assertThatThrownBy(() -> Consequence.of(Category.DOCUMENTS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_row_that_could_tell_a_name_of_a_persons_own_is_refused() {
        assertThatThrownBy(() -> FolderTable.parse(List.of("TEMP\tyes\tAppData/*/Temp")))
                .hasMessageContaining("AppData/*/Temp");
        assertThatThrownBy(() -> FolderTable.parse(List.of("RECYCLE_BIN\tyes\t/$Recycle.Bin")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_category_that_a_row_can_give_has_a_row_in_the_document_and_every_path_is_told() throws Exception {
        String document = document();
        List<String> lines = table();
        assertThat(lines).hasSizeGreaterThan(60).allSatisfy(line -> {
            String[] fields = line.split("\t");
            assertThat(document)
                    .contains("| " + Category.valueOf(fields[0]).label() + " | `" + fields[2] + "` | "
                            + (fields[1].equals("yes") ? "yes" : "no") + " |");
        });
    }

    private static List<String> table() throws IOException {
        try (var in = FolderTable.class.getResourceAsStream("folders.tsv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static String document() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isRegularFile(here.resolve("docs/space.md"))) {
            here = here.getParent();
        }
        assertThat(here).as("the folder of the project").isNotNull();
        return Files.readString(here.resolve("docs/space.md"));
    }
}
