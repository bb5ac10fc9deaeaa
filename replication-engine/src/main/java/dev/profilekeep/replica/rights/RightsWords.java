package dev.profilekeep.replica.rights;

import dev.profilekeep.replica.rights.AclMeaning.Layer;
import dev.profilekeep.replica.rights.AclMeaning.Scope;
import dev.profilekeep.replica.rights.AclMeaning.Whom;
import dev.profilekeep.storage.StoredFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rights in words for people. Stateless. */
final class RightsWords {
    private static final Map<Integer, Integer> GENERIC =
            Map.of(0x10000000, 0x1F01FF, 0x80000000, 0x120089, 0x40000000, 0x120116, 0x20000000, 0x1200A0);

    private static final Map<Integer, String> MASKS = Map.of(
            0x1F01FF, "full control",
            0x1301BF, "change",
            0x1200A9, "read and execute",
            0x120089, "read",
            0x120116, "write",
            0x12019F, "read and write");

    private static final Map<String, String> ACCOUNTS = Map.of(
            "S-1-1-0", "Everyone",
            "S-1-3-0", "CREATOR OWNER",
            "S-1-3-1", "CREATOR GROUP",
            "S-1-5-11", "Authenticated Users",
            "S-1-5-18", "SYSTEM",
            "S-1-5-32-544", "Administrators",
            "S-1-5-32-545", "Users");

    private static final Map<Scope, String> SCOPES = Map.of(
            Scope.SELF, "itself",
            Scope.FILES, "files",
            Scope.FOLDERS, "folders",
            Scope.FILES_ONCE, "files directly below",
            Scope.FOLDERS_ONCE, "folders directly below");

    private static final Map<Integer, String> ATTRIBUTES = new LinkedHashMap<>();

    static {
        ATTRIBUTES.put(StoredFile.READONLY, "read-only");
        ATTRIBUTES.put(StoredFile.HIDDEN, "hidden");
        ATTRIBUTES.put(StoredFile.SYSTEM, "system");
        ATTRIBUTES.put(0x2000, "not indexed");
    }

    private RightsWords() {}

    /** Generic rights as those of files that they stand for, [MS-DTYP] 2.4.3. */
    static int specific(int mask) {
        int found = mask & 0x0FFFFFFF;
        for (Map.Entry<Integer, Integer> one : GENERIC.entrySet()) {
            if ((mask & one.getKey()) != 0) {
                found |= one.getValue();
            }
        }
        return found;
    }

    static String account(@Nullable String sid) {
        if (sid == null) {
            return "nobody";
        }
        String name = ACCOUNTS.get(sid);
        return name == null ? sid : name + " (" + sid + ")";
    }

    static String attributes(int carried) {
        String words = ATTRIBUTES.entrySet().stream()
                .filter(one -> (carried & one.getKey()) != 0)
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none" : words;
    }

    /** All that a DACL says. */
    static String all(AclMeaning meaning) {
        if (meaning.everybody()) {
            return "everybody may do everything";
        }
        Set<String> lines = lines(meaning);
        return lines.isEmpty() ? "nobody may do anything" : String.join("; ", lines);
    }

    /** What the first says and the second does not; a sentence about the order if both say it all. */
    static String only(AclMeaning one, AclMeaning other) {
        if (one.everybody() || other.everybody()) {
            return all(one);
        }
        Set<String> lines = lines(one);
        boolean reordered = lines.equals(lines(other));
        if (reordered) {
            return "the same entries, first of all one that "
                    + (one.layers().isEmpty() || one.layers().get(0).allows() ? "allows" : "denies");
        }
        lines.removeAll(lines(other));
        return lines.isEmpty() ? "nothing that the other has not" : String.join("; ", lines);
    }

    private static Set<String> lines(AclMeaning meaning) {
        Set<String> lines = new TreeSet<>();
        for (Layer layer : meaning.layers()) {
            Map<String, List<String>> scopes = new LinkedHashMap<>();
            for (Map.Entry<Whom, Integer> one : layer.rights().entrySet()) {
                String line = (layer.allows() ? "allows " : "denies ")
                        + account(one.getKey().sid()) + " " + mask(one.getValue());
                scopes.computeIfAbsent(line, key -> new ArrayList<>())
                        .add(SCOPES.getOrDefault(one.getKey().scope(), ""));
            }
            scopes.forEach((line, where) ->
                    lines.add(where.equals(List.of("itself")) ? line : line + " [" + String.join(", ", where) + "]"));
        }
        meaning.special().forEach(entry -> lines.add("an entry of another kind (" + entry + ")"));
        return lines;
    }

    private static String mask(int mask) {
        return MASKS.getOrDefault(mask, "0x" + Integer.toHexString(mask));
    }
}
