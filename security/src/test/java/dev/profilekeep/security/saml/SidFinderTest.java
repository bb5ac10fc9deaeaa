package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.security.SidDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidFinderTest {
    private static final String SAID = "S-1-5-21-1-2-3-1104";
    private static final String OBJECT_ID = "73d664e4-0886-4a73-b745-c694da45ddb4";

    private final Map<String, String> mapped = new HashMap<>();
    private boolean confirmed;
    private boolean unreadable;
    private final List<String> without = new ArrayList<>();
    private final SidFinder finder = new SidFinder(new SidDirectory() {
        @Override
        public Optional<Given> sidOf(String identityProvider, String subject) {
            if (unreadable) {
                throw new SidDirectory.UnreadableException("away", new IllegalStateException());
            }
            return Optional.ofNullable(mapped.get(identityProvider + " " + subject))
                    .map(sid -> new Given(sid, confirmed));
        }

        @Override
        public void without(String identityProvider, String subject, String displayName) {
            without.add(identityProvider + " " + subject + " " + displayName);
        }
    });

    private Optional<String> find(List<String> said, List<String> objectIds) {
        return Optional.ofNullable(found(said, objectIds).sid());
    }

    private SidFinder.Found found(List<String> said, List<String> objectIds) {
        return finder.find(said, objectIds, "entra", "anna@example.com", "Anna Berg");
    }

    @Test
    void only_what_one_administrator_alone_said_is_unconfirmed() {
        assertThat(found(List.of(SAID), List.of()).unconfirmed()).isFalse();
        assertThat(found(List.of(), List.of(OBJECT_ID)).unconfirmed()).isFalse();
        mapped.put("entra anna@example.com", SAID);
        assertThat(found(List.of(), List.of()).unconfirmed()).isTrue();
        assertThat(found(List.of(SAID), List.of()).unconfirmed())
                .as("said by the identity provider too")
                .isFalse();
        confirmed = true;
        assertThat(found(List.of(), List.of()).unconfirmed()).isFalse();
    }

    @Test
    void while_it_cannot_be_told_which_was_given_any_other_is_unsure() {
        mapped.put("entra anna@example.com", "S-1-5-21-9-9-9-1109");
        unreadable = true;
        assertThat(found(List.of(), List.of())).isEqualTo(new SidFinder.Found(null, false, true));
        assertThat(without).as("she may have one").isEmpty();
        assertThat(found(List.of(), List.of(OBJECT_ID)).unsure()).isTrue();
        assertThat(found(List.of(SAID), List.of())).isEqualTo(new SidFinder.Found(SAID, false, false));
        unreadable = false;
        assertThat(found(List.of(), List.of(OBJECT_ID)).unsure()).isFalse();
    }

    @Test
    void what_the_identity_provider_says_comes_first() {
        mapped.put("entra anna@example.com", "S-1-5-21-9-9-9-1109");
        assertThat(find(List.of(SAID), List.of(OBJECT_ID))).hasValue(SAID);
    }

    @Test
    void what_an_administrator_said_comes_before_what_is_computed() {
        mapped.put("entra anna@example.com", "s-1-5-21-9-9-9-1109");
        assertThat(find(List.of(), List.of(OBJECT_ID))).hasValue("S-1-5-21-9-9-9-1109");
    }

    @Test
    void the_same_name_at_another_provider_is_somebody_else() {
        mapped.put("okta anna@example.com", SAID);
        assertThat(find(List.of(), List.of())).isEmpty();
    }

    @Test
    void without_either_it_follows_from_the_object_id() {
        assertThat(find(List.of("nonsense"), List.of(OBJECT_ID)))
                .hasValue("S-1-12-1-1943430372-1249052806-2496021943-3034400218");
        assertThat(without).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S-1-1-0",
                "S-1-5-18",
                "S-1-5-32-544",
                "S-1-5-21-1-2-3-513",
                "AQEAAAAAAAUSAAAA",
                "S-1-5-21-1-2-3",
                "S-1-5-21-1-2-3-4-1104"
            })
    void what_is_no_persons_sid_counts_as_if_it_had_not_been_said(String sid) {
        assertThat(find(List.of(sid), List.of())).isEmpty();
        assertThat(without).containsExactly("entra anna@example.com Anna Berg");
        assertThat(find(List.of(sid), List.of(OBJECT_ID)))
                .hasValue("S-1-12-1-1943430372-1249052806-2496021943-3034400218");
        assertThat(find(List.of(SAID, sid), List.of())).as("two that differ").isEmpty();
        mapped.put("entra anna@example.com", sid);
        assertThat(find(List.of(), List.of())).as("given").isEmpty();
    }

    @Test
    void two_object_ids_are_none_and_who_has_nothing_is_noted() {
        assertThat(find(List.of(), List.of(OBJECT_ID, "00000000-0000-0000-0000-000000000001")))
                .isEmpty();
        assertThat(without).containsExactly("entra anna@example.com Anna Berg");
    }
}
