package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column of the list of profiles: in the grid, in its URL, in the export. */
public enum ProfilesColumn {
    ACCOUNT("account", true, ContainerSort.Column.ACCOUNT, ContainerRow::account),
    STATE("state", true, ContainerSort.Column.STATE, row -> row.state().name()),
    KIND("kind", false, ContainerSort.Column.KIND, row -> row.kind().name()),
    FINDINGS("findings", true, null, row -> row.findings().stream()
            .map(Enum::name)
            .collect(Collectors.joining(" "))),
    SITES("sites", true, null, row -> String.join(" ", row.sites())),
    FILE_SIZE("fileSize", true, ContainerSort.Column.FILE_SIZE, ContainerRow::fileSize),
    USED("used", false, ContainerSort.Column.USED, ContainerRow::used),
    FREE("free", true, ContainerSort.Column.FREE, ContainerRow::free),
    RECLAIMABLE("reclaimable", true, ContainerSort.Column.RECLAIMABLE, ContainerRow::reclaimable),
    VIRTUAL_SIZE("virtualSize", false, null, ContainerRow::virtualSize),
    LAST_WRITTEN("lastWritten", true, ContainerSort.Column.LAST_WRITTEN, ContainerRow::lastWritten),
    LAST_SEEN("lastSeen", false, ContainerSort.Column.LAST_SEEN, ContainerRow::lastSeen),
    LOCKED("locked", false, null, ContainerRow::locked),
    SET("set", false, ContainerSort.Column.SET, ContainerRow::setId),
    DISK("disk", false, null, ContainerRow::baseName),
    SID("sid", false, ContainerSort.Column.SID, ContainerRow::sid);

    private final String key;
    private final boolean usual;
    private final ContainerSort.@Nullable Column sort;
    private final Function<ContainerRow, @Nullable Object> value;

    ProfilesColumn(
            String key,
            boolean usual,
            ContainerSort.@Nullable Column sort,
            Function<ContainerRow, @Nullable Object> value) {
        this.key = key;
        this.usual = usual;
        this.sort = sort;
        this.value = value;
    }

    /** The name in URLs, in the export and of its translation. */
    public String key() {
        return key;
    }

    /** What the list is sorted by when this column's head is pressed; empty if it cannot be. */
    public Optional<ContainerSort.Column> sort() {
        return Optional.ofNullable(sort);
    }

    /** The value as a machine reads it: bytes, UTC times, names of constants; null if unknown. */
    @Nullable
    Object value(ContainerRow row) {
        return value.apply(row);
    }

    public boolean isSize() {
        return switch (this) {
            case FILE_SIZE, USED, FREE, RECLAIMABLE, VIRTUAL_SIZE -> true;
            default -> false;
        };
    }

    /** What is shown to somebody who has chosen nothing. */
    public static Set<ProfilesColumn> usual() {
        return Arrays.stream(values())
                .filter(column -> column.usual)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProfilesColumn.class)));
    }

    /** The columns named, in the order of this list; names that mean nothing are left out. */
    public static Set<ProfilesColumn> named(List<String> keys) {
        return Arrays.stream(values())
                .filter(column -> keys.contains(column.key))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProfilesColumn.class)));
    }

    static Optional<ProfilesColumn> named(String key) {
        return Arrays.stream(values()).filter(column -> column.key.equals(key)).findFirst();
    }

    /** The column whose order {@code sort} is. */
    public static ProfilesColumn of(ContainerSort.Column sort) {
        return Arrays.stream(values())
                .filter(column -> column.sort == sort)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no column sorts by " + sort.name().toLowerCase(Locale.ROOT)));
    }
}
