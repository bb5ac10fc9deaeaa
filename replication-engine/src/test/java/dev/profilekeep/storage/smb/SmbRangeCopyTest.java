package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.smb.SmbRangeCopy.Answer;
import dev.profilekeep.storage.smb.SmbRangeCopy.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beside servers that take less than Samba does, or do half of what they were asked for. */
class SmbRangeCopyTest {
    private static final int SIZE = 10_000;

    private final byte[] source = new byte[SIZE];
    private final byte[] target = new byte[SIZE];
    private final List<List<CopyRange>> requests = new ArrayList<>();

    SmbRangeCopyTest() {
        for (int i = 0; i < SIZE; i++) {
            source[i] = (byte) (i * 31 + i / 256);
        }
    }

    /** Copies the first so many bytes of a request. */
    private Answer copied(List<CopyRange> chunks, long most) {
        long left = most;
        for (CopyRange chunk : chunks) {
            int length = (int) Math.min(left, chunk.length());
            System.arraycopy(source, (int) chunk.from(), target, (int) chunk.to(), length);
            left -= length;
        }
        return new Answer.Copied(most - left);
    }

    /** A server that refuses what is more than its limits, and tells them. */
    private Answer within(Limits limits, List<CopyRange> chunks) {
        requests.add(chunks);
        boolean fits = chunks.size() <= limits.chunks()
                && CopyRange.bytes(chunks) <= limits.requestBytes()
                && chunks.stream().allMatch(chunk -> chunk.length() <= limits.chunkBytes());
        return fits ? copied(chunks, Long.MAX_VALUE) : new Answer.TooMuch(limits);
    }

    private static List<CopyRange> halves() {
        return List.of(new CopyRange(5000, 0, 5000), new CopyRange(0, 5000, 5000));
    }

    private void assertSwapped() {
        for (int i = 0; i < SIZE; i++) {
            assertThat(target[i]).as("byte %d", i).isEqualTo(source[(i + 5000) % SIZE]);
        }
    }

    @Test
    void a_server_that_takes_less_is_asked_for_no_more_from_then_on() throws Exception {
        Limits small = new Limits(3, 700, 1500);
        var copy = new SmbRangeCopy(Limits.USUAL);
        assertThat(copy.run(halves(), chunks -> within(small, chunks))).isEqualTo(SIZE);
        assertSwapped();
        int first = requests.size();
        assertThat(first).isEqualTo(1 + 7);
        assertThat(copy.run(halves(), chunks -> within(small, chunks))).isEqualTo(SIZE);
        assertThat(requests).as("it is remembered").hasSize(first + 7);
    }

    @Test
    void what_a_server_did_in_part_is_taken_up_where_it_stopped() throws Exception {
        assertThat(new SmbRangeCopy(new Limits(4, 1000, 4000)).run(halves(), chunks -> {
                    requests.add(chunks);
                    return copied(chunks, 1234);
                }))
                .isEqualTo(SIZE);
        assertSwapped();
        assertThat(requests).hasSize(9);
        assertThat(requests.get(1).get(0)).isEqualTo(new CopyRange(5000 + 1234, 1234, 1000));
    }

    @Test
    void a_server_that_stops_doing_it_leaves_the_rest() throws Exception {
        var copy = new SmbRangeCopy(new Limits(1, 1000, 1000));
        assertThat(copy.run(halves(), chunks -> {
                    requests.add(chunks);
                    return requests.size() > 6 ? new Answer.Cannot() : copied(chunks, Long.MAX_VALUE);
                }))
                .isEqualTo(6000);
        assertThat(requests).hasSize(7);
        assertThat(copy.run(halves(), chunks -> new Answer.Copied(0))).isZero();
    }

    @Test
    void limits_that_make_no_sense_end_it() throws Exception {
        for (Limits senseless : List.of(new Limits(0, 0, 0), new Limits(0, 100, 100), Limits.USUAL)) {
            requests.clear();
            assertThat(new SmbRangeCopy(Limits.USUAL).run(halves(), chunks -> {
                        requests.add(chunks);
                        return new Answer.TooMuch(senseless);
                    }))
                    .isZero();
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void more_bytes_than_were_asked_for_are_not_believed() throws Exception {
        assertThat(new SmbRangeCopy(new Limits(1, 3000, 3000)).run(halves(), chunks -> {
                    copied(chunks, Long.MAX_VALUE);
                    return new Answer.Copied(1L << 31);
                }))
                .isEqualTo(SIZE);
        assertSwapped();
    }
}
