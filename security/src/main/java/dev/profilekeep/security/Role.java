package dev.profilekeep.security;

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
    AUDITOR;

    /** The name Spring Security knows this role by, {@code ROLE_} and the name of the constant. */
    public String authority() {
        return "ROLE_" + name();
    }

    /** This role as Spring Security's own value. */
    public GrantedAuthority grantedAuthority() {
        return new SimpleGrantedAuthority(authority());
    }
}
