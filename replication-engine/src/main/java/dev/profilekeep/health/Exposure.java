package dev.profilekeep.health;

import dev.profilekeep.storage.AccessEntry;
import dev.profilekeep.storage.SecurityDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ordinary users may do with somebody's profile. People make their own folder below the location's, so they need a right to
 * that folder alone; a right that inherits opens everybody's profile to everybody.
 *
 * @param who groups of ordinary users, by SID and, where it has one, name
 * @param rights WRITE if one of them may change something, otherwise READ
 * @param inherited all of it came from above
 */
public record Exposure(String who, String rights, boolean inherited) {
    private static final String EVERYONE = "S-1-1-0";
    private static final Map<String, String> ORDINARY = Map.of(
            EVERYONE,
            "Everyone",
            "S-1-5-7",
            "Anonymous",
            "S-1-5-2",
            "Network",
            "S-1-5-4",
            "Interactive",
            "S-1-5-11",
            "Authenticated Users",
            "S-1-5-32-545",
            "Users",
            "S-1-5-32-546",
            "Guests");
    private static final Pattern DOMAIN_USERS = Pattern.compile("S-1-5-21(-\\d+){3}-(513|514)");

    /** GENERIC_ALL, GENERIC_READ, and reading data or listing. */
    private static final int READ = 0x1000_0000 | 0x8000_0000 | 0x1;
    /** GENERIC_ALL, GENERIC_WRITE, WRITE_OWNER, WRITE_DAC, DELETE, DELETE_CHILD, appending or making folders, writing or making files. */
    private static final int WRITE = 0x1000_0000 | 0x4000_0000 | 0x8_0000 | 0x4_0000 | 0x1_0000 | 0x40 | 0x4 | 0x2;

    /**
     * Of a location's own folder: what inherits from it.
     *
     * @throws IllegalArgumentException if the DACL is broken
     */
    public static Optional<Exposure> below(SecurityDescriptor security) {
        return of(security, AccessEntry::inherits);
    }

    /**
     * Of a person's folder: what counts there.
     *
     * @throws IllegalArgumentException if the DACL is broken
     */
    public static Optional<Exposure> at(SecurityDescriptor security) {
        return of(security, AccessEntry::effective);
    }

    private static Optional<Exposure> of(SecurityDescriptor security, Predicate<AccessEntry> counts) {
        if (security.hasDacl() && security.dacl().length == 0) {
            return Optional.of(new Exposure("Everyone (there is no DACL)", "WRITE", false));
        }
        List<AccessEntry> entries =
                AccessEntry.of(security.dacl()).stream().filter(counts).toList();
        Map<String, Integer> denied = new HashMap<>();
        Map<String, String> who = new TreeMap<>();
        boolean write = false;
        boolean inherited = true;
        for (AccessEntry entry : entries) {
            String name = name(entry.sid());
            if (name == null) {
                continue;
            }
            if (!entry.allows()) {
                denied.merge(entry.sid(), entry.mask(), (one, other) -> one | other);
                continue;
            }
            int mask = entry.mask() & ~denied.getOrDefault(entry.sid(), 0) & ~denied.getOrDefault(EVERYONE, 0);
            if ((mask & (READ | WRITE)) != 0) {
                who.put(entry.sid(), name);
                write |= (mask & WRITE) != 0;
                inherited &= entry.inherited();
            }
        }
        if (who.isEmpty()) {
            return Optional.empty();
        }
        StringJoiner names = new StringJoiner(", ");
        who.forEach((sid, name) -> names.add(name + " (" + sid + ")"));
        return Optional.of(new Exposure(names.toString(), write ? "WRITE" : "READ", inherited));
    }

    private static @Nullable String name(String sid) {
        String name = ORDINARY.get(sid);
        return name != null
                ? name
                : DOMAIN_USERS.matcher(sid).matches() ? sid.endsWith("-513") ? "Domain Users" : "Domain Guests" : null;
    }

    /**
     * Whether a folder belongs to somebody else than its person: to another account of the same domain, to a group of the
     * server's own such as Administrators, or to SYSTEM. Accounts from elsewhere tell nothing: file servers make up such owners for
     * accounts of their own (S-1-22-…, or a domain of their own).
     *
     * @param sid the person's; empty if there is none
     */
    public static boolean wrongOwner(@Nullable String owner, String sid) {
        if (owner == null || owner.equalsIgnoreCase(sid) || !sid.startsWith("S-1-5-21-")) {
            return false;
        }
        String domain = sid.substring(0, sid.lastIndexOf('-') + 1);
        return owner.startsWith(domain) || owner.startsWith("S-1-5-32-") || owner.equals("S-1-5-18");
    }
}
