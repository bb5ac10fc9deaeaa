package dev.profilekeep.portal.text;

import java.util.List;

/** A text to be said in somebody's language: its key and what goes into its places. */
public record Sentence(String key, List<Object> arguments) {
    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(String key, Object... arguments) {
        return new Sentence(key, List.of(arguments));
    }

    public String in(Texts texts) {
        return texts.get(key, arguments.toArray());
    }
}
