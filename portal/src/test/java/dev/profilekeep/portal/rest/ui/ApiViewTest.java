package dev.profilekeep.portal.rest.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.portal.rest.OpenApiDocument;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import org.junit.jupiter.api.Test;

class ApiViewTest extends ViewTest {
    private final OpenApiDocument document = new OpenApiDocument();

    @Test
    void every_call_can_be_read_with_who_may_and_what_it_takes_and_answers() {
        People.signIn(People.anna());
        String page = words(show(new ApiView(document)));

        assertThat(document.operations()).isNotEmpty().allSatisfy(operation -> {
            assertThat(page).contains(operation.method() + " /api/v1" + operation.path() + "\n");
            assertThat(page).contains(operation.node().path("summary").asText());
        });
        assertThat(page)
                .contains("For Administrator and Session host; not with a token that is held to sites or sets")
                .contains("For Helpdesk, Administrator and Auditor\n")
                .contains("whole number, 1 to 1000, 100 if left out. So many at most.")
                .contains("text, one of HELPDESK, ADMINISTRATOR, AUDITOR, HOST_REPORT.")
                .contains("copies[].disk.format", "partitions[].usedBytes")
                .contains("time, required. When it was made, with offset")
                .contains("The body is longer than what is taken.")
                .doesNotContain("Roles: ");
    }
}
