package dev.profilekeep.notify;

import dev.profilekeep.text.Visible;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is told by mail of what somebody asked for.
 *
 * @param word of what became of it, one of those with a text {@code request.<word>.subject}
 * @param owner the account it is about, as people know it
 * @param asker the name of who asked
 * @param decider the name of who agreed or refused; empty before
 * @param moment of the backup they want back; null if there is none
 * @param said by a person along with it; may be empty
 * @param where files were put, as people reach it; may be empty
 */
public record RequestMail(
        String word,
        About about,
        To to,
        String owner,
        String asker,
        String decider,
        @Nullable Instant moment,
        String said,
        String where) {
    /** Who is told, which decides on the words, and on what stands under them: why it is this person. */
    public enum To {
        /** Whose profile it is, and who asked. */
        ASKER("me"),
        /** Who asked for somebody else. */
        HELPER("requests"),
        /** Whose profile it is, for whom somebody else asked. */
        OWNER("me");

        private final String page;

        To(String page) {
            this.page = page;
        }
    }

    /** What they asked for, which decides on the words. */
    public enum About {
        WHOLE("request."),
        /** The Office cache, as it was. */
        OFFICE("request."),
        FILES("request.files."),
        FIRST_AID("request.aid.");

        private final String key;

        About(String key) {
            this.key = key;
        }
    }

    String subject(IncidentWords words) {
        return words.say(key() + ".subject", Visible.oneLine(owner));
    }

    /** Without what stands under every mail. */
    String text(IncidentWords words) {
        String decides = decider.isBlank() ? words.say("request.helpdesk") : Visible.oneLine(decider);
        StringBuilder text =
                new StringBuilder(words.say(key() + ".text", Visible.oneLine(owner), Visible.oneLine(asker), decides));
        if (to != To.ASKER) {
            text.append("\n\n").append(words.say("request.what." + about.name()));
        }
        if (!where.isEmpty()) {
            text.append("\n\n").append(Visible.oneLine(where));
        }
        if (!said.isBlank()) {
            String by = speaker();
            text.append("\n\n")
                    .append(
                            by.isBlank()
                                    ? words.say("request.said", Visible.oneLine(said))
                                    : words.say("request.saidBy", Visible.oneLine(said), Visible.oneLine(by)));
        }
        if (moment != null) {
            text.append("\n\n").append(words.say("request.which", words.timeAndZone(moment)));
        }
        return text.toString();
    }

    /** Whose words go along; empty where that is not known. */
    private String speaker() {
        return switch (word) {
            case "ASKED" -> asker;
            case "APPROVED", "REFUSED" -> decider;
            default -> "";
        };
    }

    private String key() {
        return switch (to) {
            case ASKER -> about.key + word;
            case HELPER -> "request.helper." + word;
            case OWNER -> "request.owner." + word;
        };
    }

    /** Where it stands in the portal. */
    String page() {
        return to.page;
    }

    /** Why it is this person who is told. */
    String foot(IncidentWords words) {
        return words.say("request.foot." + to.name(), Visible.oneLine(owner));
    }
}
