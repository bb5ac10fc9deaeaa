package dev.profilekeep.fslogix;

/**
 * What a code means.
 *
 * @param code as people write it: decimal, or {@code 0x} and 8 digits for an HRESULT or NTSTATUS
 * @param name the symbol ({@code ERROR_SHARING_VIOLATION}) or provider and number ({@code Ntfs 55}); may be empty
 * @param titleKey the key of its title in the bundle, stable over versions; {@code unknown.title} if the code is not known
 * @param title in a few words
 * @param text what happened
 * @param meaning what it means for the person whose profile it is
 * @param next what to do, for the helpdesk
 * @param source where that stands; empty if the code is not known
 */
public record Explanation(
        String code,
        CodeKind kind,
        String name,
        String titleKey,
        String title,
        String text,
        String meaning,
        String next,
        Confidence confidence,
        String source) {

    /** How sure it is what the code means. */
    public enum Confidence {
        /** An official reference says so. */
        HIGH,
        /** Field reports agree. */
        MEDIUM,
        /** One claim, or claims that contradict each other. */
        LOW,
        /** Nothing is known here. */
        NONE
    }

    /** Whether anything is known of the code. */
    public boolean known() {
        return confidence != Confidence.NONE;
    }
}
