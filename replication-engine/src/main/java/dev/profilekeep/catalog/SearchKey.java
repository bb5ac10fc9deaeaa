package dev.profilekeep.catalog;

import java.text.Normalizer;
import java.util.Locale;

/** How names are spelt for searching, whatever case or Unicode form they came in. */
public final class SearchKey {
    private SearchKey() {}

    public static String of(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
