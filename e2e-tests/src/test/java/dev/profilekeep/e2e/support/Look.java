package dev.profilekeep.e2e.support;

/**
 * How a visitor looks at the portal.
 *
 * @param width of the window, in CSS pixels
 * @param height of the window, in CSS pixels
 * @param language the browser's, as {@code en-GB}
 * @param dark whether the system asks for dark colours
 */
public record Look(int width, int height, String language, boolean dark) {
    public static final Look DESK = new Look(1360, 900, "en-GB", false);
    /** The narrowest that everything has to fit. */
    public static final Look PHONE = new Look(360, 740, "en-GB", false);

    public Look inDark() {
        return new Look(width, height, language, true);
    }

    public Look speaking(String other) {
        return new Look(width, height, other, dark);
    }
}
