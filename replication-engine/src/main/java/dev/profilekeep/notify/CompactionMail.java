package dev.profilekeep.notify;

import dev.profilekeep.notify.CompactionReport.Failed;
import dev.profilekeep.notify.CompactionReport.Left;
import dev.profilekeep.notify.CompactionReport.Room;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came out of a night of compactions, as a mail. */
final class CompactionMail {
    private CompactionMail() {}

    static String subject(CompactionReport report, IncidentWords words) {
        long failed = report.failed().size() + report.moreFailed();
        return "[ProfileKeep] "
                + words.say("compaction.done", report.compacted(), words.bytes(report.freedBytes()))
                + (failed == 0 ? "" : ", " + words.say("compaction.subject.failed", failed));
    }

    /** @param link of the portal; null if it has no address */
    static String body(CompactionReport report, IncidentWords words, @Nullable String link) {
        List<String> lines = new ArrayList<>();
        lines.add(words.say("compaction.done", report.compacted(), words.bytes(report.freedBytes())) + ".");
        lines.add(words.say(
                "compaction.when",
                words.time(report.startedAt()),
                words.timeAndZone(report.endedAt()),
                report.total()));
        if (!report.stoppedBy().isEmpty()) {
            lines.add(words.say("compaction.stopped", Visible.oneLine(report.stoppedBy())));
        }
        lines.add("");
        left(report, words, lines);
        failed(report, words, lines);
        Room room = report.room();
        if (room != null) {
            lines.add(room(room, words));
            lines.add("");
        }
        if (link != null) {
            lines.add(link + "/space");
            lines.add("");
        }
        lines.add(words.say("compaction.foot"));
        return String.join("\n", lines) + "\n";
    }

    private static void left(CompactionReport report, IncidentWords words, List<String> lines) {
        List<Left> inTheWay =
                report.left().stream().filter(one -> !one.smallEnough()).toList();
        if (!inTheWay.isEmpty()) {
            lines.add(words.say("compaction.left", words.bytes(report.possibleBytes())));
            for (Left one : inTheWay) {
                String name = words.compactionReason(one.why());
                lines.add("  "
                        + (one.possibleBytes() > 0
                                ? words.say(
                                        "compaction.left.gain",
                                        name,
                                        one.containers(),
                                        words.bytes(one.possibleBytes()))
                                : words.say("compaction.left.item", name, one.containers())));
            }
        }
        long small = report.left().stream()
                .filter(Left::smallEnough)
                .mapToLong(Left::containers)
                .sum();
        if (small > 0) {
            lines.add(words.say("compaction.small", small));
        }
        if (small > 0 || !inTheWay.isEmpty()) {
            lines.add("");
        }
    }

    private static void failed(CompactionReport report, IncidentWords words, List<String> lines) {
        if (report.failed().isEmpty()) {
            return;
        }
        lines.add(words.say("compaction.failed"));
        for (Failed one : report.failed()) {
            lines.add("  " + Visible.oneLine(one.who()) + " (" + Visible.oneLine(one.location()) + ")");
        }
        if (report.moreFailed() > 0) {
            lines.add("  " + words.say("compaction.failed.more", report.moreFailed()));
        }
        lines.add("");
    }

    private static String room(Room room, IncidentWords words) {
        Instant first = room.firstFree();
        Instant last = room.lastFree();
        if (room.files() == 0 || first == null || last == null) {
            return words.say("compaction.room.none");
        }
        return words.say("compaction.room", room.files(), words.bytes(room.bytes()), words.day(first), words.day(last));
    }
}
