package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.text.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands in the head and the cells of a table. */
public interface CsvCells {
    String head(ProfilesColumn column);

    /** Null for an empty cell. */
    @Nullable
    Object cell(ProfilesColumn column, ContainerRow row);

    /** For programs: keys, codes, bytes, UTC times. */
    static CsvCells plain() {
        return new CsvCells() {
            @Override
            public String head(ProfilesColumn column) {
                return column.key();
            }

            @Override
            public @Nullable Object cell(ProfilesColumn column, ContainerRow row) {
                return column.value(row);
            }
        };
    }

    /**
     * For people: the words of the list. Sizes stay numbers, and say so in the head; times are written as a spreadsheet
     * program understands them.
     *
     * @param siteNames names of sites by id
     */
    static CsvCells inWords(Texts texts, Map<String, String> siteNames, ZoneId zone) {
        DateTimeFormatter times =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(zone);
        return new CsvCells() {
            @Override
            public String head(ProfilesColumn column) {
                String head = texts.get("profiles.column." + column.key());
                return column.isSize() ? texts.get("profiles.export.bytes", head) : head;
            }

            @Override
            public @Nullable Object cell(ProfilesColumn column, ContainerRow row) {
                return switch (column) {
                    case STATE -> texts.get("state." + row.state().name());
                    case KIND -> texts.get("kind." + row.kind().name());
                    case FINDINGS ->
                        row.findings().stream()
                                .map(code -> texts.get("finding." + code.name() + ".name"))
                                .collect(Collectors.joining(", "));
                    case SITES ->
                        row.sites().stream()
                                .map(site -> siteNames.getOrDefault(site, site))
                                .collect(Collectors.joining(", "));
                    case LOCKED -> texts.get(row.locked() ? "profiles.locked.yes" : "profiles.locked.no");
                    default -> column.value(row) instanceof Instant at ? times.format(at) : column.value(row);
                };
            }
        };
    }
}
