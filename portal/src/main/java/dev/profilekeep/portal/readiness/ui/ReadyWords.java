package dev.profilekeep.portal.readiness.ui;

import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.readiness.Check;
import dev.profilekeep.readiness.Fact;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.ReadyWord;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Verdicts and what they rest on, in words. */
final class ReadyWords {
    private ReadyWords() {}

    static Status status(ReadyWord word) {
        return switch (word) {
            case READY -> Status.READY;
            case DEGRADED -> Status.DEGRADED;
            case NOT_READY -> Status.NOT_READY;
            case UNKNOWN -> Status.UNKNOWN;
        };
    }

    static String word(ReadyWord word, Words words) {
        return words.get("readiness.word." + word);
    }

    static String name(ReadyPerson person, Words words) {
        return person.account().isEmpty()
                ? person.sid().isEmpty() ? words.get("readiness.nobody") : person.sid()
                : Visible.isolated(person.account());
    }

    static String reason(ReadyPerson person, Words words) {
        return person.checks().stream()
                .filter(check -> check.fact().name().equals(person.reason()))
                .findFirst()
                .map(check -> fact(check, words))
                .orElse("");
    }

    static String loss(@Nullable Duration loss, Words words) {
        return loss == null ? Formats.NONE : words.formats().duration(loss);
    }

    /** One observation as a sentence. */
    static String fact(Check check, Words words) {
        String said = words.get("readiness.fact." + check.fact(), value(check, words));
        return check.old() ? words.get("readiness.old", said) : said;
    }

    private static String value(Check check, Words words) {
        if (check.fact() == Fact.FREE_BYTES) {
            return words.formats().bytes(Long.valueOf(check.value()));
        }
        return check.fact() == Fact.LOSS_SECONDS
                ? words.formats().duration(Duration.ofSeconds(Long.parseLong(check.value())))
                : Visible.isolated(check.value());
    }
}
