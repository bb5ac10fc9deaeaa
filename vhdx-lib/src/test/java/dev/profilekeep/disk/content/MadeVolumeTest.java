package dev.profilekeep.disk.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that ntfs-3g fills as we go, against its own $Bitmap, what was written, and Sleuth Kit's answer whose a cluster is. */
class MadeVolumeTest {
    @TempDir
    Path work;

    private static final String FILL =
            """
            import os, random, sys, hashlib
            R = random.Random(int(sys.argv[1])); made = []
            def put(name, data):
                open('fs/' + name, 'wb').write(data); made.append(name)
            for i in range(120):
                put('f%d' % i, R.randbytes(R.choice([0, 300, 5000, 70000, 400000, 900000]) + R.randint(0, 900)))
            put('NTUSER.DAT', b'regf' + R.randbytes(1 << 20))
            put('me.ost', b'!BDN' + R.randbytes((3 << 20) - 4))
            for name in R.sample(made[:120], 50):
                os.remove('fs/' + name); made.remove(name)
            whole = R.randbytes(50 * 65536)
            put('copy', whole); put('other', R.randbytes(50 * 65536))
            # What is left is in pieces, so that one more file is, too.
            for i in range(240):
                open('fs/g%d' % i, 'wb').write(R.randbytes(66000))
            rest = open('fs/rest', 'wb', buffering=0)
            try:
                while True:
                    rest.write(bytes(65536))
            except OSError:
                rest.close()
            for i in range(0, 240, 2):
                os.remove('fs/g%d' % i)
            put('piece', whole)
            os.remove('fs/rest')
            with open('truth', 'w') as truth:
                for name in made:
                    data = open('fs/' + name, 'rb').read()
                    truth.write('%d %s %d %s\\n' % (os.stat('fs/' + name).st_ino, name, len(data), hashlib.sha256(data).hexdigest()))
            """;

    private Path make(String cluster, String more) throws IOException {
        Fixtures.requireMounting();
        Files.writeString(work.resolve("fill.py"), FILL);
        String script =
                """
                set -e
                truncate -s 96M volume
                mkntfs -q -Q -F -H 255 -S 63 -p 0 -s 512 -c %s volume
                mkdir fs
                trap 'mountpoint -q fs && umount fs' EXIT
                ntfs-3g volume fs
                python3 fill.py %d
                %s
                umount fs
                """
                        .formatted(cluster, new Random().nextInt(1 << 30), more);
        Fixtures.run(work, "bash", "-c", script);
        return work.resolve("volume");
    }

    private record Truth(long record, String name, long size, String digest) {}

    private List<Truth> truth() throws IOException {
        return Files.readAllLines(work.resolve("truth")).stream()
                .map(line -> line.split(" "))
                .map(words -> new Truth(Long.parseLong(words[0]), words[1], Long.parseLong(words[2]), words[3]))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"512", "4096", "65536"})
    void it_is_as_others_see_it(String cluster) throws Exception {
        Path image = make(cluster, "");
        try (FileDevice file = FileDevice.open(image)) {
            var disk = new RawDisk(file, 512);
            Told told = Told.of(disk).isFiles();
            bitmapAgrees(told, image, Integer.parseInt(cluster));
            contentAgrees(told, disk);
            ownersAgree(told, image, Integer.parseInt(cluster));
            pieces(told);
            smallChunks(told);
        }
    }

    /** What ntfscat reads from $Bitmap is what counts. */
    private void bitmapAgrees(Told told, Path image, int cluster) throws IOException {
        Fixtures.run(work, "bash", "-c", "ntfscat -f -i 6 '" + image + "' > bitmap");
        var used = BitSet.valueOf(Files.readAllBytes(work.resolve("bitmap")));
        int clusters = (int) ((told.layout().disk().virtualSize() - 512) / cluster);
        used.clear(clusters, Math.max(clusters, used.length()));
        var counted = new BitSet();
        long tail = 0;
        for (Told.Line line : told.lines()) {
            for (ByteRange piece : line.pieces()) {
                if (piece.start() >= (long) clusters * cluster) {
                    tail += piece.length();
                } else {
                    counted.set((int) (piece.start() / cluster), (int) ((piece.end() + cluster - 1) / cluster));
                }
            }
        }
        assertThat(counted).isEqualTo(used);
        assertThat(tail).isEqualTo(told.layout().disk().virtualSize() - (long) clusters * cluster);
    }

    /** The chunks of a file, one behind the other, are what was written, and then slack. */
    private void contentAgrees(Told told, RawDisk disk) throws Exception {
        int compared = 0;
        for (Truth truth : truth()) {
            var pieces = told.lines().stream()
                    .filter(line -> line.isOf(truth.record()) && ((Owner.FileStream) line.owner()).type() == 0x80)
                    .sorted((a, b) -> Long.compare(
                            ((Owner.FileStream) a.owner()).offset(), ((Owner.FileStream) b.owner()).offset()))
                    .flatMap(line -> line.pieces().stream())
                    .toList();
            long length = pieces.stream().mapToLong(ByteRange::length).sum();
            if (length == 0) {
                assertThat(truth.size()).as("lies in its record").isLessThan(1024);
                continue;
            }
            var bytes = ByteBuffer.allocate((int) length);
            for (ByteRange piece : pieces) {
                bytes.limit(bytes.position() + (int) piece.length());
                disk.disk().readFully(piece.start(), bytes);
            }
            assertThat(Told.sha256(bytes.flip().limit((int) truth.size())))
                    .as(truth.name())
                    .isEqualTo(truth.digest());
            compared++;
        }
        assertThat(compared).isGreaterThan(30);
    }

    private void ownersAgree(Told told, Path image, int cluster) throws IOException {
        Fixtures.requireTool("ifind");
        var random = new Random(7);
        int found = 0;
        for (int i = 0; i < 15; i++) {
            long number = random.nextInt((int) (told.layout().disk().virtualSize() / cluster / 2));
            Owner owner = told.layout().ownerAt(number * cluster + random.nextInt(cluster));
            // It finds owners of clusters that are free, too: deleted files.
            if (Fixtures.run(work, "blkstat", "-f", "ntfs", image.toString(), "" + number)
                    .contains("Not Allocated")) {
                assertThat(owner).isEqualTo(new Owner.Nobody());
                continue;
            }
            Matcher theirs = Pattern.compile("(?m)^(\\d+)(-\\d+)*$")
                    .matcher(Fixtures.run(work, "ifind", "-f", "ntfs", "-d", "" + number, image.toString()));
            if (theirs.find()) {
                assertThat(owner).isInstanceOfSatisfying(Owner.FileStream.class, file -> assertThat(file.record())
                        .isEqualTo(Long.parseLong(theirs.group(1))));
                found++;
            }
        }
        assertThat(found).isPositive();
    }

    private long record(String name) throws IOException {
        return truth().stream()
                .filter(truth -> truth.name().equals(name))
                .findFirst()
                .orElseThrow()
                .record();
    }

    /** A file has the chunks of its copy; most often it lies in pieces, as ntfs-3g finds room. */
    private void pieces(Told told) throws IOException {
        long piece = record("piece");
        long copy = record("copy");
        assertThat(told.stream(piece, 0x80)).hasSize(4).isEqualTo(told.stream(copy, 0x80));
    }

    private void smallChunks(Told told) throws IOException {
        int slack = told.stream(record("NTUSER.DAT"), 0x80).size() - 16;
        assertThat(slack).isBetween(0, 1);
        assertThat(told.stream(record("me.ost"), 0x80)).hasSize(48);
        assertThat(told.stream(record("other"), 0x80)).hasSize(4);
    }

    @Test
    void a_volume_on_which_windows_sleeps_counts_as_a_whole() throws Exception {
        Path image = make("4096", "(printf hibr; head -c 9000 /dev/zero) > fs/hiberfil.sys");
        try (FileDevice file = FileDevice.open(image)) {
            Told.of(new RawDisk(file, 512)).isRaw("Windows went to sleep with the volume mounted");
        }
    }

    @Test
    void a_volume_from_which_windows_woke_is_understood() throws Exception {
        Path image = make("4096", "(printf wake; head -c 9000 /dev/zero) > fs/hiberfil.sys");
        try (FileDevice file = FileDevice.open(image)) {
            Told.of(new RawDisk(file, 512)).isFiles();
        }
    }

    @Test
    void packing_the_files_of_a_volume_keeps_their_chunks() throws Exception {
        Path image = make("4096", "cp fs/piece packed; rm fs/piece fs/g*; sync; cp packed fs/piece");
        var digests = new ArrayList<String>();
        try (FileDevice file = FileDevice.open(image)) {
            Told told = Told.of(new RawDisk(file, 512)).isFiles();
            long copy = record("copy");
            digests.addAll(told.stream(copy, 0x80));
            long moved = told.lines().stream()
                    .filter(line -> line.owner() instanceof Owner.FileStream stream
                            && stream.record() != copy
                            && digests.contains(stream.offset() + " " + (1 << 20) + " " + line.digest()))
                    .count();
            assertThat(moved).as("whole chunks of the file, wherever it lies").isEqualTo(3);
        }
    }
}
