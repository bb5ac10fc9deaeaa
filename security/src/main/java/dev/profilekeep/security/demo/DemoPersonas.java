package dev.profilekeep.security.demo;

import dev.profilekeep.security.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom one can be in the demonstration. The application may bring its own; {@link #standard()} otherwise. */
public record DemoPersonas(List<DemoPersona> personas) {

    private static final String DOMAIN = "S-1-5-21-3623811015-3361044348-30300820-";

    public DemoPersonas {
        personas = List.copyOf(personas);
        Set<String> ids = new HashSet<>();
        for (DemoPersona persona : personas) {
            if (!ids.add(persona.id())) {
                throw new IllegalArgumentException("two demo personas have the id '" + persona.id() + "'");
            }
        }
    }

    /** The four people ProfileKeep is made for, and one without a role. */
    public static DemoPersonas standard() {
        return new DemoPersonas(List.of(
                persona(
                        "anna",
                        "Anna Berger",
                        1104,
                        "demo-users",
                        "Employee. Sees her own profile.",
                        "Angestellte. Sieht ihr eigenes Profil."),
                persona(
                        "helge",
                        "Helge Lund",
                        1105,
                        "demo-helpdesk",
                        "Helpdesk. Finds and helps other people.",
                        "Helpdesk. Findet andere und hilft ihnen."),
                persona(
                        "ada",
                        "Ada Novak",
                        1106,
                        "demo-administrators",
                        "Administrator. Decides how everything runs.",
                        "Administratorin. Bestimmt, wie alles läuft."),
                persona(
                        "otto",
                        "Otto Weiss",
                        1107,
                        "demo-auditors",
                        "Auditor. Reads everything, changes nothing.",
                        "Prüfer. Liest alles, ändert nichts."),
                persona(
                        "nobody",
                        "Nobody",
                        1108,
                        null,
                        "Has no role. Sees that, and nothing else.",
                        "Hat keine Rolle. Erfährt das, und sonst nichts.")));
    }

    /** What {@code signIn.roles} must say for {@link #standard()}. */
    public static Map<Role, List<String>> standardRoles() {
        return Map.of(
                Role.USER, List.of("demo-users"),
                Role.HELPDESK, List.of("demo-helpdesk"),
                Role.ADMINISTRATOR, List.of("demo-administrators"),
                Role.AUDITOR, List.of("demo-auditors"));
    }

    Optional<DemoPersona> byId(@Nullable String id) {
        return personas.stream().filter(persona -> persona.id().equals(id)).findFirst();
    }

    private static DemoPersona persona(
            String id, String name, int rid, @Nullable String group, String english, String german) {
        String address = id + "@demo.example";
        return new DemoPersona(
                id, name, address, DOMAIN + rid, address, group == null ? List.of() : List.of(group), english, german);
    }
}
