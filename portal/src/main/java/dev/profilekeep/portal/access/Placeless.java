package dev.profilekeep.portal.access;

import dev.profilekeep.security.Person;
import java.util.regex.Pattern;

/** Sentences of the engine for people: where something lies, on a server or in a file, is told to those alone who may see addresses. */
public final class Placeless {
    /** {@code file:/…}, {@code smb://…}, {@code \\server\…}, {@code C:\…} and {@code /srv/…}; a path inside a container has no such beginning. */
    private static final Pattern PLACE =
            Pattern.compile("\\b[a-z]{2,}:/|\\\\\\\\|\\b[A-Za-z]:\\\\|(?:^|[\\s\"'(:])/\\w");

    private static final Pattern KEY_OF = Pattern.compile("\\bthe key in ");

    private Placeless() {}

    /** The sentence as it is, or one without the place for who may not see it. */
    public static String of(Person person, String sentence) {
        return switch (hidden(person, sentence)) {
            case NOTHING -> sentence;
            case KEY -> "the key of the repository cannot be used; an administrator sees why";
            case PLACE -> "what is needed for it cannot be used; an administrator sees why";
        };
    }

    /** What a sentence would tell the person of that they may not see. */
    public enum Hidden {
        NOTHING,
        /** Where the key of a repository is. */
        KEY,
        PLACE
    }

    /** For whoever says it in another language. */
    public static Hidden hidden(Person person, String sentence) {
        if (Allowed.addresses(person) || !PLACE.matcher(sentence).find()) {
            return Hidden.NOTHING;
        }
        return KEY_OF.matcher(sentence).find() ? Hidden.KEY : Hidden.PLACE;
    }
}
