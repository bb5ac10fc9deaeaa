package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.rest.IncidentsController.IncidentJson;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.trouble.Trouble;
import org.junit.jupiter.api.Test;

class IncidentJsonTest {
    @Test
    void who_helps_is_told_how_many_people_it_concerns_and_nobody_else() {
        assertThat(IncidentJson.of(
                        new Trouble(IncidentKind.SITE_DOWN, "fra", "Frankfurt", "", Samples.NOW, true, 0, Samples.NOW)))
                .isEqualTo(new IncidentJson(
                        IncidentKind.SITE_DOWN, "fra", "Frankfurt", null, Samples.NOW, 0L, Samples.NOW));
        assertThat(IncidentJson.of(
                        new Trouble(IncidentKind.SITE_DOWN, "fra", "Frankfurt", "", Samples.NOW, false, 0, null)))
                .isEqualTo(new IncidentJson(IncidentKind.SITE_DOWN, "fra", "Frankfurt", null, Samples.NOW, null, null));
        assertThat(IncidentJson.of(
                        new Trouble(IncidentKind.HOST_LEFT_LOCKS, "", "", "AVD-12", Samples.NOW, true, 4, null)))
                .isEqualTo(new IncidentJson(IncidentKind.HOST_LEFT_LOCKS, null, null, "AVD-12", Samples.NOW, 4L, null));
    }
}
