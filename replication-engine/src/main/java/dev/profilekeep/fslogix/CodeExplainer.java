package dev.profilekeep.fslogix;

import dev.profilekeep.catalog.SearchKey;
import dev.profilekeep.fslogix.Explanation.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what codes of FSLogix and Windows mean, in one language. Nothing is guessed: a code that is not known is answered by an
 * {@link Explanation} that says so and what to look at. Immutable.
 */
public final class CodeExplainer {
    private static final String BUNDLE = "dev.profilekeep.fslogix.codes";
    private static final int FSLOGIX_FAILURES = 28;
    private static final long FACILITY = 0xFFFF_0000L;
    private static final long WIN32 = 0x8007_0000L;
    private static final long NTWIN32 = 0xC007_0000L;
    private static final long NT_BIT = 0x1000_0000L;

    private static final Pattern STATUS =
            Pattern.compile("(?:FrxStatus:|Status set to)\\s*(\\d{1,5})\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern SYMBOL = Pattern.compile("\\b(?:ERROR|STATUS)_[A-Z0-9_]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final List<CodeKind> EVENTS =
            List.of(CodeKind.EVENT, CodeKind.PROFILE_SERVICE_EVENT, CodeKind.NTFS_EVENT, CodeKind.DISK_EVENT);

    private final ResourceBundle texts;

    /** @param language English if there are no texts in it */
    public CodeExplainer(Locale language) {
        this.texts = bundle(language);
    }

    static ResourceBundle bundle(Locale language) {
        // Whatever the machine's own language is, it is not the answer for a language that is missing.
        return ResourceBundle.getBundle(
                BUNDLE,
                language,
                CodeExplainer.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Status of a session, as {@code FrxStatus: 31} in the log or {@code Status} in the registry. */
    public Explanation status(long status) {
        KnownCode known = KnownCode.ALL.get(new KnownCode.Key(CodeKind.STATUS, status));
        if (known != null) {
            return explain(known, Long.toString(status));
        }
        if (status < 1 || status > FSLOGIX_FAILURES) {
            return unknown(CodeKind.STATUS, Long.toString(status));
        }
        KnownCode other = KnownCode.ALL.get(new KnownCode.Key(CodeKind.STATUS, 1));
        return explain(
                new KnownCode(
                        CodeKind.STATUS,
                        status,
                        "",
                        "status.failure",
                        "general",
                        Confidence.HIGH,
                        other == null ? "" : other.source()),
                Long.toString(status));
    }

    /** Reason of a session, as in the registry. */
    public Explanation reason(long reason) {
        return lookUp(CodeKind.REASON, reason, Long.toString(reason));
    }

    /**
     * An event. Where sources contradict each other about its number, the message decides, if it has a code that is known.
     *
     * @param provider as the event log names it; tells FSLogix' event 7 from a disk's
     * @param message its text; may be empty
     */
    public Explanation event(String provider, long id, String message) {
        CodeKind kind = eventKind(provider);
        Explanation byNumber = lookUp(kind, id, Long.toString(id));
        boolean decided = byNumber.known()
                && byNumber.confidence() != Confidence.LOW
                // "An error" says less than the error itself.
                && !(kind == CodeKind.EVENT && id == 26);
        return decided ? byNumber : inText(message).filter(Explanation::known).orElse(byNumber);
    }

    private static CodeKind eventKind(String provider) {
        String name = provider.toLowerCase(Locale.ROOT);
        if (name.contains("user profile")) {
            return CodeKind.PROFILE_SERVICE_EVENT;
        }
        if (name.contains("ntfs")) {
            return CodeKind.NTFS_EVENT;
        }
        return name.equals("disk") ? CodeKind.DISK_EVENT : CodeKind.EVENT;
    }

    /**
     * An error of Windows in any form: a Win32 code, an HRESULT ({@code 0x8007…}, {@code 0xC03A…}), an NTSTATUS; negative if it
     * was written as a signed number of 32 bits.
     */
    public Explanation windows(long code) {
        long value = code < 0 ? code & 0xFFFF_FFFFL : code;
        if (value <= 0xFFFF) {
            return lookUp(CodeKind.WINDOWS, value, Long.toString(value));
        }
        String shown = "0x" + String.format(Locale.ROOT, "%08X", value);
        if ((value & FACILITY) == WIN32 || (value & FACILITY) == NTWIN32) {
            return lookUp(CodeKind.WINDOWS, value & 0xFFFF, shown);
        }
        if (KnownCode.ALL.containsKey(new KnownCode.Key(CodeKind.WINDOWS, value))) {
            return lookUp(CodeKind.WINDOWS, value, shown);
        }
        // [MS-ERREF] 2.1.2: an HRESULT made of an NTSTATUS has bit 28 set.
        long status = value & ~NT_BIT;
        return KnownCode.ALL.containsKey(new KnownCode.Key(CodeKind.NTSTATUS, status))
                ? lookUp(CodeKind.NTSTATUS, status, shown)
                : unknown(CodeKind.WINDOWS, shown);
    }

    /**
     * The code in a line of a log or the text of an event: one of Windows before one of FSLogix, as it says why and not only where.
     *
     * @return empty if there is none
     */
    public Optional<Explanation> inText(String text) {
        Optional<Explanation> windows =
                CodeNumbers.inText(text).filter(code -> code != 0).map(this::windows);
        if (windows.isPresent() && windows.get().known()) {
            return windows;
        }
        Matcher status = STATUS.matcher(text);
        return status.find() ? Optional.of(status(Long.parseLong(status.group(1)))) : windows;
    }

    /** Everything that is known, in a stable order. */
    public List<Explanation> all() {
        return KnownCode.ALL.values().stream().map(this::explain).toList();
    }

    /**
     * Finds codes as {@link #codes} does, else by words of title and text. A number that is known in no table finds nothing, and
     * never what has its digits among others.
     */
    public List<Explanation> search(String text) {
        List<Explanation> found = codes(text);
        return found.isEmpty() && WrittenCode.in(text).isEmpty() ? byWords(text) : found;
    }

    /**
     * Finds by number in any notation ({@code 32}, {@code 0x20}, {@code [ERROR:00000020]}, {@code 80070020}, {@code -2147024864}),
     * by a word and a number ({@code status 12}, {@code Reason=7}, {@code Ereignis-ID: 51}, {@code disk 7}), also within a line of a
     * log, and by symbol. A number alone finds what it means in every kind.
     *
     * @return empty if nothing is known, or nothing in the text is a code
     */
    public List<Explanation> codes(String text) {
        Map<KnownCode.Key, Explanation> found = new LinkedHashMap<>();
        for (Matcher symbol = SYMBOL.matcher(text); symbol.find(); ) {
            bySymbol(symbol.group().toUpperCase(Locale.ROOT), found);
        }
        if (found.isEmpty()) {
            WrittenCode.in(text).forEach(code -> byNumber(code, found));
        }
        return new ArrayList<>(found.values());
    }

    private void bySymbol(String symbol, Map<KnownCode.Key, Explanation> found) {
        for (KnownCode code : KnownCode.ALL.values()) {
            if (code.name().startsWith(symbol)) {
                found.put(code.key(), explain(code));
            }
        }
    }

    private List<Explanation> byWords(String text) {
        String wanted = SearchKey.of(text).strip();
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Predicate<String>> words =
                Arrays.stream(wanted.split("\\s+")).map(CodeExplainer::word).toList();
        return all().stream()
                .filter(each -> {
                    String content =
                            SearchKey.of(each.name() + " " + each.title() + " " + each.text() + " " + each.code());
                    return words.stream().allMatch(word -> word.test(content));
                })
                .toList();
    }

    /** A number is no part of another. */
    private static Predicate<String> word(String word) {
        return DIGITS.matcher(word).matches()
                ? Pattern.compile("(?<![\\p{L}\\d_])" + word + "(?![\\p{L}\\d_])")
                        .asPredicate()
                : content -> content.contains(word);
    }

    private void byNumber(WrittenCode written, Map<KnownCode.Key, Explanation> found) {
        long value = written.number();
        List<Explanation> candidates = new ArrayList<>(List.of(windows(value)));
        if (value <= 0xFFFF) {
            candidates.add(status(value));
            candidates.add(reason(value));
            for (CodeKind kind : EVENTS) {
                candidates.add(lookUp(kind, value, Long.toString(value)));
            }
        }
        for (Explanation each : candidates) {
            if (each.known() && written.kinds().contains(each.kind())) {
                found.putIfAbsent(new KnownCode.Key(each.kind(), value), each);
            }
        }
    }

    private Explanation lookUp(CodeKind kind, long number, String shown) {
        KnownCode known = KnownCode.ALL.get(new KnownCode.Key(kind, number));
        return known == null ? unknown(kind, shown) : explain(known, shown);
    }

    private Explanation explain(KnownCode code) {
        return explain(
                code,
                code.number() > 0xFFFF
                        ? "0x" + String.format(Locale.ROOT, "%08X", code.number())
                        : Long.toString(code.number()));
    }

    private Explanation explain(KnownCode code, String shown) {
        return new Explanation(
                shown,
                code.kind(),
                code.name(),
                code.texts() + ".title",
                texts.getString(code.texts() + ".title"),
                text(code, "text"),
                text(code, "meaning"),
                text(code, "next"),
                code.confidence(),
                code.source());
    }

    private Explanation unknown(CodeKind kind, String shown) {
        return new Explanation(
                shown,
                kind,
                "",
                "unknown.title",
                texts.getString("unknown.title"),
                texts.getString("theme.unknown.text"),
                texts.getString("theme.unknown.meaning"),
                texts.getString("theme.unknown.next"),
                Confidence.NONE,
                "");
    }

    /** Its own text, or its theme's. */
    private String text(KnownCode code, String what) {
        String own = code.texts() + "." + what;
        try {
            return texts.getString(texts.containsKey(own) ? own : "theme." + code.theme() + "." + what);
        } catch (MissingResourceException e) {
            throw new IllegalStateException("no text for " + own, e);
        }
    }
}
