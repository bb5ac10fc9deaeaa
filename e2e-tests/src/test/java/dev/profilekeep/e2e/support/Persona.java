package dev.profilekeep.e2e.support;

/** Who signs in at the demo identity provider. */
public enum Persona {
    ANNA("Anna Berg"),
    HELGE("Helge Brandt"),
    ADA("Ada Kowalski"),
    /** The second administrator, where two have to agree. */
    NILS("Nils Ekberg"),
    OTTO("Otto Weiss"),
    /** Somebody whose groups are mapped to no role. */
    NOBODY("Nora Body");

    private final String fullName;

    Persona(String fullName) {
        this.fullName = fullName;
    }

    /** As the button at the identity provider and the portal show it. */
    public String fullName() {
        return fullName;
    }
}
