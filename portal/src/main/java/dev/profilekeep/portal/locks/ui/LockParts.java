package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.text.Visible;

/** Small things that the view and the dialog both say. */
final class LockParts {
    private LockParts() {}

    static String name(LockRow row, Words words) {
        return name(row.account(), row.sid(), row.containerId(), words);
    }

    static String name(ClearPlan.Row row, Words words) {
        return name(row.account(), row.sid(), row.containerId(), words);
    }

    private static String name(String account, String sid, long id, Words words) {
        if (!account.isEmpty()) {
            return Visible.isolated(account);
        }
        return sid.isEmpty() ? words.get("locks.nameless", Long.toString(id)) : sid;
    }

    /** The page that helps this person: by SID where there is one, as names may be anybody's. */
    static String helpAddress(LockRow row) {
        return "help/" + (row.sid().isEmpty() ? Long.toString(row.containerId()) : row.sid());
    }

    static TextField oneLine(String label, String value) {
        TextField field = new TextField(label);
        field.setMaxLength(GivenReason.LONGEST);
        field.setValue(value);
        field.setWidthFull();
        return field;
    }
}
