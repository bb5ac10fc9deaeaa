package dev.profilekeep.portal.locks;

import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;

/** Why a second person's word was not taken, for people. Stateless. */
public final class Refusals {
    private Refusals() {}

    public static NotNowException notNow(ApprovalRefusedException refused) {
        Why why =
                switch (refused.why()) {
                    case NOT_A_PERSON -> Why.NOT_A_PERSON;
                    case SAME_PERSON -> Why.SAME_PERSON;
                    case CANNOT_TELL -> Why.CANNOT_TELL;
                    case NOT_OPEN -> Why.NOT_OPEN;
                    case NOT_THE_ASKER -> Why.NOT_THE_ASKER;
                    case NOT_ONE_OF_THE_TWO -> Why.NOT_ONE_OF_THE_TWO;
                };
        return new NotNowException(why, String.valueOf(refused.getMessage()), refused);
    }
}
