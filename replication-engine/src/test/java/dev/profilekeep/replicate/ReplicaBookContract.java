package dev.profilekeep.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.lease.CopySeen;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The book of agreements, whatever database it is in. */
abstract class ReplicaBookContract {
    private static final Agreement FIRST = new Agreement(
            17,
            "fra",
            "lon",
            Sha256.of(new byte[] {1}),
            new CopySeen(100, 1, 2, 3, "abc"),
            new CopySeen(90, 4, 0, -5, ""),
            Instant.parse("2026-03-29T02:10:00Z"),
            Instant.parse("2026-03-01T02:10:00Z"));

    private Catalog catalog;
    private ReplicaBook book;

    abstract DatabaseConfig database() throws Exception;

    @BeforeEach
    void open() throws Exception {
        catalog = Catalog.open(database());
        book = new ReplicaBook(catalog.database());
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private static Agreement later(Agreement of) {
        return of.in(new CopySeen(101, 9, 9, 9, "later"), of.target(), of.at().plusSeconds(60));
    }

    @Test
    void what_is_recorded_is_found_in_both_directions_and_of_its_container_alone() {
        assertThat(book.of(17, "fra", "lon")).isEmpty();
        book.record(FIRST);
        assertThat(book.of(17, "fra", "lon")).contains(FIRST);
        assertThat(book.of(17, "lon", "fra")).contains(FIRST.turned());
        assertThat(book.of(18, "fra", "lon")).isEmpty();
        assertThat(book.of(17, "fra", "par")).isEmpty();
        assertThat(book.intended(17, "fra", "lon")).isEmpty();
    }

    @Test
    void an_intention_leaves_the_agreement_and_goes_with_the_next_one() {
        book.record(FIRST);
        book.intend(later(FIRST));
        assertThat(book.of(17, "fra", "lon")).contains(FIRST);
        assertThat(book.intended(17, "fra", "lon")).contains(later(FIRST));
        Agreement back = later(FIRST).turned();
        book.record(back);
        assertThat(book.intended(17, "fra", "lon")).isEmpty();
        assertThat(book.of(17, "lon", "fra")).contains(back);
        assertThat(book.of(17, "fra", "lon")).as("the former direction").contains(back.turned());
    }
}
