package dev.profilekeep.portal.backups.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.NativeButton;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.backups.RestoreMoment;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.ui.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The list of moments, in words. */
class PointsListTest extends ViewTest {
    private static final Instant NIGHT = Instant.parse("2026-02-20T01:14:07Z");
    private static final Instant GOES = Instant.parse("2026-12-07T03:00:00Z");

    private final FakeBackupDesk desk = new FakeBackupDesk(estate);

    private PointsList shown(KnownPoint... points) {
        People.signIn(People.ada());
        desk.repository("");
        BackupsService service = new BackupsService(desk, estate, currentUser, new MovedClock());
        return show(new PointsList(1, List.of(points), service, true, Samples.NOW, Words.current(), chosen -> {}));
    }

    private KnownPoint point(Instant moment, String repository, Optional<Instant> goes) {
        KnownPoint made = desk.backedUp(1, moment, repository);
        return new KnownPoint(
                repository,
                made.snapshot(),
                made.place(),
                made.identity(),
                made.location(),
                made.path(),
                moment,
                moment,
                false,
                made.written(),
                made.fileBytes(),
                false,
                goes);
    }

    private static List<String> moments(PointsList list) {
        return _find(list, NativeButton.class).stream()
                .map(NativeButton::getText)
                .toList();
    }

    @Test
    void what_is_decided_to_go_says_when() {
        PointsList list = shown(
                point(NIGHT, "main", Optional.of(GOES)), point(NIGHT.minusSeconds(90_000), "main", Optional.empty()));
        assertThat(words(list)).containsOnlyOnce(" · is deleted on 7 Dec 2026");
    }

    @Test
    void what_is_dated_ahead_says_so_in_the_list_and_in_the_picture() {
        Instant ahead = Samples.NOW.plusSeconds(30 * 86_400);
        PointsList list = shown(
                point(ahead, "main", Optional.empty()),
                point(Samples.NOW.plusSeconds(3000), "main", Optional.empty()),
                point(NIGHT, "main", Optional.empty()));
        assertThat(words(list))
                .as("clocks may be a little apart")
                .containsOnlyOnce(" · dated ahead: a clock was wrong");
        assertThat(_get(list, Timeline.class).moments())
                .filteredOn(moment -> moment.note().contains("dated ahead: a clock was wrong"))
                .extracting(Timeline.Moment::at)
                .containsExactly(ahead);
    }

    @Test
    void of_the_file_server_too_it_is_said_what_is_dated_ahead() {
        Instant ahead = Samples.NOW.plusSeconds(30 * 86_400);
        List<RestoreMoment> moments = RestoreMoment.of(List.of(), List.of(new StoragePoint(ahead, ahead, 1 << 20)));
        assertThat(MomentLine.drawn(moments, Map.of(), Samples.NOW, Words.current()))
                .extracting(Timeline.Moment::note)
                .containsExactly("dated ahead: a clock was wrong");
    }

    @Test
    void the_newest_is_one_whose_time_has_come_where_there_is_one() {
        KnownPoint ahead = point(Samples.NOW.plusSeconds(30 * 86_400), "main", Optional.empty());
        KnownPoint night = point(NIGHT, "main", Optional.empty());
        KnownPoint copied = point(NIGHT, "copy", Optional.empty());
        KnownPoint before = point(NIGHT.minusSeconds(86_400), "main", Optional.empty());
        assertThat(RestoreMoment.newest(List.of(ahead, night, copied, before), Samples.NOW))
                .as("of the first repository that has it")
                .contains(night);
        assertThat(RestoreMoment.newest(List.of(ahead), Samples.NOW)).contains(ahead);
        assertThat(RestoreMoment.newest(List.of(), Samples.NOW)).isEmpty();
        assertThat(MomentWords.newest(List.of(ahead, night), Samples.NOW, Words.current()))
                .isEqualTo("Newest backup: Fri 20 Feb 2026, 01:14.");
        assertThat(MomentWords.newest(List.of(ahead), Samples.NOW, Words.current()))
                .endsWith(" · dated ahead: a clock was wrong.");
        assertThat(MomentWords.newest(List.of(ahead), Samples.NOW, Words.in(Locale.GERMANY, ZoneOffset.UTC)))
                .contains("in die Zukunft datiert: Eine Uhr ging falsch");
    }

    @Test
    void what_another_repository_keeps_does_not_go_before_that_one_lets_it() {
        assertThat(words(shown(point(NIGHT, "main", Optional.of(GOES)), point(NIGHT, "second", Optional.empty()))))
                .doesNotContain("is deleted on");
        assertThat(words(shown(
                        point(NIGHT, "main", Optional.of(GOES)),
                        point(NIGHT, "second", Optional.of(GOES.plusSeconds(86_400))))))
                .contains("is deleted on 8 Dec 2026");
    }

    @Test
    void two_moments_of_one_minute_are_told_apart_by_their_seconds() {
        PointsList list = shown(
                point(NIGHT.plusSeconds(20), "main", Optional.empty()),
                point(NIGHT, "main", Optional.empty()),
                point(NIGHT.minusSeconds(3600), "main", Optional.empty()));
        assertThat(moments(list))
                .containsExactly("Fri 20 Feb 2026, 01:14:27", "Fri 20 Feb 2026, 01:14:07", "Fri 20 Feb 2026, 00:14");
    }

    @Test
    void today_has_seconds_only_where_they_tell_something_apart() {
        Instant today = Samples.NOW.minusSeconds(600);
        assertThat(moments(shown(point(today, "main", Optional.empty()))))
                .singleElement()
                .asString()
                .doesNotContainPattern("\\d\\d:\\d\\d:\\d\\d");
        assertThat(moments(shown(
                        point(today, "main", Optional.empty()),
                        point(today.plusMillis(1500), "main", Optional.empty()))))
                .allSatisfy(said -> assertThat(said).containsPattern("\\d\\d:\\d\\d:\\d\\d"));
    }
}
