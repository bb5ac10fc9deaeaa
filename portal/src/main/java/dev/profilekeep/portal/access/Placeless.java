package dev.profilekeep.portal.access;

import dev.profilekeep.security.Person;
import java.util.regex.Pattern;

/** Sentences of the engine for people: where something lies, on a server or in a file, is told to those alone who may see addresses. */
public final class Placeless {
    /** {@code file:/…}, {@code smb://…}, {@code \\server\…}, {@code C:\…} and {@code /srv/…}; a path inside a container has no such beginning. */
    private static final Pattern PLACE =
            Pattern.compile("\\b[a-z]{2,}:/|\\\\\\\\|\\b[A-Za-z]:\\\\|(?:^|[\\s\"'(:])/\\w");

    private static final Pattern KEY = Pattern.compile("\\bthe key in ");

    private Placeless() {}

    /** The sentence as it is, or one without the place for who may not see it. */
    public static String of(Person person, String sentence) {
        if (Allowed.addresses(person) || !PLACE.matcher(sentence).find()) {
            return sentence;
        }
        return KEY.matcher(sentence).find()
                ? "the key of the repository cannot be used; an administrator sees why"
                : "what is needed for it cannot be used; an administrator sees why";
    }
}
