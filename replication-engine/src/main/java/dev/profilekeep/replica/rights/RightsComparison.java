package dev.profilekeep.replica.rights;

import dev.profilekeep.replica.rights.RightsDifference.Place;
import dev.profilekeep.replica.rights.RightsDifference.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rights of two copies against each other, by what they mean: see {@link AclMeaning}.
 *
 * @param first the copy that people work with
 * @param differences empty only if all was read and is alike
 */
public record RightsComparison(CopyRights first, CopyRights second, List<RightsDifference> differences) {
    /** What is known of it. */
    public enum Word {
        /** All was read, and means the same. */
        EQUAL,
        DIFFERENT,
        /** Nothing differs as far as it could be read, and something could not. */
        UNREAD
    }

    public RightsComparison {
        differences = List.copyOf(differences);
    }

    public static RightsComparison of(CopyRights first, CopyRights second) {
        List<RightsDifference> found = new ArrayList<>();
        compare(Place.FOLDER, first.folder(), second.folder(), found);
        compare(Place.FILE, first.file(), second.file(), found);
        sidecars(first, second, found);
        return new RightsComparison(first, second, found);
    }

    public Word word() {
        if (differences.isEmpty()) {
            return Word.EQUAL;
        }
        return differences.stream().allMatch(RightsDifference::isUnread) ? Word.UNREAD : Word.DIFFERENT;
    }

    private static void compare(
            Place place, @Nullable SeenRights first, @Nullable SeenRights second, List<RightsDifference> found) {
        if (first == null || second == null) {
            SeenRights there = first == null ? second : first;
            if (there != null) {
                found.add(new RightsDifference(
                        place,
                        there.path().toString(),
                        What.PRESENCE,
                        first == null ? "no folder of its own" : "a folder of its own",
                        second == null ? "no folder of its own" : "a folder of its own"));
            }
            return;
        }
        String name = first.path().toString();
        if (first instanceof SeenRights.Told one && second instanceof SeenRights.Told other) {
            if (!Objects.equals(one.owner(), other.owner())) {
                found.add(new RightsDifference(
                        place, name, What.OWNER, RightsWords.account(one.owner()), RightsWords.account(other.owner())));
            }
            if (!Objects.equals(one.group(), other.group())) {
                found.add(new RightsDifference(
                        place, name, What.GROUP, RightsWords.account(one.group()), RightsWords.account(other.group())));
            }
            if (!one.meaning().equals(other.meaning())) {
                found.add(new RightsDifference(
                        place,
                        name,
                        What.RIGHTS,
                        RightsWords.only(one.meaning(), other.meaning()),
                        RightsWords.only(other.meaning(), one.meaning())));
            }
            if (one.carried() != other.carried()) {
                found.add(new RightsDifference(
                        place,
                        name,
                        What.ATTRIBUTES,
                        RightsWords.attributes(one.carried()),
                        RightsWords.attributes(other.carried())));
            }
        } else {
            found.add(new RightsDifference(place, name, What.UNREAD, why(first), why(second)));
        }
    }

    private static String why(SeenRights seen) {
        return seen instanceof SeenRights.Unread unread ? unread.why() : "read";
    }

    private static void sidecars(CopyRights first, CopyRights second, List<RightsDifference> found) {
        if (!first.sidecarsUnread().isEmpty() || !second.sidecarsUnread().isEmpty()) {
            found.add(new RightsDifference(
                    Place.SIDECAR,
                    "",
                    What.UNREAD,
                    first.sidecarsUnread().isEmpty() ? "read" : first.sidecarsUnread(),
                    second.sidecarsUnread().isEmpty() ? "read" : second.sidecarsUnread()));
            return;
        }
        TreeSet<String> endings = new TreeSet<>(first.sidecars().keySet());
        endings.addAll(second.sidecars().keySet());
        for (String ending : endings) {
            String one = said(first.sidecars(), ending);
            String other = said(second.sidecars(), ending);
            if (!one.equals(other)) {
                boolean both = first.sidecars().containsKey(ending)
                        && second.sidecars().containsKey(ending);
                found.add(new RightsDifference(Place.SIDECAR, ending, both ? What.CONTENT : What.PRESENCE, one, other));
            }
        }
    }

    private static String said(Map<String, String> sidecars, String ending) {
        return sidecars.getOrDefault(ending, "not there");
    }
}
