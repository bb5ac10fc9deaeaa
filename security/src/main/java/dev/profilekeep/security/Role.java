package dev.profilekeep.security;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a person may do. A person may have several roles; none of them contains another. */
public enum Role {
    /** Sees and helps their own containers. */
    USER,
    /** Helps other people: searches, clears proved-stale locks, starts checks. */
    HELPDESK,
    /** Decides policies, schedules, compaction and failover. */
    ADMINISTRATOR,
    /** Reads everything but people's file names and content; changes nothing. */
    AUDITOR,
    /** Posts what session hosts say about themselves, and nothing else. For programs; no sign-in gives it. */
    HOST_REPORT;

    /** Those that a sign-in can give. */
    public static final Set<Role> OF_PEOPLE = Set.copyOf(EnumSet.of(USER, HELPDESK, ADMINISTRATOR, AUDITOR));

    /** The name Spring Security knows this role by, {@code ROLE_} and the name of the constant. */
    public String authority() {
        return "ROLE_" + name();
    }

    /** This role as Spring Security's own value. */
    public GrantedAuthority grantedAuthority() {
        return new SimpleGrantedAuthority(authority());
    }
}
