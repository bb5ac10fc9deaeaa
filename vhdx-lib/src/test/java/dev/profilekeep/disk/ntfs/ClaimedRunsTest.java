package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ClaimedRunsTest {
    private static final int DATA = 0x80;

    private static ClaimedRuns claims(Surgery on) throws Exception {
        return NtfsVolume.open(on.device()).claimedRuns(RecordSink.NONE, Progress.NONE);
    }

    private static BitSet clusters(ClaimedRuns runs) {
        var clusters = new BitSet();
        for (int i = 0; i < runs.count(); i++) {
            clusters.set((int) runs.lcn(i), (int) (runs.lcn(i) + runs.clusters(i)));
        }
        return clusters;
    }

    private static BitSet used(NtfsVolume volume) throws Exception {
        var used = new BitSet();
        volume.bitmap().forEachUsed(0, volume.clusters(), (lcn, count) -> used.set((int) lcn, (int) (lcn + count)));
        return used;
    }

    @Test
    void on_a_sound_volume_they_are_what_the_bitmap_says_and_what_the_files_have() throws Exception {
        var on = new Surgery();
        ClaimedRuns runs = claims(on);
        assertThat(runs.problems()).isEmpty();
        assertThat(clusters(runs)).isEqualTo(used(on.volume()));
        OwnerIndex owners = on.volume().owners();
        for (int i = 0; i < runs.count(); i++) {
            int cluster = on.volume().clusterBytes();
            List<OwnerIndex.Run> found =
                    owners.owners(new ByteRange(runs.lcn(i) * cluster, runs.clusters(i) * cluster));
            NtfsFile file = on.volume().file(runs.file(i).number());
            assertThat(file.reference()).isEqualTo(runs.file(i));
            for (OwnerIndex.Run run : found) {
                assertThat(run.file()).isEqualTo(file.number());
                NtfsStream stream = file.streams().get(run.stream());
                assertThat(stream.is(runs.type(i), runs.name(i))).isTrue();
            }
        }
    }

    @Test
    void pieces_of_a_stream_stand_together_in_their_order() throws Exception {
        ClaimedRuns runs = claims(new Surgery());
        var streams = new BitSet();
        int longest = 0;
        for (int i = 0; i < runs.count(); i++) {
            int first = runs.firstOfStream(i);
            int end = runs.endOfStream(i);
            assertThat(i).isBetween(first, end - 1);
            assertThat(i == 0 || runs.isSameStream(i, i - 1) == (i > first)).isTrue();
            assertThat(i == first || runs.vcn(i) >= runs.vcn(i - 1) + runs.clusters(i - 1))
                    .isTrue();
            streams.set(first);
            longest = Math.max(longest, end - first);
        }
        assertThat(streams.cardinality()).isGreaterThan(20);
        assertThat(longest).as("there is a file in pieces").isGreaterThan(2);
    }

    @Test
    void places_are_found() throws Exception {
        ClaimedRuns runs = claims(new Surgery());
        var places = new ArrayList<Long>();
        for (int i = 0; i < runs.count(); i++) {
            places.add(runs.lcn(runs.byPlace(i)));
        }
        assertThat(places).isSorted();
        for (int i = 0; i < places.size(); i++) {
            assertThat(runs.placesBefore(places.get(i))).isEqualTo(i);
            assertThat(runs.placesBefore(places.get(i) + 1)).isEqualTo(i + 1);
        }
        assertThat(runs.placesBefore(Long.MAX_VALUE)).isEqualTo(places.size());
    }

    @Test
    void a_record_that_only_itself_says_is_in_use_claims_its_clusters() throws Exception {
        var on = new Surgery();
        BitSet before = clusters(claims(on));
        on.marked(on.plain(0).number(), false);
        ClaimedRuns runs = claims(on);
        assertThat(runs.problems()).isEmpty();
        assertThat(clusters(runs)).isEqualTo(before);
    }

    @Test
    void a_record_that_only_the_bitmap_says_is_in_use_claims_its_clusters() throws Exception {
        var on = new Surgery();
        BitSet before = clusters(claims(on));
        on.record(on.plain(0).number(), record -> record.putShort(22, (short) 0));
        ClaimedRuns runs = claims(on);
        assertThat(runs.problems()).isEmpty();
        assertThat(clusters(runs)).isEqualTo(before);
    }

    @Test
    void a_deleted_record_claims_nothing() throws Exception {
        var on = new Surgery();
        NtfsFile file = on.plain(0);
        DataRuns.Run run = on.runs(file.number(), DATA, "").runs().get(0);
        on.marked(file.number(), false).record(file.number(), record -> record.putShort(22, (short) 0));
        ClaimedRuns runs = claims(on);
        assertThat(runs.problems()).isEmpty();
        assertThat(clusters(runs).get((int) run.lcn())).isFalse();
    }

    @Test
    void an_extension_that_no_list_names_claims_all_the_same() throws Exception {
        var on = new Surgery();
        long free = on.freeCluster();
        NtfsFile file = on.plain(0);
        long number = on.freeRecord();
        int size = on.volume().clusterBytes();
        on.record(number, record -> {
            byte[] piece = NtfsBuilder.apart(DATA, 1000, 0, free, 1);
            int at = record.getShort(20);
            record.putShort(22, (short) 1)
                    .putLong(32, (long) file.reference().sequence() << 48 | file.number())
                    .put(at, piece)
                    .putInt(at + piece.length, -1)
                    .putInt(24, at + piece.length + 8);
        });
        ClaimedRuns runs = claims(on);
        assertThat(size).isEqualTo(512);
        assertThat(runs.problems()).isEmpty();
        assertThat(clusters(runs).get((int) free)).isTrue();
    }

    private static void expect(Surgery on, String problem) throws Exception {
        assertThat(claims(on).problems()).anySatisfy(text -> assertThat(text).contains(problem));
    }

    @Test
    void damaged_records_are_told() throws Exception {
        long number = new Surgery().plain(0).number();
        String record = "file record " + number;
        var signature = new Surgery();
        signature.bytes().put(signature.recordAt(number), "BAAD".getBytes(StandardCharsets.US_ASCII));
        expect(signature, record + " is damaged");
        var zeros = new Surgery();
        zeros.bytes().put(zeros.recordAt(number), new byte[Surgery.RECORD]);
        expect(zeros, record + " is empty");
        var torn = new Surgery();
        torn.bytes().put(torn.recordAt(number) + 1023, (byte) 0x77);
        expect(torn, record + " is damaged");
        // Whatever the bitmap says, as long as the record itself can still say that it is in use.
        expect(torn.marked(number, false), record + " is damaged");
        var outside = new Surgery();
        outside.record(number, bytes -> bytes.put(Surgery.runs(bytes, DATA) + 1, (byte) 0x7f));
        expect(outside, record + " is damaged");
        var bitmap = new Surgery();
        bitmap.record(0, bytes -> bytes.putInt(Surgery.attribute(bytes, 0xb0), 0xf0));
        expect(bitmap, "the bitmap of $MFT");
        var needed = new Surgery();
        needed.marked(9, false).bytes().put(needed.recordAt(9), new byte[Surgery.RECORD]);
        expect(needed, "file record 9 is empty");
    }

    @Test
    void what_is_not_in_use_may_be_anything() throws Exception {
        var on = new Surgery();
        long number = on.freeRecord();
        on.bytes().putInt(on.recordAt(number), 0x12345678).putShort(on.recordAt(number) + 22, (short) 1);
        assertThat(claims(on).problems()).isEmpty();
    }

    @Test
    void two_owners_of_a_cluster_are_told() throws Exception {
        var on = new Surgery();
        NtfsFile one = on.plain(0);
        NtfsFile other = on.plain(1);
        DataRuns.Run taken = on.runs(one.number(), DATA, "").runs().get(0);
        on.record(other.number(), record -> {
            int runs = Surgery.runs(record, DATA);
            long clusters = on.volume().clusters();
            assertThat(clusters).isLessThan(1 << 15);
            byte length = record.get(runs + 1);
            record.put(runs, (byte) 0x21).put(runs + 1, length).putShort(runs + 2, (short) taken.lcn());
            record.put(runs + 4, (byte) 0);
        });
        expect(on, "has two owners: file record ");
    }

    @Test
    void a_missing_piece_of_a_file_is_told() throws Exception {
        var on = new Surgery();
        NtfsFile file = on.plain(0);
        // As long as before by its size, and without the clusters for it.
        on.record(file.number(), record -> {
            int at = Surgery.attribute(record, DATA);
            record.put(Surgery.runs(record, DATA), (byte) 0).putLong(at + 24, -1);
        });
        expect(on, "more than its clusters");
    }

    @Test
    void a_list_that_names_a_record_of_another_file_is_told() throws Exception {
        var on = new Surgery();
        NtfsFile file =
                on.first(one -> one.stream(AttributeType.ATTRIBUTE_LIST, "").isPresent());
        NtfsStream list = file.stream(AttributeType.ATTRIBUTE_LIST, "").orElseThrow();
        AttributeList entries = AttributeList.parse(
                dev.profilekeep.disk.io.ByteView.read("list", on.volume().content(list), 0, (int) list.size()));
        long extension = entries.entries().stream()
                .mapToLong(entry -> entry.record().number())
                .filter(number -> number != file.number())
                .findFirst()
                .orElseThrow();
        on.record(extension, record -> record.putLong(32, 5L << 48 | 5));
        expect(on, "file record " + file.number() + " is damaged");
    }

    @Test
    void it_can_be_cancelled() {
        assertThatThrownBy(() -> new Surgery().volume().claimedRuns(RecordSink.NONE, (done, total) -> false))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void more_pieces_than_can_be_remembered_are_refused() {
        var table = new RunTable();
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= RunTable.MAX_RUNS; i++) {
                        table.add(i, 0, 2L * i, 1);
                    }
                })
                .isInstanceOf(UnsupportedDiskException.class);
    }
}
