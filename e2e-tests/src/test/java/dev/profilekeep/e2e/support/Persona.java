package dev.profilekeep.e2e.support;

/** Who signs in at the demo identity provider. */
public enum Persona {
    ANNA("Anna"),
    HELGE("Helge"),
    ADA("Ada"),
    OTTO("Otto"),
    NOBODY("Nobody");

    private final String firstName;

    Persona(String firstName) {
        this.firstName = firstName;
    }

    /** What the button at the identity provider begins with. */
    public String firstName() {
        return firstName;
    }
}
