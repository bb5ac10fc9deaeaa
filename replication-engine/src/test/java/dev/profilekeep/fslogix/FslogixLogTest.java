package dev.profilekeep.fslogix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.fslogix.FslogixLog.Context;
import dev.profilekeep.fslogix.LogLine.Entry;
import dev.profilekeep.fslogix.LogLine.Header;
import dev.profilekeep.fslogix.LogLine.Level;
import dev.profilekeep.fslogix.LogLine.Other;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FslogixLogTest {
    private static final Context NOTHING = new Context(null, null);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String HEAD =
            """
            Log file created 2020-08-04 at 13:30:04
            UTC+01:00
            Origin: C:\\Program Files\\FSLogix\\Apps\\frxsvc.exe (Version 2.9.7349.30108)
            Windows 10.0.17763 (Windows 10 Enterprise LTSC 2019 64-bit)
            Computer Name: HOST01 User Name: SYSTEM
            WinDir: C:\\WINDOWS
            FSLogix Service Version 2.9.7349.30108 Status: RUNNING
            ---------------------------------------------------------------
            """;

    private static List<LogLine> read(String text, Context context) throws IOException {
        List<LogLine> lines = new ArrayList<>();
        FslogixLog.read(new StringReader(text), context, lines::add);
        return lines;
    }

    private static List<Instant> times(String text, Context context) throws IOException {
        return read(text, context).stream()
                .filter(Entry.class::isInstance)
                .map(line -> ((Entry) line).time().at())
                .toList();
    }

    private static String head(String date, String time, String offset) {
        return "Log file created " + date + " at " + time + "\nUTC" + offset + "\n----------------\n";
    }

    private static String lines(String... clocks) {
        StringBuilder text = new StringBuilder();
        for (String clock : clocks) {
            text.append('[').append(clock).append("][tid:00000dc4.0000151c][INFO] x\n");
        }
        return text.toString();
    }

    @Test
    void a_head_tells_host_version_and_offset_and_lines_follow_it() throws IOException {
        List<LogLine> lines = read(
                HEAD + "[13:30:04.422][tid:00000dc4.0000151c][INFO] ===== Begin Session: Detach\n"
                        + "[13:30:05.000][tid:00000dc4.0000151c][WARN: 00000005]  Error querying (Access is denied.)\n"
                        + "[11:55:55.971][ERROR:80070020]   Operation failed\n",
                NOTHING);

        assertThat(lines.get(0))
                .isEqualTo(new Header(
                        1,
                        LocalDateTime.parse("2020-08-04T13:30:04"),
                        ZoneOffset.ofHours(1),
                        "HOST01",
                        "SYSTEM",
                        "2.9.7349.30108"));
        assertThat(lines).hasSize(4);
        Entry first = (Entry) lines.get(1);
        assertThat(first.number()).isEqualTo(9);
        assertThat(first.time().at()).isEqualTo(Instant.parse("2020-08-04T12:30:04.422Z"));
        assertThat(first.time().hourUncertain()).isFalse();
        assertThat(first.process()).isEqualTo("00000dc4");
        assertThat(first.thread()).isEqualTo("0000151c");
        assertThat(first.text()).isEqualTo("===== Begin Session: Detach");
        assertThat(lines)
                .filteredOn(Entry.class::isInstance)
                .extracting(line -> ((Entry) line).level(), line -> ((Entry) line).code())
                .containsExactly(tuple(Level.INFO, null), tuple(Level.WARN, 5L), tuple(Level.ERROR, 0x80070020L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void logs_are_read_in_every_encoding_of_windows(String name) throws IOException {
        Charset charset = Charset.forName(name);
        for (String mark : new String[] {"", "\ufeff"}) {
            byte[] bytes = (mark + HEAD + "[13:30:04.422][INFO] Zoë\r\n").getBytes(charset);
            List<LogLine> lines = new ArrayList<>();
            FslogixLog.read(new ByteArrayInputStream(bytes), NOTHING, lines::add);
            assertThat(lines).hasSize(2);
            assertThat(((Entry) lines.get(1)).text()).isEqualTo("Zoë");
        }
    }

    @Test
    void bytes_that_are_no_text_spoil_only_their_own_character() throws IOException {
        byte[] bytes = "[13:30:04.422][INFO] Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1);
        List<LogLine> lines = new ArrayList<>();
        FslogixLog.read(new ByteArrayInputStream(bytes), NOTHING, lines::add);
        assertThat(((Entry) lines.get(0)).text()).startsWith("Zo").contains("\ufffd");
    }

    @Test
    void a_file_cut_at_its_beginning_takes_its_date_from_its_name() throws IOException {
        Context named = Context.ofFile("Profile-20260710.log", BERLIN);
        assertThat(times(lines("07:15:03.789"), named)).containsExactly(Instant.parse("2026-07-10T05:15:03.789Z"));
        assertThat(Context.ofFile("Profile-20261399.log", null).date()).isNull();
        Entry entry = (Entry) read(lines("07:15:03.789"), new Context(null, LocalDate.parse("2026-07-10")))
                .get(0);
        assertThat(entry.time().date()).isEqualTo(LocalDate.parse("2026-07-10"));
        assertThat(entry.time().at()).isNull();
        assertThat(((Entry) read(lines("07:15:03.789"), NOTHING).get(0)).time().date())
                .isNull();
    }

    @Test
    void midnight_begins_the_next_day_and_a_late_line_stays_in_the_old_one() throws IOException {
        assertThat(times(
                        head("2026-07-10", "22:00:00", "+00:00")
                                + lines("23:59:59.900", "00:00:00.100", "23:59:59.990", "00:00:01.000", "14:00:00.000"),
                        NOTHING))
                .containsExactly(
                        Instant.parse("2026-07-10T23:59:59.900Z"),
                        Instant.parse("2026-07-11T00:00:00.100Z"),
                        Instant.parse("2026-07-10T23:59:59.990Z"),
                        Instant.parse("2026-07-11T00:00:01Z"),
                        Instant.parse("2026-07-11T14:00:00Z"));
    }

    @Test
    void the_hour_that_comes_twice_is_told_apart_with_the_zone_or_without() throws IOException {
        String log = head("2026-10-24", "23:00:00", "+02:00")
                + lines("01:59:00.000", "02:30:00.000", "02:59:50.000", "02:00:05.000", "02:30:00.000", "03:10:00.000");
        Instant[] expected = {
            Instant.parse("2026-10-24T23:59:00Z"),
            Instant.parse("2026-10-25T00:30:00Z"),
            Instant.parse("2026-10-25T00:59:50Z"),
            Instant.parse("2026-10-25T01:00:05Z"),
            Instant.parse("2026-10-25T01:30:00Z"),
            Instant.parse("2026-10-25T02:10:00Z")
        };
        assertThat(times(log, new Context(BERLIN, null))).containsExactly(expected);
        assertThat(times(log, NOTHING)).containsExactly(expected);
    }

    @Test
    void after_the_hour_that_is_skipped_a_line_is_uncertain_unless_the_zone_is_given() throws IOException {
        String log = head("2026-03-28", "23:00:00", "+01:00") + lines("01:30:00.000", "03:30:00.000");
        assertThat(times(log, new Context(BERLIN, null)))
                .containsExactly(Instant.parse("2026-03-29T00:30:00Z"), Instant.parse("2026-03-29T01:30:00Z"));
        List<LogLine> entries = read(log, NOTHING);
        assertThat(((Entry) entries.get(1)).time().hourUncertain()).isFalse();
        assertThat(((Entry) entries.get(2)).time().hourUncertain()).isTrue();
        assertThat(((Entry) read(log, new Context(BERLIN, null)).get(2)).time().hourUncertain())
                .isFalse();
    }

    @Test
    void a_zone_that_contradicts_the_head_is_not_believed() throws IOException {
        assertThat(times(head("2026-07-10", "10:00:00", "-05:00") + lines("10:00:01.000"), new Context(BERLIN, null)))
                .containsExactly(Instant.parse("2026-07-10T15:00:01Z"));
    }

    @Test
    void a_clock_put_back_for_no_season_moves_no_other_line() throws IOException {
        assertThat(times(head("2026-07-10", "10:00:00", "+02:00") + lines("10:59:00.000", "10:00:00.000"), NOTHING))
                .containsExactly(Instant.parse("2026-07-10T08:59:00Z"), Instant.parse("2026-07-10T08:00:00Z"));
    }

    @Test
    void a_second_head_in_a_file_counts_from_there() throws IOException {
        String log = HEAD
                + lines("13:31:00.000")
                + HEAD.replace("HOST01", "HOST02").replace("2020-08-04", "2020-08-05")
                + lines("13:31:00.000");
        assertThat(times(log, NOTHING))
                .containsExactly(Instant.parse("2020-08-04T12:31:00Z"), Instant.parse("2020-08-05T12:31:00Z"));
        assertThat(read(log, NOTHING))
                .filteredOn(Header.class::isInstance)
                .extracting(line -> ((Header) line).computer())
                .containsExactly("HOST01", "HOST02");
    }

    @Test
    void lines_that_are_none_are_given_as_they_are_and_a_head_that_is_cut_off_ends_with_the_file() throws IOException {
        List<LogLine> lines =
                read("went on\n\n[25:00:00.000][INFO] no time\nLog file created 2020-08-04 at 13:30:04\nUTC", NOTHING);
        assertThat(lines.get(0)).isEqualTo(new Other(1, "went on"));
        assertThat(lines.get(1)).isEqualTo(new Other(3, "[25:00:00.000][INFO] no time"));
        assertThat(((Header) lines.get(2)).offset()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void a_line_without_end_takes_no_more_memory_than_allowed() throws IOException {
        long[] length = {0};
        FslogixLog.Summary summary = FslogixLog.read(
                new Endless("[13:30:04.422][INFO] ", 50_000_000),
                NOTHING,
                line -> length[0] = ((Entry) line).text().length());
        assertThat(summary).isEqualTo(new FslogixLog.Summary(1, 1, 1));
        assertThat(length[0]).isLessThan(FslogixLog.LONGEST);
    }

    @Test
    void a_file_of_heads_is_read_in_bounded_time() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("Log file created 2020-08-04 at 13:30:04\nUTC+01:00\n");
        }
        long heads = read(text.toString(), NOTHING).stream()
                .filter(Header.class::isInstance)
                .count();
        assertThat(heads).isEqualTo(FslogixLog.MOST_HEADS);
    }

    @ParameterizedTest
    @CsvSource({"LF,'\n'", "CRLF,'\r\n'", "CR,'\r'"})
    void every_end_of_line_is_one(String name, String end) throws IOException {
        List<LogLine> lines = read("one" + end + end + "three", NOTHING);
        assertThat(lines).as(name).containsExactly(new Other(1, "one"), new Other(3, "three"));
    }

    @Test
    void any_change_of_a_log_ends_in_lines() {
        String log = HEAD + lines("13:31:00.000", "23:59:00.000", "00:01:00.000");
        RandomCases.run(2_000, random -> {
            byte[] bytes = log.getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16LE);
            for (int i = random.nextInt(20); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            InputStream in = new ByteArrayInputStream(bytes, 0, random.nextInt(bytes.length + 1));
            long[] last = {0};
            LogObservations observations =
                    new LogObservations(seen -> assertThat(seen.text()).isNotNull());
            FslogixLog.read(in, random.nextBoolean() ? NOTHING : new Context(BERLIN, null), line -> {
                assertThat(line.number()).isGreaterThan(last[0]);
                last[0] = line.number();
                observations.accept(line);
            });
        });
    }

    /** A text that never ends its line. */
    private static final class Endless extends Reader {
        private final String begin;
        private final long length;
        private long at;

        Endless(String begin, long length) {
            this.begin = begin;
            this.length = length;
        }

        @Override
        public int read(char[] target, int offset, int count) {
            if (at == length) {
                return -1;
            }
            int given = (int) Math.min(count, length - at);
            for (int i = 0; i < given; i++) {
                target[offset + i] = at < begin.length() ? begin.charAt((int) at) : 'x';
                at++;
            }
            return given;
        }

        @Override
        public void close() {}
    }
}
