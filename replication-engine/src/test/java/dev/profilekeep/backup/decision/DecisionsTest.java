package dev.profilekeep.backup.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final UUID NIGHT = UUID.randomUUID();
    private static final String ANNA = "a".repeat(32);
    private static final String BEN = "b".repeat(32);

    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private Decisions decisions;

    @BeforeEach
    void make() throws IOException {
        decisions = Repositories.create(memory).decisions();
    }

    private Decision decide(Decision.Act act) throws IOException {
        return decisions.decide("helpdesk", "as asked", act);
    }

    private Decision forget(String... containers) throws IOException {
        return decide(new Decision.Forget(NIGHT, Set.of(containers), Decisions.DELAY));
    }

    private boolean isForgotten(String container) throws IOException {
        return decisions.read().standing().isForgotten(NIGHT, container, decisions.now());
    }

    private void days(int days) {
        memory.later(Duration.ofDays(days));
    }

    @Test
    void every_kind_is_read_as_it_was_written() throws IOException {
        List<Decision.Act> acts = List.of(
                new Decision.Pin(NIGHT, ANNA),
                new Decision.Unpin(NIGHT, ANNA),
                new Decision.Hold(ANNA),
                new Decision.Release(ANNA),
                new Decision.Forget(NIGHT, Set.of(ANNA, BEN), Duration.ofDays(14)),
                new Decision.Forget(NIGHT, Set.of(), Duration.ZERO),
                new Decision.Revoke(UUID.randomUUID()),
                new Decision.GiveUp(UUID.randomUUID(), "0123456789abcdef0123456789abcdef"));
        for (Decision.Act act : acts) {
            decisions.decide("Jürgen", "Az. 12/34", act);
        }
        Decisions.All all = decisions.read();
        assertThat(all.damaged()).isEmpty();
        assertThat(all.decisions()).extracting(Decision::act).containsExactlyInAnyOrderElementsOf(acts);
        assertThat(all.decisions())
                .allMatch(each -> each.who().equals("Jürgen")
                        && each.reason().equals("Az. 12/34")
                        && Duration.between(each.made(), each.written()).abs().toMillis() < 10);
    }

    @Test
    void what_is_forgotten_is_so_after_the_delay_by_the_storages_clock() throws IOException {
        forget(ANNA);
        days(13);
        assertThat(isForgotten(ANNA)).isFalse();
        days(2);
        assertThat(isForgotten(ANNA)).isTrue();
        assertThat(isForgotten(BEN)).isFalse();
        forget();
        days(15);
        assertThat(isForgotten(BEN)).isTrue();
    }

    @Test
    void it_can_be_taken_back_until_then_and_not_later() throws IOException {
        Decision first = forget(ANNA);
        days(13);
        decide(new Decision.Revoke(first.id()));
        days(20);
        assertThat(isForgotten(ANNA)).isFalse();
        Decision second = forget(ANNA);
        days(15);
        decide(new Decision.Revoke(second.id()));
        assertThat(isForgotten(ANNA)).isTrue();
    }

    @Test
    void a_hold_or_a_pin_keeps_and_the_delay_begins_anew_when_it_ends() throws IOException {
        for (boolean hold : new boolean[] {true, false}) {
            UUID night = UUID.randomUUID();
            decide(new Decision.Forget(night, Set.of(), Decisions.DELAY));
            days(10);
            decide(hold ? new Decision.Hold(ANNA) : new Decision.Pin(night, ANNA));
            days(100);
            Standing standing = decisions.read().standing();
            assertThat(standing.isHeld(ANNA)).isEqualTo(hold);
            assertThat(standing.isPinned(night, ANNA)).isEqualTo(!hold);
            assertThat(standing.isToBeForgotten(night, ANNA)).isFalse();
            assertThat(standing.isForgotten(night, BEN, decisions.now())).isTrue();
            decide(hold ? new Decision.Release(ANNA) : new Decision.Unpin(night, ANNA));
            days(13);
            assertThat(decisions.read().standing().isForgotten(night, ANNA, decisions.now()))
                    .isFalse();
            days(2);
            assertThat(decisions.read().standing().isForgotten(night, ANNA, decisions.now()))
                    .isTrue();
        }
    }

    @Test
    void a_hold_that_came_too_late_brings_nothing_back() throws IOException {
        forget(ANNA);
        days(15);
        decide(new Decision.Hold(ANNA));
        assertThat(isForgotten(ANNA)).isTrue();
    }

    @Test
    void a_hold_that_ended_before_delays_nothing() throws IOException {
        decide(new Decision.Hold(ANNA));
        decide(new Decision.Release(ANNA));
        forget(ANNA);
        days(15);
        assertThat(isForgotten(ANNA)).isTrue();
    }

    @Test
    void what_protects_comes_first_at_one_moment_and_a_copy_of_a_file_takes_nothing_away() {
        Instant then = Repositories.NOW;
        Decision forget = new Decision(
                UUID.randomUUID(), then, then, "", "", new Decision.Forget(NIGHT, Set.of(), Duration.ofDays(1)));
        Instant effect = then.plus(Duration.ofDays(1));
        Instant copied = then.plus(Duration.ofDays(500));
        Decision hold = new Decision(UUID.randomUUID(), effect, copied, "", "", new Decision.Hold(ANNA));
        assertThat(new Standing(List.of(forget, hold)).forgottenAt(NIGHT, ANNA)).isEmpty();
        Decision revoke = new Decision(UUID.randomUUID(), effect, copied, "", "", new Decision.Revoke(forget.id()));
        assertThat(new Standing(List.of(forget, revoke)).forgottenAt(NIGHT, ANNA))
                .isEmpty();
        Decision moved = new Decision(forget.id(), then, copied, "", "", forget.act());
        assertThat(new Standing(List.of(moved)).forgottenAt(NIGHT, ANNA)).contains(copied.plus(Duration.ofDays(1)));
    }

    @Test
    void files_that_are_dated_anew_protect_no_less_whichever_they_are() {
        Random random = new Random(14);
        Instant copied = Instant.parse("2026-06-01T00:00:00Z");
        int kept = 0;
        for (int round = 0; round < 2_000; round++) {
            List<Decision> before = new ArrayList<>();
            List<Decision> after = new ArrayList<>();
            for (int day = 0; day < 12; day++) {
                Instant made = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(10L * day));
                Decision.Act act =
                        switch (random.nextInt(6)) {
                            case 0 -> new Decision.Hold(ANNA);
                            case 1 -> new Decision.Release(ANNA);
                            case 2 -> new Decision.Pin(NIGHT, ANNA);
                            case 3 -> new Decision.Unpin(NIGHT, ANNA);
                            case 4 -> new Decision.Forget(NIGHT, Set.of(ANNA), Decisions.DELAY);
                            default ->
                                new Decision.Revoke(
                                        before.isEmpty()
                                                ? NIGHT
                                                : before.get(random.nextInt(day))
                                                        .id());
                        };
                Decision decision = new Decision(UUID.randomUUID(), made, made, "", "", act);
                before.add(decision);
                after.add(
                        random.nextBoolean()
                                ? decision
                                : new Decision(decision.id(), made, copied, "", "", decision.act()));
            }
            Standing then = new Standing(before);
            Standing now = new Standing(after);
            assertThat(now.isHeld(ANNA) || !then.isHeld(ANNA)).isTrue();
            assertThat(now.isPinned(NIGHT, ANNA) || !then.isPinned(NIGHT, ANNA)).isTrue();
            Instant never = Instant.MAX;
            assertThat(now.forgottenAt(NIGHT, ANNA).orElse(never))
                    .isAfterOrEqualTo(then.forgottenAt(NIGHT, ANNA).orElse(never));
            kept += then.isHeld(ANNA) || then.isPinned(NIGHT, ANNA) ? 1 : 0;
        }
        assertThat(kept).isBetween(500, 1_900);
    }

    @Test
    void whatever_the_storages_clock_does_the_last_word_holds_and_what_is_held_is_not_forgotten() throws IOException {
        Random random = new Random(41);
        int setBack = 0;
        for (int round = 0; round < 60; round++) {
            MemoryStorage storage = MemoryStorage.likeWindows();
            UUID night = UUID.randomUUID();
            boolean hold = random.nextBoolean();
            Decision.Act keep = hold ? new Decision.Hold(ANNA) : new Decision.Pin(night, ANNA);
            Decision.Act end = hold ? new Decision.Release(ANNA) : new Decision.Unpin(night, ANNA);
            boolean kept = false;
            boolean safe = false;
            try (Repository repository = Repositories.create(storage)) {
                Decisions its = repository.decisions();
                for (int step = 0; step < 8; step++) {
                    boolean back = random.nextInt(3) == 0;
                    storage.later(Duration.ofHours(back ? -random.nextInt(2_000) : random.nextInt(500)));
                    Standing standing = its.read().standing();
                    assertThat(!safe || standing.forgottenAt(night, ANNA).isEmpty())
                            .as("round %d, step %d: it is kept since before it was forgotten", round, step)
                            .isTrue();
                    switch (random.nextInt(4)) {
                        case 0, 1 -> {
                            safe |= !kept && !standing.isForgotten(night, ANNA, its.now());
                            its.decide("law", "", keep);
                            kept = true;
                            setBack += back ? 1 : 0;
                        }
                        case 2 -> {
                            its.decide("law", "", end);
                            kept = false;
                            safe = false;
                        }
                        default ->
                            its.decide(
                                    "rule",
                                    "",
                                    new Decision.Forget(night, Set.of(), Duration.ofDays(random.nextInt(3) * 7L)));
                    }
                    Standing after = its.read().standing();
                    assertThat(hold ? after.isHeld(ANNA) : after.isPinned(night, ANNA))
                            .as("round %d, step %d", round, step)
                            .isEqualTo(kept);
                }
            }
        }
        assertThat(setBack).isGreaterThan(40);
    }

    @Test
    void a_hold_that_was_made_after_a_release_outlives_it_when_that_is_dated_anew() {
        Instant copied = Instant.parse("2026-06-01T00:00:00Z");
        List<Decision> decisions = List.of(
                on("2026-01-01T00:00:00Z", null, new Decision.Hold(ANNA)),
                on("2026-02-01T00:00:00Z", copied, new Decision.Release(ANNA)),
                on("2026-03-01T00:00:00Z", null, new Decision.Hold(ANNA)),
                on("2026-07-01T00:00:00Z", null, new Decision.Forget(NIGHT, Set.of(), Decisions.DELAY)));
        Standing standing = new Standing(decisions);
        assertThat(standing.hold(ANNA)).contains(decisions.get(2));
        assertThat(standing.forgottenAt(NIGHT, ANNA)).isEmpty();
    }

    private static Decision on(String made, @Nullable Instant copied, Decision.Act act) {
        Instant at = Instant.parse(made);
        return new Decision(UUID.randomUUID(), at, copied == null ? at : copied, "", "", act);
    }

    /** Takes two hours for one rename. */
    private final class Slow extends LayeredStorage {
        Slow() {
            super(memory);
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rename(StoragePath from, StoragePath to) throws IOException {
            memory.later(Duration.ofHours(2));
            super.rename(from, to);
        }
    }

    @Test
    void one_that_was_on_its_way_for_too_long_is_withdrawn() throws IOException {
        try (Repository slow = Repositories.open(new Slow())) {
            assertThatThrownBy(() -> slow.decisions().decide("helpdesk", "", new Decision.Hold(ANNA)))
                    .hasMessageContaining("make it again");
        }
        assertThat(decisions.read().decisions()).isEmpty();
    }

    /** Stands still for two hours once it was asked what time it is; counts how often a decision is opened. */
    private final class Watched extends LayeredStorage {
        private boolean stalls;
        private int opened;

        Watched() {
            super(memory);
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoredFile stat(StoragePath path) throws IOException {
            StoredFile found = super.stat(path);
            if (stalls && path.name().startsWith("clock-")) {
                stalls = false;
                memory.later(Duration.ofHours(2));
            }
            return found;
        }

        @Override
        public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
            opened += path.value().startsWith("decisions/") ? 1 : 0;
            return super.openForReading(path, sharing);
        }
    }

    @Test
    void one_whose_maker_stood_still_between_its_date_and_its_writing_is_withdrawn() throws IOException {
        Watched storage = new Watched();
        decide(new Decision.Hold(BEN));
        List<UUID> before = ids();
        try (Repository stalling = Repositories.open(storage)) {
            for (Decision.Act act : List.of(
                    new Decision.Hold(ANNA),
                    new Decision.Pin(NIGHT, ANNA),
                    new Decision.Release(BEN),
                    new Decision.Unpin(NIGHT, BEN))) {
                storage.stalls = true;
                assertThatThrownBy(() -> stalling.decisions().decide("helpdesk", "", act))
                        .as("%s", act)
                        .hasMessageContaining("make it again");
                assertThat(storage.stalls).isFalse();
            }
        }
        assertThat(ids()).isEqualTo(before);
    }

    @Test
    void one_that_is_dated_after_others_may_take_no_longer_for_that() throws IOException {
        memory.later(Duration.ofDays(3));
        decide(new Decision.Release(ANNA));
        memory.later(Duration.ofDays(-3));
        List<UUID> before = ids();
        Watched storage = new Watched();
        try (Repository stalling = Repositories.open(storage)) {
            storage.stalls = true;
            assertThatThrownBy(() -> stalling.decisions().decide("helpdesk", "", new Decision.Hold(ANNA)))
                    .hasMessageContaining("make it again");
            assertThat(ids()).isEqualTo(before);
            stalling.decisions().decide("helpdesk", "", new Decision.Hold(ANNA));
        }
        assertThat(decisions.read().standing().isHeld(ANNA)).isTrue();
    }

    @Test
    void however_many_are_made_each_is_opened_once() throws IOException {
        Watched storage = new Watched();
        try (Repository repository = Repositories.open(storage)) {
            Decisions its = repository.decisions();
            forget(ANNA);
            String[] all = IntStream.range(0, 200).mapToObj("%032x"::formatted).toArray(String[]::new);
            UUID large = forget(all).id();
            for (String container : all) {
                its.decide("change", "much of it was rewritten at once", new Decision.Pin(NIGHT, container));
                its.decide("change", "much of it was rewritten at once", new Decision.Hold(container));
            }
            its.decide("helpdesk", "", new Decision.Release(all[0]));
            assertThat(storage.opened).isEqualTo(2 + 2 * all.length);

            storage.opened = 0;
            Decisions.All read = its.read();
            assertThat(read.decisions())
                    .hasSameSizeAs(decisions.read().decisions())
                    .containsAll(decisions.read().decisions());
            assertThat(read.decisions()).extracting(Decision::id).contains(large);
            its.read();
            assertThat(storage.opened)
                    .as("the release, and twice what is too large to be kept")
                    .isEqualTo(3);
        }
    }

    @Test
    void what_others_did_since_and_what_was_damaged_is_seen_though_it_was_read_before() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            Decisions its = repository.decisions();
            Decision hold = decide(new Decision.Hold(ANNA));
            Decision pin = decide(new Decision.Pin(NIGHT, BEN));
            assertThat(its.read().decisions())
                    .containsExactlyInAnyOrderElementsOf(decisions.read().decisions());
            decisions.remove(hold.id());
            decide(new Decision.Hold(BEN));
            assertThat(its.read().standing().isHeld(ANNA)).isFalse();
            assertThat(its.read().standing().isHeld(BEN)).isTrue();

            StoragePath path = StoragePath.of("decisions/" + pin.id());
            StoredFile before = memory.stat(path);
            flip(path);
            memory.setTimes(path, before.creationTime(), before.lastWriteTime());
            assertThat(its.readAnew().damaged())
                    .extracting(Decisions.Damaged::id)
                    .containsExactly(pin.id());
            for (int again = 0; again < 2; again++) {
                assertThat(its.read().damaged()).hasSize(1);
            }
            flip(path);
            assertThat(its.read().damaged()).isEmpty();
            assertThat(its.read().standing().isPinned(NIGHT, BEN)).isTrue();
        }
    }

    private void flip(StoragePath path) throws IOException {
        try (OpenFile file = memory.openForWriting(path, Sharing.ALL)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            file.readFully(file.size() - 1, last);
            file.writeFully(file.size() - 1, ByteBuffer.wrap(new byte[] {(byte) (last.get(0) ^ 1)}));
        }
    }

    /** Fails from its n-th call on, for so many calls. */
    private final class Failing extends LayeredStorage {
        private int left;
        private int calls;

        Failing(int left, int calls) {
            super(memory);
            this.left = left;
            this.calls = calls;
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException();
        }

        private void call() throws IOException {
            if (left-- <= 0 && calls-- > 0) {
                throw new StorageException.Full("no space is left", new IOException("full"));
            }
        }

        @Override
        public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
            call();
            return super.create(path, sharing);
        }

        @Override
        public StoredFile stat(StoragePath path) throws IOException {
            call();
            return super.stat(path);
        }

        @Override
        public List<StoredFile> list(StoragePath path) throws IOException {
            call();
            return super.list(path);
        }

        @Override
        public void rename(StoragePath from, StoragePath to) throws IOException {
            super.rename(from, to); // it is done, and the answer is lost
            call();
        }

        @Override
        public void delete(StoragePath path) throws IOException {
            call();
            super.delete(path);
        }
    }

    @Test
    void one_that_is_told_as_failed_is_not_there_wherever_the_storage_fails() throws IOException {
        List<Decision.Act> acts = List.of(
                new Decision.Pin(NIGHT, ANNA),
                new Decision.Unpin(NIGHT, ANNA),
                new Decision.Hold(ANNA),
                new Decision.Release(ANNA),
                new Decision.Forget(NIGHT, Set.of(ANNA), Decisions.DELAY));
        int failed = 0;
        int unknown = 0;
        for (int calls : new int[] {1, 2, Integer.MAX_VALUE}) {
            for (Decision.Act act : acts) {
                boolean succeeded = false;
                for (int n = 0; !succeeded; n++) {
                    decisions.read().decisions().forEach(each -> remove(each.id()));
                    decide(new Decision.Release(ANNA)); // what the storage's clock going back makes later than now
                    memory.later(Duration.ofHours(-1));
                    List<UUID> before = ids();
                    Failing failing = new Failing(Integer.MAX_VALUE, calls);
                    try (Repository repository = Repositories.open(failing)) {
                        failing.left = n;
                        repository.decisions().decide("helpdesk", "", act);
                        succeeded = failing.calls == calls;
                        assertThat(ids()).hasSizeGreaterThan(before.size());
                    } catch (IOException e) {
                        boolean told = String.valueOf(e.getMessage()).contains("may count or not");
                        assertThat(told || ids().equals(before))
                                .as("%s, after %d calls, %s", act, n, e.getMessage())
                                .isTrue();
                        assertThat(told).as("%s, after %d calls", act, n).isIn(false, calls > 1);
                        failed++;
                        unknown += told ? 1 : 0;
                    }
                }
            }
        }
        assertThat(failed).isGreaterThan(50);
        assertThat(unknown).isGreaterThan(10);
    }

    private void remove(UUID id) {
        try {
            decisions.remove(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<UUID> ids() throws IOException {
        return decisions.read().decisions().stream().map(Decision::id).sorted().toList();
    }

    @Test
    void one_that_is_damaged_is_named_and_stops_nothing() throws IOException {
        forget(ANNA);
        UUID id = UUID.randomUUID();
        try (var draft = Repositories.open(memory).files().begin(SealedKind.DECISION, id)) {
            draft.writer().write(ByteBuffer.wrap(new byte[50]));
            draft.publish();
        }
        Decisions.All all = decisions.read();
        assertThat(all.decisions()).hasSize(1);
        assertThat(all.damaged()).singleElement().satisfies(damaged -> {
            assertThat(damaged.id()).isEqualTo(id);
            assertThat(damaged.why()).hasMessageContaining("decisions/" + id);
        });
    }

    @Test
    void whatever_a_decision_says_it_is_read_or_refused() throws IOException {
        UUID id = UUID.randomUUID();
        byte[] said = DecisionWriter.encode(
                id, Repositories.NOW, "who", "why", new Decision.Forget(NIGHT, Set.of(ANNA), Duration.ofDays(14)));
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            byte[] other = Arrays.copyOf(said, round % 3 == 0 ? random.nextInt(said.length) : said.length);
            for (int i = random.nextInt(3); i >= 0 && other.length > 0; i--) {
                other[random.nextInt(other.length)] = (byte) random.nextInt();
            }
            try {
                new DecisionScanner("decision", other).decision(id, Repositories.NOW);
            } catch (DecisionDamagedException e) {
                assertThat(e).hasMessageContaining("decision");
            }
        }
    }
}
