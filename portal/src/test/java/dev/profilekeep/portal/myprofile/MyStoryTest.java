package dev.profilekeep.portal.myprofile;

import static dev.profilekeep.portal.support.Samples.SITES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MyStoryTest {
    private final Texts english = Texts.in(Locale.UK);
    private final Formats formats = new Formats(Locale.UK, ZoneOffset.UTC);

    @Test
    void all_is_well_in_one_sentence() {
        MyStory story = MyStory.of(Samples.detail(Samples.row(1, "S", "anna")), SITES, english, formats);
        assertThat(story.headline()).isEqualTo("Your profile is fine.");
        assertThat(story.kept()).isEqualTo("Kept in Frankfurt and London.");
        assertThat(story.lock()).isEqualTo("Not in use.");
    }

    @Test
    void a_missing_copy_is_named() {
        MyStory story = MyStory.of(
                Samples.detail(
                        Samples.row(1, "S", "anna", FindingCode.COPY_MISSING),
                        List.of(Samples.copy(1, "fra", Presence.PRESENT)),
                        Samples.finding(FindingCode.COPY_MISSING, Map.of("site", "lon"))),
                SITES,
                english,
                formats);
        assertThat(story.headline()).isEqualTo("Your profile works, but has no second copy right now.");
        assertThat(story.kept()).isEqualTo("Kept in Frankfurt. No copy in London.");
        assertThat(story.copies()).extracting(MyStory.Copy::there).containsExactly(true, false);
        assertThat(story.copies().get(0).words()).startsWith("In Frankfurt: ");
        assertThat(story.copies().get(1).words()).isEqualTo("In London: no copy");
    }

    @Test
    void little_room_is_said_in_bytes_that_are_left() {
        MyStory story = MyStory.of(
                Samples.detail(Samples.row(1, "S", "anna", FindingCode.NEARLY_FULL)), SITES, english, formats);
        assertThat(story.headline().replace('\u00a0', ' ')).isEqualTo("Your profile is almost full: 26 GB left.");
    }

    @Test
    void office_data_has_its_own_words_in_german_too() {
        MyStory story = MyStory.of(
                Samples.detail(Samples.row(1, "S", "anna", ContainerKind.ODFC, true)),
                SITES,
                Texts.in(Locale.GERMANY),
                formats);
        assertThat(story.headline()).isEqualTo("Ihr Office-Zwischenspeicher ist in Benutzung.");
        assertThat(story.kept()).isEqualTo("Aufbewahrt in Frankfurt und London.");
    }

    @Test
    void what_is_nowhere_is_said_to_be_nowhere() {
        MyStory story = MyStory.of(
                Samples.detail(
                        Samples.row(1, "S", "anna", FindingCode.GONE), List.of(Samples.copy(1, "fra", Presence.GONE))),
                SITES,
                english,
                formats);
        assertThat(story.kept()).isEqualTo("No copy is known right now.");
        assertThat(story.copies()).containsExactly(new MyStory.Copy("In Frankfurt: not there any more", false, null));
    }
}
