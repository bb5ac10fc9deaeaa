package dev.profilekeep.security.demo;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to be in a demonstration.
 *
 * @param id short name in the form's button: letters, digits, hyphens
 * @param displayName who it is
 * @param subject the NameID that is sent
 * @param sid the Windows SID that is sent, if any
 * @param email the address that is sent, if any
 * @param groups the groups that are sent; {@code signIn.roles} makes roles of them
 * @param description one line for the page: what this person is here for
 * @param germanDescription the same in German
 */
public record DemoPersona(
        String id,
        String displayName,
        String subject,
        @Nullable String sid,
        @Nullable String email,
        List<String> groups,
        String description,
        String germanDescription) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,32}");

    public DemoPersona {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "the id of a demo persona must be 1 to 32 letters, digits or hyphens: '" + id + "'");
        }
        groups = List.copyOf(groups);
    }

    /** With one description for every language. */
    public DemoPersona(
            String id,
            String displayName,
            String subject,
            @Nullable String sid,
            @Nullable String email,
            List<String> groups,
            String description) {
        this(id, displayName, subject, sid, email, groups, description, description);
    }
}
