package dev.profilekeep.catalog;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is searched of a container, and how it is asked for: people type names without the accents they have, or as German writes
 * them ({@code mueller} for Müller), and with apostrophes and dashes that only look the same. For searching only: two names that are the same here may be two people's. Stateless.
 */
public final class SearchText {
    private static final int LONGEST = 3000;
    /** What the column holds until {@link #complete} has been there; no text is empty. */
    private static final String UNKNOWN = "";

    /** What looks like ' in a name: typographic and modifier apostrophes, single accents. */
    private static final String APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u2032\u00b4\u0060\uff07";
    /** What looks like - in a name: hyphens, dashes and the minus sign. */
    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d";

    private SearchText() {}

    /** What the column {@code search} holds of a container. */
    public static String of(String account, String sid, String baseName) {
        String names = account + " " + baseName;
        String plain = plain(account + " " + sid + " " + baseName);
        String german = german(names);
        String text = german.equals(plain(names)) ? plain : cut(plain, LONGEST / 2) + " " + german;
        return cut(text, LONGEST);
    }

    /** Whether two names are the same but for case and accents, or as German writes them. */
    public static boolean alike(String one, String other) {
        return plain(one).equals(plain(other)) || german(one).equals(german(other));
    }

    /** Adds a term to each word that somebody typed: all of them must be part of the column {@code search} of {@code c}. */
    public static void terms(String typed, List<String> terms, List<Object> arguments) {
        for (String word : SearchKey.of(typed).split("\\s+")) {
            String plain = plain(word).strip();
            String german = german(word).strip();
            if (plain.isEmpty()) {
                continue;
            }
            if (plain.equals(german)) {
                terms.add("c.search LIKE ? ESCAPE '!'");
            } else {
                terms.add("(c.search LIKE ? ESCAPE '!' OR c.search LIKE ? ESCAPE '!')");
                arguments.add(part(german));
            }
            arguments.add(part(plain));
        }
    }

    private static String part(String word) {
        return "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }

    /** In lower case and without accents; letters that Unicode does not take apart as what they are looked for under. */
    private static String plain(String text) {
        String apart = Normalizer.normalize(typed(text), Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(apart.length());
        apart.codePoints().filter(letter -> !accent(letter)).forEach(letter -> {
            String base = AccountOrder.base(letter);
            if (base == null) {
                plain.appendCodePoint(letter);
            } else {
                plain.append(base);
            }
        });
        return Normalizer.normalize(plain, Normalizer.Form.NFC);
    }

    /** Apostrophes and dashes as keyboards have them: word processors and telephones set others in their place. */
    private static String typed(String text) {
        StringBuilder typed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            typed.append(APOSTROPHES.indexOf(sign) >= 0 ? '\'' : DASHES.indexOf(sign) >= 0 ? '-' : sign);
        }
        return typed.toString();
    }

    /** Signs that other scripts cannot do without, such as vowels, are none. */
    private static boolean accent(int letter) {
        return letter >= 0x300 && letter <= 0x36f;
    }

    private static String german(String text) {
        return plain(SearchKey.of(text)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ø", "oe")
                .replace("ü", "ue")
                .replace("å", "aa"));
    }

    private static String cut(String text, int longest) {
        if (text.length() < longest) {
            return text;
        }
        int end = longest - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** Gives a text to the rows that have none: of a catalog from before, whose texts the migration took away. */
    static void complete(Database database) {
        database.<RuntimeException>run(session -> {
            List<@Nullable Object[]> containers = new ArrayList<>();
            session.each(
                    "SELECT id, account, sid, base_name FROM container WHERE search = ?",
                    row -> containers.add(new @Nullable Object[] {
                        of(row.text("account"), row.text("sid"), row.text("base_name")), row.number("id")
                    }),
                    UNKNOWN);
            session.batch("UPDATE container SET search = ? WHERE id = ?", containers);
            items(session);
        });
    }

    private static void items(Session session) throws SQLException {
        List<@Nullable Object[]> items = new ArrayList<>();
        session.each(
                "SELECT run_id, location_id, part, path_key, account, sid, base_name FROM inventory_item"
                        + " WHERE search = ?",
                row -> items.add(new @Nullable Object[] {
                    of(row.text("account"), row.text("sid"), row.text("base_name")),
                    row.number("run_id"),
                    row.text("location_id"),
                    row.integer("part"),
                    row.text("path_key")
                }),
                UNKNOWN);
        session.batch(
                "UPDATE inventory_item SET search = ? WHERE run_id = ? AND location_id = ? AND part = ? AND path_key = ?",
                items);
    }
}
