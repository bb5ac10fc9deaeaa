package dev.profilekeep.audit;

import java.util.List;

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

    public Actor {
        roles = roles.stream().sorted().toList();
    }
}
