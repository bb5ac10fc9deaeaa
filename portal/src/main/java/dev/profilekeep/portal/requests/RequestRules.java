package dev.profilekeep.portal.requests;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.security.Person;
import org.springframework.security.access.AccessDeniedException;

/** What holds for whoever asks and for whoever decides alike. */
final class RequestRules {
    private RequestRules() {}

    /** Programs and the command line neither ask nor agree: two ways in must not make two people of one. */
    static Actor actor(Person person) {
        if (!signedIn(person)) {
            throw new AccessDeniedException("only people who signed in ask for restores and decide on them");
        }
        return Actors.of(person);
    }

    static boolean signedIn(Person person) {
        return Actors.of(person).isPerson();
    }

    static NotNowException notNow(RequestRefusedException refused) {
        Why why =
                switch (refused.why()) {
                    case NOT_A_PERSON -> Why.NOT_A_PERSON;
                    case SAME_PERSON -> Why.SAME_PERSON;
                    case CANNOT_TELL -> Why.CANNOT_TELL;
                    case NOT_OPEN -> Why.REQUEST_MOVED_ON;
                    case NOT_THE_ASKER -> Why.REQUEST_OF_ANOTHER;
                    case ANOTHER_OPEN -> Why.REQUEST_OPEN;
                    case NOTHING_TO_UNDO -> Why.NOTHING_TO_UNDO;
                    case NOTHING_BEFORE -> Why.NOTHING_BEFORE;
                };
        return new NotNowException(why, String.valueOf(refused.getMessage()), refused);
    }
}
