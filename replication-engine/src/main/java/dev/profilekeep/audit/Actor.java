package dev.profilekeep.audit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who acts.
 *
 * @param id what the sign-in knows them by; a word for what is no person ("schedule", "configuration", "command line")
 * @param name for people
 * @param roles names of roles, sorted
 * @param address network address the act came from; empty if it came from this machine
 */
public record Actor(String id, String name, List<String> roles, String address) {
    /** A value of the configuration file that took effect. */
    public static final Actor CONFIGURATION = new Actor("configuration", "Configuration", List.of(), "");
    /** A job that runs by schedule. */
    public static final Actor SCHEDULE = new Actor("schedule", "Schedule", List.of(), "");

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
    /** What the portal writes of people: their SID, or else the id of an identity provider and what that calls them. */
    private static final Pattern PERSON =
            Pattern.compile("\\s*(?:S-1-\\d+(?:-\\d+)+|[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?:.*\\S.*)\\s*", FLAGS);
    /** As the portal of an older version called whoever read its file. */
    private static final String OLD_COMMAND_LINE = "local:command line";

    public Actor {
        roles = roles.stream().sorted().toList();
    }

    /**
     * Whether it is a person who signed in. No program, job or command line is: their ids have no colon, or a space before it,
     * which the id of no identity provider has.
     */
    public boolean isPerson() {
        return PERSON.matcher(id).matches() && !id.strip().equalsIgnoreCase(OLD_COMMAND_LINE);
    }
}
