package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a differencing disk names its parent, [MS-VHDX] 2.6.2.6.
 *
 * <pre>
 * offset  size  field           rule
 *      0    16  LocatorType     the VHDX locator
 *     18     2  KeyValueCount
 *     20   12n  entries         KeyOffset u32, ValueOffset u32, KeyLength u16, ValueLength u16; UTF-16LE
 * </pre>
 *
 * @param values by key, in the order of the file
 */
record ParentLocator(Map<String, String> values) {
    private static final int FIRST_ENTRY = 20;
    private static final int ENTRY_BYTES = 12;
    /** Five keys are defined; the limit keeps a crafted locator from filling the memory. */
    private static final int MAX_ENTRIES = 64;
    /** The order in which the specification looks for the parent (2.6.2.6.3). */
    private static final List<String> PATH_KEYS = List.of("relative_path", "volume_path", "absolute_win32_path");

    /** The state of the parent that the child was made from; the second is there while parents are merged. */
    private static final List<String> LINKAGE_KEYS = List.of("parent_linkage", "parent_linkage2");

    private static final Pattern GUID = Pattern.compile("\\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}");

    ParentLocator {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static ParentLocator parse(ByteView view) throws IOException {
        UUID type = view.guid(0);
        if (!type.equals(Layout.VHDX_PARENT)) {
            throw new UnsupportedDiskException("VHDX parent of the unknown kind " + type);
        }
        int count = view.u16(18);
        if (count > MAX_ENTRIES) {
            throw view.corrupt(18, "parent locator has more than " + MAX_ENTRIES + " entries: " + count);
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < count; i++) {
            int at = FIRST_ENTRY + ENTRY_BYTES * i;
            String key = view.utf16(view.size32(at), view.u16(at + 8));
            String value = view.utf16(view.size32(at + 4), view.u16(at + 10));
            if (values.putIfAbsent(key, value) != null) {
                throw view.corrupt(at, "parent locator names \"" + key + "\" twice");
            }
        }
        return new ParentLocator(values);
    }

    /** Where the parent may be, and what it must hold ([MS-VHDX] 2.6.2.6.3). */
    ParentLink link() {
        var paths = new ArrayList<ParentLink.Path>();
        for (String key : PATH_KEYS) {
            String text = values.get(key);
            if (text != null && !text.isEmpty()) {
                paths.add(new ParentLink.Path(kind(key), text));
            }
        }
        var ids = new ArrayList<UUID>();
        for (String key : LINKAGE_KEYS) {
            id(values.get(key)).ifPresent(ids::add);
        }
        return new ParentLink(paths, ids, null);
    }

    private static ParentLink.Kind kind(String key) {
        return key.equals("relative_path")
                ? ParentLink.Kind.RELATIVE
                : key.equals("volume_path") ? ParentLink.Kind.VOLUME : ParentLink.Kind.ABSOLUTE;
    }

    /** A GUID in braces; whatever else stands there names nothing. */
    private static Optional<UUID> id(@Nullable String text) {
        if (text == null || !GUID.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(UUID.fromString(text.substring(1, text.length() - 1)));
    }

    /** The path by which the parent is looked for first. */
    Optional<String> path() {
        return PATH_KEYS.stream().filter(values::containsKey).map(values::get).findFirst();
    }
}
