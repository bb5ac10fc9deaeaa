package dev.profilekeep.request;

import dev.profilekeep.lock.JudgedLock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a request waits, what was done, or what went wrong: as facts, so that {@link NoteWords} tells everybody in their own language and time zone.
 *
 * @param english the same as a sentence, for the audit and the log, with times in UTC; of a person, what they said
 * @param said empty for what a person said, and for what is from before there were facts: then the sentence is all there is
 */
public record Note(String english, List<Said> said) {
    /** Nothing. */
    public static final Note NONE = new Note("", List.of());

    private static final NoteWords ENGLISH = new NoteWords(Locale.ENGLISH, ZoneOffset.UTC);

    /**
     * One fact.
     *
     * @param code of a text in {@code notes.properties}, or {@link #LOCK}
     * @param arguments what stands in that text: numbers and names, or what a server said in English
     */
    public record Said(String code, List<String> arguments) {
        /** Somebody has the container, or may have: the one argument is the verdict, as {@link JudgedLock} keeps it. */
        static final String LOCK = "lock";

        public Said {
            arguments = List.copyOf(arguments);
        }
    }

    public Note {
        said = List.copyOf(said);
    }

    /** In words of somebody else than us, which nobody translates. */
    public static Note plain(String words) {
        return words.isEmpty() ? NONE : new Note(words, List.of());
    }

    /** @param code of a text in {@code notes.properties} */
    public static Note of(String code, Object... arguments) {
        Said said =
                new Said(code, List.of(arguments).stream().map(Object::toString).toList());
        return new Note(ENGLISH.say(said), List.of(said));
    }

    /**
     * A lock that stands in the way.
     *
     * @param english the verdict as a sentence
     */
    public static Note lock(String english, JudgedLock lock) {
        return new Note(english, List.of(new Said(Said.LOCK, List.of(JudgedLock.write(List.of(lock))))));
    }

    /** This, and then the other. */
    public Note and(Note other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        List<Said> both = new ArrayList<>(facts());
        both.addAll(other.facts());
        return new Note(NoteWords.joined(List.of(english, other.english)), both);
    }

    private List<Said> facts() {
        return said.isEmpty() ? List.of(new Said("told", List.of(english))) : said;
    }

    public boolean isEmpty() {
        return english.isEmpty();
    }
}
