package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.testing.RandomCases;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataRunsTest {
    private static ByteView view(byte... bytes) {
        return ByteView.of("runs", 0, bytes);
    }

    private static ByteView hex(String hex) {
        return view(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** Writes runs as NTFS does: as few bytes as hold each number with its sign. */
    static byte[] encode(Iterable<DataRuns.Run> runs) {
        var out = new ByteArrayOutputStream();
        long lcn = 0;
        for (DataRuns.Run run : runs) {
            byte[] length = signed(run.length());
            byte[] distance = run.isHole() ? new byte[0] : signed(run.lcn() - lcn);
            lcn = run.isHole() ? lcn : run.lcn();
            out.write(distance.length << 4 | length.length);
            out.writeBytes(length);
            out.writeBytes(distance);
        }
        out.write(0);
        return out.toByteArray();
    }

    private static byte[] signed(long value) {
        byte[] big = BigInteger.valueOf(value).toByteArray();
        byte[] little = new byte[big.length];
        for (int i = 0; i < big.length; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    @Test
    void runs_encoded_by_hand_are_decoded() throws Exception {
        // 0x30 clusters at 0x60, a hole of 0x40, 0x10 clusters 0x100 further on, 0x20 clusters 0x20 back.
        assertThat(DataRuns.decode(hex("21 30 60 00  01 40  21 10 00 01  11 20 e0  00"), 0, 1000)
                        .runs())
                .containsExactly(
                        new DataRuns.Run(0, 0x60, 0x30),
                        new DataRuns.Run(0x30, -1, 0x40),
                        new DataRuns.Run(0x70, 0x160, 0x10),
                        new DataRuns.Run(0x80, 0x140, 0x20));
    }

    @Test
    void random_runs_come_back_as_they_were_encoded() {
        RandomCases.run(3000, random -> {
            long clusters = 1 + (random.nextLong() & Long.MAX_VALUE >>> 10 + random.nextInt(50));
            var runs = new ArrayList<DataRuns.Run>();
            long first = random.nextInt(3) == 0 ? random.nextInt(1 << 20) : 0;
            long vcn = first;
            for (int i = random.nextInt(30); i > 0; i--) {
                long length = 1 + Math.floorMod(random.nextLong(), Math.min(clusters, 1L << random.nextInt(32)));
                boolean hole = random.nextInt(4) == 0;
                long lcn = hole ? -1 : Math.floorMod(random.nextLong(), clusters - length + 1);
                runs.add(new DataRuns.Run(vcn, lcn, length));
                vcn += length;
            }
            DataRuns decoded = DataRuns.decode(view(encode(runs)), first, clusters);
            assertThat(decoded.runs()).isEqualTo(runs);
            assertThat(decoded.end()).isEqualTo(runs.isEmpty() ? 0 : vcn);
            for (int i = 0; i < runs.size(); i++) {
                assertThat(decoded.indexOf(runs.get(i).vcn())).isEqualTo(i);
                assertThat(decoded.indexOf(runs.get(i).end() - 1)).isEqualTo(i);
            }
        });
    }

    @Test
    void any_bytes_end_in_runs_inside_the_volume_or_a_fault() {
        RandomCases.run(8000, random -> {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                // Heads that make sense now and then, or nearly every list ends at once.
                bytes[i] = random.nextInt(3) == 0 ? (byte) (random.nextInt(4) << 4 | 1 + random.nextInt(4)) : bytes[i];
            }
            long clusters = 1L << random.nextInt(33);
            try {
                long vcn = 0;
                for (DataRuns.Run run :
                        DataRuns.decode(view(bytes), 0, clusters).runs()) {
                    assertThat(run.vcn()).isEqualTo(vcn);
                    assertThat(run.length()).isPositive();
                    assertThat(run.isHole() || run.lcn() + run.length() <= clusters)
                            .isTrue();
                    vcn = run.end();
                }
            } catch (CorruptDiskException e) {
                assertThat(e.structure()).isEqualTo("runs");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'11 01 64', outside the volume",
        "'11 01 ff', outside the volume",
        "'11 00 01', length makes no sense",
        "'11 ff 01', length makes no sense",
        "'10 01', run has 0 bytes of length",
        "'19 01 01 01 01 01 01 01 01 01 01', run has 9 bytes of length",
        "'91 01 01', run has 1 bytes of length and 9 of distance",
        "'21 01 01', outside the structure",
        "'18 ff ff ff ff ff ff ff 7f 00', length makes no sense"
    })
    void an_impossible_run_is_refused(String bytes, String words) {
        assertThatThrownBy(() -> DataRuns.decode(hex(bytes), 0, 100))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining(words);
    }
}
