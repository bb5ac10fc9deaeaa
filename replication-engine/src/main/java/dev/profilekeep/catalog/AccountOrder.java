package dev.profilekeep.catalog;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a person looks for accounts: letters first, accents only between names that are equal without them, numbers
 * by their value, case not at all. As a text to be stored, because databases order letters each in its own way, and an index
 * has to give pages, export and list in one. Other scripts follow Latin, by code point.
 *
 * <p>Not {@code java.text.Collator}: it knows neither ø nor ł, puts other scripts in order of their case, and passes over
 * spaces and dashes. Stateless.
 */
public final class AccountOrder {
    /** What the column holds until {@link #complete} has been there; no key is empty. */
    static final String UNKNOWN = "";

    private static final int LONGEST = 1000;
    /**
     * In this order in every collation that a PostgreSQL may have been made with, and no two of them are one letter in any
     * language, as aa is in Danish and ch in Czech.
     */
    private static final String DIGITS = "0123456789kmpqvx";

    /** Letters that Unicode does not take apart: what they are looked for under. */
    private static final Map<Integer, String> BASES = Map.ofEntries(
            Map.entry((int) 'ø', "o"),
            Map.entry((int) 'ł', "l"),
            Map.entry((int) 'đ', "d"),
            Map.entry((int) 'ð', "d"),
            Map.entry((int) 'ħ', "h"),
            Map.entry((int) 'ı', "i"),
            Map.entry((int) 'ŧ', "t"),
            Map.entry((int) 'ß', "ss"),
            Map.entry((int) 'æ', "ae"),
            Map.entry((int) 'œ', "oe"),
            Map.entry((int) 'þ', "th"));

    private static final int PLAIN = 1;
    private static final int MARKED = 2;

    private AccountOrder() {}

    /** A key by which a plain comparison of characters puts accounts in order; ASCII letters and digits, never empty. */
    public static String key(String account) {
        String text = Normalizer.normalize(account, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder();
        StringBuilder accents = new StringBuilder();
        int plain = 0; // letters without an accent that no accent has followed yet
        for (int at = 0; at < text.length(); ) {
            int letter = text.codePointAt(at);
            int next = at + Character.charCount(letter);
            String base = BASES.get(letter);
            if (digit(letter)) {
                next = number(text, at, letters);
                plain++;
            } else if (base != null || Character.getType(letter) == Character.NON_SPACING_MARK) {
                accents.append(Character.toString(PLAIN).repeat(plain))
                        .append((char) MARKED)
                        .appendCodePoint(letter);
                plain = 0;
                letters.append(base == null ? "" : base);
            } else {
                letters.appendCodePoint(Math.max(letter, MARKED));
                plain++;
            }
            at = next;
        }
        return written(letters.append('\0').append(accents).toString());
    }

    /** What a letter that Unicode does not take apart is looked for under; null for every other. */
    static @Nullable String base(int letter) {
        return BASES.get(letter);
    }

    private static boolean digit(int letter) {
        return letter >= '0' && letter <= '9';
    }

    /** Before the digits their number: 2 is less than 10. @return where the number ends */
    private static int number(String text, int from, StringBuilder into) {
        int first = from;
        int end = from;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        while (first < end - 1 && text.charAt(first) == '0') {
            first++;
        }
        int more = end - first - 1;
        into.append("9".repeat(more / 9)).append(more % 9).append(text, first, end);
        return end;
    }

    private static String written(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8); // in the order of code points
        StringBuilder written = new StringBuilder(Math.min(2 * bytes.length, LONGEST) + 2);
        for (int i = 0; i < bytes.length && written.length() < LONGEST; i++) {
            written.append(DIGITS.charAt((bytes[i] & 0xf0) >> 4)).append(DIGITS.charAt(bytes[i] & 0xf));
        }
        return written.toString();
    }

    /** Gives keys to the rows that have none: of a catalog from before, whose keys the migration took away. */
    static void complete(Database database) {
        database.<RuntimeException>run(session -> {
            complete(
                    session,
                    "SELECT id, account FROM container WHERE account_sort = ?",
                    "UPDATE container SET account_sort = ? WHERE id = ?",
                    row -> new Object[] {row.number("id")});
            complete(
                    session,
                    "SELECT run_id, location_id, part, path_key, account FROM inventory_item WHERE account_sort = ?",
                    "UPDATE inventory_item SET account_sort = ?"
                            + " WHERE run_id = ? AND location_id = ? AND part = ? AND path_key = ?",
                    row -> new Object[] {
                        row.number("run_id"), row.text("location_id"), row.integer("part"), row.text("path_key")
                    });
        });
    }

    private interface Key {
        Object[] of(Row row) throws SQLException;
    }

    private static void complete(Session session, String select, String update, Key key) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        session.each(
                select,
                row -> {
                    Object[] which = key.of(row);
                    @Nullable Object[] arguments = new @Nullable Object[which.length + 1];
                    arguments[0] = key(row.text("account"));
                    System.arraycopy(which, 0, arguments, 1, which.length);
                    rows.add(arguments);
                },
                UNKNOWN);
        session.batch(update, rows);
    }
}
