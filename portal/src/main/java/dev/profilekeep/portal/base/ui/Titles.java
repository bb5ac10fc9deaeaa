package dev.profilekeep.portal.base.ui;

/** Titles of pages in the browser's tab. */
public final class Titles {
    private Titles() {}

    public static String of(String view) {
        return view + " · ProfileKeep";
    }
}
