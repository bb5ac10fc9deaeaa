package dev.profilekeep.portal.myprofile.ui;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.myprofile.MyHelpService;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.security.Person;
import dev.profilekeep.text.Visible;
import java.util.List;
import java.util.stream.Collectors;

/** What the helpdesk would ask for, as lines of text. */
record HelpdeskText(Words words, MyProfileService service, MyHelpService help, List<ContainerDetail> containers) {
    /** As things stand now. */
    String lines() {
        Person me = service.me();
        StringBuilder text = new StringBuilder("ProfileKeep\n")
                .append(words.get("fact.person"))
                .append(": ")
                .append(me.displayName())
                .append('\n')
                .append(words.get("fact.sid"))
                .append(": ")
                .append(me.sid() == null ? "–" : me.sid())
                .append('\n');
        if (me.sid() == null) {
            text.append(me.identityProvider())
                    .append(": ")
                    .append(Visible.isolated(me.subject()))
                    .append('\n');
        }
        for (ContainerDetail detail : containers) {
            ContainerRow row = detail.row();
            text.append('\n')
                    .append(words.get("my.name." + row.kind().name()))
                    .append(" #")
                    .append(row.id())
                    .append('\n')
                    .append(words.get("fact.disk"))
                    .append(": ")
                    .append(Visible.isolated(row.baseName()))
                    .append('\n')
                    .append(words.get("fact.state"))
                    .append(": ")
                    .append(words.get("state." + row.state().name()))
                    .append('\n')
                    .append(words.get("fact.findings"))
                    .append(": ")
                    .append(
                            row.findings().isEmpty()
                                    ? "–"
                                    : row.findings().stream().map(Enum::name).collect(Collectors.joining(", ")))
                    .append('\n')
                    .append(words.get("fact.checked"))
                    .append(": ")
                    .append(words.formats().dateTime(row.lastSeen()))
                    .append('\n');
        }
        List<String> evidence =
                help.evidence(words.texts().locale(), words.formats().zone());
        if (!evidence.isEmpty()) {
            text.append('\n').append(words.get("my.evidence")).append('\n');
            evidence.forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }
}
