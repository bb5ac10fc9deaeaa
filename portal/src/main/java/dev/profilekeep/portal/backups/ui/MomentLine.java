package dev.profilekeep.portal.backups.ui;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.backups.BackupGap;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.backups.RestoreMoment.OfBackup;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.ui.Timeline;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Moments as a picture, in the words of the lists beside it. */
public final class MomentLine {
    private MomentLine() {}

    /** @param places where each repository lies, by its id */
    public static Timeline of(
            List<RestoreMoment> moments,
            Map<String, String> places,
            Optional<BackupGap> gap,
            Instant now,
            Words words) {
        Timeline line = new Timeline(words.get("moments.line"), drawn(moments, places, now, words), now);
        line.setTimeZone(words.formats().zone());
        gap.ifPresent(one -> line.setGap(
                one.since(), words.get("moments.gap." + one.why(), MomentWords.of(one.since(), now, words))));
        return line;
    }

    /** As {@link #of} draws them. */
    static List<Timeline.Moment> drawn(
            List<RestoreMoment> moments, Map<String, String> places, Instant now, Words words) {
        Function<Instant, String> said =
                MomentWords.among(moments.stream().map(RestoreMoment::moment).toList(), now, words);
        return moments.stream()
                .map(moment -> drawn(moment, places, now, said.apply(moment.moment()), words))
                .toList();
    }

    private static Timeline.Moment drawn(
            RestoreMoment moment, Map<String, String> places, Instant now, String label, Words words) {
        String ahead = moment.isAhead(now) ? words.get("moments.ahead") : "";
        if (!(moment instanceof OfBackup backup)) {
            return new Timeline.Moment(moment.id(), moment.moment(), Timeline.Kind.SERVER, label, ahead, Set.of());
        }
        List<String> where = backup.points().stream()
                .map(KnownPoint::repositoryId)
                .map(id -> places.getOrDefault(id, ""))
                .filter(place -> !place.isEmpty())
                .distinct()
                .toList();
        Set<Timeline.Mark> marks = EnumSet.noneOf(Timeline.Mark.class);
        if (where.size() > 1) {
            marks.add(Timeline.Mark.SECOND_SITE);
        }
        if (backup.isPinned()) {
            marks.add(Timeline.Mark.PINNED);
        }
        String at =
                switch (where.size()) {
                    case 0 -> "";
                    case 1 -> words.get("moments.at", where.get(0));
                    default ->
                        words.get("moments.atBoth", where.get(0), String.join(", ", where.subList(1, where.size())));
                };
        String goes = backup.goesAt()
                .map(when -> words.get("moments.goes", words.formats().date(when)))
                .orElse("");
        String note = Stream.of(ahead, at, goes).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return new Timeline.Moment(moment.id(), moment.moment(), Timeline.Kind.BACKUP, label, note, marks);
    }
}
