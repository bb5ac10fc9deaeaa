package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under Cloud Cache: of histories at random no lock is stale while a host may still keep changes. Who may is told here again, from
 * what {@code docs/locks.md} says and from every report there was, where the code has only the last words; and from when files were
 * truly written, where the servers' clocks may be off, be put once, or not be told.
 */
class HostHistoriesTest {
    private static final int HISTORIES = 150;
    private static final int LENGTH = 120;

    @TempDir
    Path folder;

    private LockedEstate estate;
    private Instant start;

    /** What a host said, so many minutes after the beginning. */
    private record Word(int minute, int session, @Nullable Long cache, @Nullable Integer boot, boolean mounted) {}

    /** Last writes, in minutes. */
    private record Files(int fraLock, int lonLock, int fra, int lon, int fraMeta, int lonMeta) {
        int firstLock() {
            return lonLock < 0 ? fraLock : Math.min(fraLock, lonLock);
        }

        int lastLock() {
            return Math.max(fraLock, lonLock);
        }

        int last() {
            return Math.max(lastLock(), Math.max(Math.max(fra, lon), Math.max(fraMeta, lonMeta)));
        }
    }

    @Test
    void no_lock_is_stale_while_a_host_may_keep_changes() {
        Map<String, Integer> verdicts = new TreeMap<>();
        try (LockedEstate one = LockedEstate.cloudCache(folder).annaLocked()) {
            begin(one);
            RandomCases.run(HISTORIES, random -> history(random, List.of(), verdicts));
        }
        assertThat(verdicts).as("reached").containsKeys("STALE CACHE_GONE", "UNPROVED NO_HOLDER");
    }

    @Test
    void no_lock_of_a_whole_pool_is_stale_while_a_host_may_keep_changes() {
        Map<String, Integer> verdicts = new TreeMap<>();
        List<String> pool = List.of("H-1", "H-2");
        try (LockedEstate one =
                LockedEstate.cloudCacheOf(folder, pool.toArray(String[]::new)).annaLocked()) {
            begin(one);
            RandomCases.run(HISTORIES, random -> history(random, pool, verdicts));
        }
        assertThat(verdicts).as("reached").containsKeys("STALE NO_HOST_HAS_IT", "UNPROVED NO_HOLDER");
    }

    private void begin(LockedEstate one) {
        estate = one;
        for (String location : List.of(FRA, LON)) {
            estate.estate.write(location, ANNAS + ".meta", new byte[1024]);
        }
    }

    private void history(Random random, List<String> pool, Map<String, Integer> verdicts) {
        estate.estate.clock().forward(Duration.ofDays(2));
        start = estate.now();
        int off = random.nextInt(3) == 0 ? random.nextInt(61) - 30 : 0;
        int put = random.nextInt(3) == 0 ? random.nextInt(61) - 30 : off;
        int putAt = random.nextInt(LENGTH + 6);
        serversAre(off);
        if (random.nextInt(6) == 0) {
            clocksFail(1);
        }
        LockedEstate.word(estate.locks().look(estate.anna()));
        Map<String, List<Word>> said = new TreeMap<>();
        for (int i = 1; i <= (pool.isEmpty() ? 1 + random.nextInt(5) / 2 : pool.size()); i++) {
            String host = pool.isEmpty() ? "H" + start.getEpochSecond() / 60 + "-" + i : pool.get(i - 1);
            said.put(host, words(random));
        }
        Map<Integer, List<String>> order = new TreeMap<>();
        said.forEach(
                (host, words) -> words.forEach(word -> order.computeIfAbsent(word.minute(), minute -> new ArrayList<>())
                        .add(host)));
        order.forEach((minute, hosts) -> {
            estate.estate.clock().set(at(minute));
            hosts.forEach(host -> report(host, said.get(host), minute));
        });
        Files files = files(random, said);
        write(files, minute -> minute < putAt ? off : put);
        serversAre(putAt < LENGTH ? put : off);
        estate.estate.clock().set(at(LENGTH));
        if (random.nextInt(6) == 0) {
            clocksFail(1);
        }
        LockedEstate.word(estate.locks().look(estate.anna()));
        int now = LENGTH + 6 + random.nextInt(3);
        estate.estate.clock().set(at(now));
        serversAre(put);
        if (random.nextBoolean()) {
            said.forEach((host, words) -> {
                Word last = words.get(words.size() - 1);
                words.add(new Word(now, last.session(), last.cache(), last.boot(), last.mounted()));
                report(host, words, now);
            });
        }
        estate.estate.clock().forward(Duration.ofSeconds(5));
        String verdict = LockedEstate.word(estate.locks().look(estate.anna()));
        verdicts.merge(verdict, 1, Integer::sum);
        if (verdict.startsWith("STALE")) {
            said.forEach((host, words) -> assertThat(mayKeepChanges(words, files, now, pool.contains(host), verdict))
                    .as("%s may keep changes: %s %s %s", host, verdict, files, said)
                    .isFalse());
        }
        for (String host : said.keySet()) { // nobody of this history is there at the next
            estate.report(host, null, 0L);
        }
    }

    /** One session or two, a restart now and then, and reports of it with gaps; a minute once at most. */
    private static List<Word> words(Random random) {
        int in = 5 + random.nextInt(30);
        int out = in + 5 + random.nextInt(50);
        int again = random.nextInt(3) == 0 ? out + 1 + random.nextInt(40) : Integer.MAX_VALUE;
        int end = again == Integer.MAX_VALUE ? again : again + 5 + random.nextInt(20);
        int restart = random.nextBoolean() ? out : Integer.MAX_VALUE;
        int flushed = random.nextInt(3) == 0 ? Integer.MAX_VALUE : out + random.nextInt(30);
        boolean silent = random.nextInt(4) == 0;
        int mounted = random.nextInt(6) == 0 ? LENGTH : out;
        boolean tellsCache = random.nextInt(4) != 0;
        int step = 1 + random.nextInt(14);
        List<Word> words = new ArrayList<>();
        for (int minute = random.nextInt(5); minute < LENGTH; minute += 1 + random.nextInt(step)) {
            int session = minute >= in && minute < out ? in : minute >= again && minute < end ? again : -1;
            boolean kept = minute >= in && minute < flushed || session >= 0 || minute >= again;
            Integer boot = minute >= restart ? Integer.valueOf(restart) : null;
            Long cache = tellsCache ? Long.valueOf(kept && random.nextInt(8) != 0 ? 5_000_000_000L : 0) : null;
            if (silent && session < 0 && minute < LENGTH - 40) {
                continue;
            }
            words.add(new Word(minute, session, cache, boot, minute >= in && minute < mounted && random.nextBoolean()));
        }
        return words.isEmpty() ? new ArrayList<>(List.of(new Word(1, -1, null, null, false))) : words;
    }

    private static Files files(Random random, Map<String, List<Word>> said) {
        List<Integer> there = said.values().stream()
                .flatMap(List::stream)
                .filter(word -> word.session() >= 0)
                .map(Word::minute)
                .toList();
        boolean anyTime = there.isEmpty() || random.nextInt(4) == 0;
        int locked = anyTime ? 10 + random.nextInt(60) : there.get(random.nextInt(there.size()));
        int written = random.nextBoolean() ? locked : random.nextInt(LENGTH);
        int meta = random.nextBoolean() ? written : locked + random.nextInt(3);
        return new Files(
                locked,
                random.nextInt(4) == 0 ? -1 : locked + (random.nextBoolean() ? 0 : random.nextInt(LENGTH - locked)),
                written,
                random.nextBoolean() ? written : locked,
                meta,
                meta);
    }

    private Instant at(int minute) {
        return start.plus(Duration.ofMinutes(minute));
    }

    private void report(String host, List<Word> words, int minute) {
        Word word =
                words.stream().filter(one -> one.minute() == minute).findFirst().orElseThrow();
        Integer boot = word.boot();
        estate.reportAll(
                host,
                boot == null ? null : at(boot),
                word.cache(),
                word.session() < 0 ? List.of() : List.of(LockedEstate.annaSince(at(word.session()))),
                word.mounted() ? new String[] {"C:\\Cache\\Profile_anna.VHDX"} : new String[0]);
    }

    private void serversAre(int minutes) {
        for (String location : List.of(FRA, LON)) {
            estate.estate.storage(location).clock(Clock.offset(estate.estate.clock(), Duration.ofMinutes(minutes)));
        }
    }

    private void clocksFail(int times) {
        estate.estate.faulty(LON).fail("server.clock", times, FaultyStorage.unreachable());
    }

    /** @param ahead by how many minutes the servers' clocks were, at a minute */
    private void write(Files files, IntUnaryOperator ahead) {
        try {
            for (String location : List.of(FRA, LON)) {
                boolean fra = location.equals(FRA);
                int lock = fra ? files.fraLock() : files.lonLock();
                if (lock >= 0) {
                    estate.lockFile(location, ANNAS);
                    times(location, ANNAS + ".lock", lock, ahead);
                } else if (estate.exists(location, ANNAS + ".lock")) {
                    estate.estate.delete(location, ANNAS + ".lock");
                }
                times(location, ANNAS, fra ? files.fra() : files.lon(), ahead);
                times(location, ANNAS + ".meta", fra ? files.fraMeta() : files.lonMeta(), ahead);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void times(String location, String path, int minute, IntUnaryOperator ahead) throws IOException {
        Instant shown = at(minute).plus(Duration.ofMinutes(ahead.applyAsInt(minute)));
        estate.estate.storage(location).setTimes(StoragePath.of(path), 0, StoredFile.fromInstant(shown));
    }

    /**
     * A host that may have been at the container when any of it was written, or has it mounted, or is of a pool that nobody has it
     * of; unless its last word takes that back: it came after the last write, and says that its cache is empty, or that it was
     * started five minutes before and longer, and all was quiet since.
     */
    private static boolean mayKeepChanges(List<Word> words, Files files, int now, boolean ofPool, String verdict) {
        Word last = words.get(words.size() - 1);
        boolean wholePool = ofPool && verdict.endsWith("NO_HOST_HAS_IT");
        if (!wholePool && !last.mounted() && !wasThere(words, files)) {
            return false;
        }
        if (last.session() >= 0 || last.mounted() || last.minute() <= files.last()) {
            return true;
        }
        Long cache = last.cache();
        if (cache != null && cache == 0) {
            return wholePool && last.minute() < now - 10;
        }
        Integer boot = last.boot();
        boolean back = boot != null && boot > files.lastLock() && last.minute() >= boot + 5 && files.last() <= now - 5;
        return wholePool || !back;
    }

    /** In a session that was told: from when it began to the first report that is without it. */
    private static boolean wasThere(List<Word> words, Files files) {
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            int without = i + 1 < words.size() ? words.get(i + 1).minute() : Integer.MAX_VALUE;
            if (word.session() >= 0 && word.session() <= files.last() && without >= files.firstLock()) {
                return true;
            }
        }
        return false;
    }
}
