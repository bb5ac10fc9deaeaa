package dev.profilekeep.fslogix;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as logs, event texts and people write them. */
final class CodeNumbers {
    private static final Pattern BRACKET =
            Pattern.compile("\\[(?:ERROR|WARN(?:ING)?)\\s*:\\s*([0-9A-F]{8})]", Pattern.CASE_INSENSITIVE);
    /** Of eight digits, in brackets alone, or after a word for it: a place in a file has none of these. */
    private static final Pattern HEX = Pattern.compile(
            "(?<!offset |address |checksum is |give )\\b0x([0-9A-F]{8})\\b|\\(0x([0-9A-F]{1,8})\\)"
                    + "|(?:error|code|status|result|failed with|returned|\\bhr|\\brc)\\W{1,3}0x([0-9A-F]{1,8})\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DECIMAL =
            Pattern.compile("(?:ErrorCode set to|error(?: code)?:?)\\s+(-?\\d{1,10})\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE_HEX = Pattern.compile("(?:0x|&h)?([0-9A-F]{1,8})h?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE_DECIMAL = Pattern.compile("[-\u2212]?\\d{1,10}");

    private CodeNumbers() {}

    /** The first code of Windows in a text: in brackets as in FSLogix' logs, then {@code 0x…}, then after "error". */
    static Optional<Long> inText(String text) {
        Matcher bracket = BRACKET.matcher(text);
        if (bracket.find()) {
            return Optional.of(Long.parseLong(bracket.group(1), 16));
        }
        Matcher hex = HEX.matcher(text);
        if (hex.find()) {
            for (int i = 1; i <= hex.groupCount(); i++) {
                if (hex.group(i) != null) {
                    return Optional.of(Long.parseLong(hex.group(i), 16));
                }
            }
        }
        Matcher decimal = DECIMAL.matcher(text);
        return decimal.find() ? Optional.of(Long.parseLong(decimal.group(1))) : Optional.empty();
    }

    /**
     * The numbers that a text alone may stand for: eight digits are hexadecimal, as in logs; digits alone are decimal;
     * what has letters or a prefix is hexadecimal.
     */
    static Set<Long> readings(String text) {
        Set<Long> readings = new LinkedHashSet<>();
        String number = text.strip();
        if (WHOLE_DECIMAL.matcher(number).matches()) {
            long value = Long.parseLong(number.replace('\u2212', '-'));
            if (number.length() != 8 && value >= Integer.MIN_VALUE && value <= 0xFFFF_FFFFL) {
                readings.add(value < 0 ? value & 0xFFFF_FFFFL : value);
                return readings;
            }
        }
        Matcher hex = WHOLE_HEX.matcher(number);
        boolean marked = number.toLowerCase(Locale.ROOT).startsWith("0x") || number.startsWith("&");
        // "dead" and "bad" are words.
        if (hex.matches() && (marked || hex.group(1).length() == 8)) {
            readings.add(Long.parseLong(hex.group(1), 16));
        }
        return readings;
    }
}
