package dev.profilekeep.notify;

import dev.profilekeep.text.Visible;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What whoever asked for a restore is told by mail.
 *
 * @param word of what became of it, one of those with a text {@code request.<word>.subject}
 * @param moment of the backup they want back; null if there is none
 * @param said by a person along with it; may be empty
 * @param where files were put, as people reach it; may be empty
 */
public record RequestMail(String word, About about, @Nullable Instant moment, String said, String where) {
    /** What they asked for, which decides on the words. */
    public enum About {
        WHOLE("request."),
        FILES("request.files."),
        FIRST_AID("request.aid.");

        private final String key;

        About(String key) {
            this.key = key;
        }
    }

    String subject(IncidentWords words) {
        return words.say(about.key + word + ".subject");
    }

    /** Without what stands under every mail. */
    String text(IncidentWords words) {
        StringBuilder text = new StringBuilder(words.say(about.key + word + ".text"));
        if (!where.isEmpty()) {
            text.append("\n\n").append(Visible.oneLine(where));
        }
        if (!said.isBlank()) {
            text.append("\n\n").append(words.say("request.said", Visible.oneLine(said)));
        }
        if (moment != null) {
            text.append("\n\n").append(words.say("request.which", words.timeAndZone(moment)));
        }
        return text.toString();
    }
}
