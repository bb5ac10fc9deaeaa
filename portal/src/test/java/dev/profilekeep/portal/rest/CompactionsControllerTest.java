package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.support.FakeCompactionDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class CompactionsControllerTest extends ViewTest {
    @Test
    void a_night_that_begins_while_a_table_is_written_does_not_get_into_it() throws Exception {
        People.signIn(People.ada());
        FakeCompactionDesk desk = FakeCompactionDesk.standard(estate);
        var controller = new CompactionsController(
                new CompactionsService(desk, estate, currentUser), Clock.fixed(Samples.NOW, ZoneOffset.UTC));
        var response = new MockHttpServletResponse() {
            @Override
            public void setContentType(String type) {
                super.setContentType(type);
                desk.anotherNight(5); // the first page was read, the second was not
            }
        };
        controller.table("", List.of(), "", "comma", "en", ZoneOffset.UTC, response);
        assertThat(response.getContentAsString().lines().skip(1))
                .hasSize(2)
                .satisfiesExactly(one -> assertThat(one).contains("anna"), two -> assertThat(two)
                        .contains("ben", "DiskLocked"));
    }

    @Test
    void a_summary_is_of_one_run_though_another_begins_meanwhile() {
        People.signIn(People.ada());
        FakeCompactionDesk desk = FakeCompactionDesk.standard(estate);
        var controller = new CompactionsController(
                new CompactionsService(desk, estate, currentUser), Clock.fixed(Samples.NOW, ZoneOffset.UTC));

        CompactionDocument summary = controller.summary();

        assertThat(desk.looks).isEqualTo(1);
        assertThat(summary.run().id()).isEqualTo(7);
        assertThat(summary.skipped()).singleElement().satisfies(group -> assertThat(group.why())
                .isEqualTo("in-use"));
        desk.run = null;
        assertThat(controller.summary().run()).isNull();
        assertThat(controller.summary().skipped()).isEmpty();
    }
}
