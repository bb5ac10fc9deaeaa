package dev.profilekeep.request;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.KnownReasons;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.request.Note.Said;
import java.text.MessageFormat;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Notes in words, for the portal, the API and the audit alike. English and German. Safe for several threads. */
public final class NoteWords {
    static final String BUNDLE = "dev.profilekeep.request.notes";

    private final Locale locale;
    private final LockWords locks;
    private final Function<String, Shown> shown;
    private final ResourceBundle texts;
    private final KnownReasons reasons;

    /** Of locations nothing but their ids is known. */
    NoteWords(Locale locale, ZoneId zone) {
        this(locale, new LockWords(locale, zone, id -> id), sentence -> Shown.WHOLE);
    }

    /**
     * @param locks in the same language
     * @param shown what of a sentence the reader may see
     */
    public NoteWords(Locale locale, LockWords locks, Function<String, Shown> shown) {
        this.locale = locale;
        this.locks = locks;
        this.shown = shown;
        this.texts = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
        this.reasons = new KnownReasons(locale);
    }

    /** As the reader is told it; empty where there is nothing. Of one from before there were facts: the English sentence. */
    public String of(Note note) {
        if (note.said().isEmpty()) {
            return told(note.english());
        }
        try {
            return joined(note.said().stream().map(this::say).map(this::told).toList());
        } catch (CatalogException e) {
            return told(note.english()); // a verdict of a newer ProfileKeep, which this one cannot read
        }
    }

    /** What was said along with a step: of a person in their own words, whole. */
    public String of(RequestStep step) {
        return step.isOfAPerson() ? step.words().english() : of(step.words());
    }

    /** What of a sentence somebody may see. */
    public enum Shown {
        WHOLE,
        /** Only that a key cannot be used, not where it is. */
        NO_KEY,
        /** Only that something cannot be used, not where it is. */
        NO_PLACE
    }

    private String told(String sentence) {
        return switch (shown.apply(sentence)) {
            case WHOLE -> sentence;
            case NO_KEY -> texts.getString("hidden.key");
            case NO_PLACE -> texts.getString("hidden.place");
        };
    }

    String say(Said said) {
        if (said.code().equals(Said.LOCK)) {
            return JudgedLock.read(said.arguments().get(0)).stream()
                    .map(lock -> locks.sentence(lock.verdict()))
                    .collect(Collectors.joining(" "));
        }
        Object[] arguments = said.arguments().stream().map(reasons::of).toArray();
        // what a newer ProfileKeep wrote is not hidden by an older one
        return texts.containsKey(said.code())
                ? new MessageFormat(texts.getString(said.code()), locale).format(arguments)
                : String.join(", ", said.arguments());
    }

    /** One after the other; what ends with a colon goes on. */
    static String joined(List<String> sentences) {
        StringBuilder all = new StringBuilder();
        for (String sentence : sentences) {
            if (sentence.isEmpty()) {
                continue;
            }
            if (all.length() > 0) {
                char last = all.charAt(all.length() - 1);
                all.append(last == ':' || last == '.' ? " " : "; ");
            }
            all.append(sentence);
        }
        return all.toString();
    }
}
