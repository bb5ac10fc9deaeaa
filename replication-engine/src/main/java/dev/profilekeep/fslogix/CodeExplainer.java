package dev.profilekeep.fslogix;

import dev.profilekeep.catalog.SearchKey;
import dev.profilekeep.fslogix.Explanation.Confidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
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
    private static final Pattern WORD_AND_NUMBER =
            Pattern.compile("(status|reason|event(?:\\s*id)?|error|code)\\s*:?\\s*(\\S+)", Pattern.CASE_INSENSITIVE);

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
     * Finds by number in any notation ({@code 32}, {@code 0x20}, {@code [ERROR:00000020]}, {@code 80070020}, {@code -2147024864}),
     * by kind and number ({@code status 12}, {@code event 51}), by symbol, or by words of title and text. A number finds what it
     * means in every kind; one that is known in none finds nothing.
     */
    public List<Explanation> search(String text) {
        String wanted = text.strip();
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<KnownCode.Key, Explanation> found = new LinkedHashMap<>();
        Matcher both = WORD_AND_NUMBER.matcher(wanted);
        String number = both.matches() ? both.group(2) : wanted;
        String word = both.matches() ? both.group(1).toLowerCase(Locale.ROOT) : "";
        for (long value : CodeNumbers.readings(number)) {
            byNumber(value, word, found);
        }
        if (found.isEmpty()) {
            CodeNumbers.inText(wanted).ifPresent(code -> byNumber(code, "", found));
        }
        if (found.isEmpty()) {
            String[] words = SearchKey.of(wanted).split("\\s+");
            for (KnownCode code : KnownCode.ALL.values()) {
                Explanation explanation = explain(code);
                String content = SearchKey.of(explanation.name() + " " + explanation.title() + " " + explanation.text()
                        + " " + explanation.code());
                boolean all = true;
                for (String each : words) {
                    all &= content.contains(each);
                }
                if (all) {
                    found.put(code.key(), explanation);
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private void byNumber(long value, String word, Map<KnownCode.Key, Explanation> found) {
        List<Explanation> candidates = new ArrayList<>();
        if (value >= 0 && value <= 0xFFFF) {
            if (word.isEmpty() || word.equals("status") || word.equals("code")) {
                candidates.add(status(value));
            }
            if (word.isEmpty() || word.equals("reason") || word.equals("code")) {
                candidates.add(reason(value));
            }
            if (word.isEmpty() || word.startsWith("event")) {
                for (CodeKind kind : new CodeKind[] {
                    CodeKind.EVENT, CodeKind.PROFILE_SERVICE_EVENT, CodeKind.NTFS_EVENT, CodeKind.DISK_EVENT
                }) {
                    candidates.add(lookUp(kind, value, Long.toString(value)));
                }
            }
        }
        if (!word.equals("reason") && !word.startsWith("event") && !(word.equals("status") && value <= 0xFFFF)) {
            candidates.add(0, windows(value));
        }
        for (Explanation each : candidates) {
            if (each.known()) {
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
