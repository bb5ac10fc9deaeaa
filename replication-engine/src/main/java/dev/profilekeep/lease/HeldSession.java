package dev.profilekeep.lease;

import java.util.ArrayList;
import java.util.List;

/** An SMB session that may hold handles on copies. */
record HeldSession(String locationId, long sessionId) {
    static String write(List<HeldSession> sessions) {
        StringBuilder text = new StringBuilder();
        for (HeldSession session : sessions) {
            text.append(session.sessionId)
                    .append('\t')
                    .append(session.locationId)
                    .append('\n');
        }
        return text.toString();
    }

    static List<HeldSession> read(String text) {
        List<HeldSession> sessions = new ArrayList<>();
        text.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            sessions.add(new HeldSession(line.substring(tab + 1), Long.parseLong(line.substring(0, tab))));
        });
        return sessions;
    }
}
