package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.io.FileTimes;
import dev.profilekeep.disk.ntfs.compress.CompactSample;
import dev.profilekeep.disk.ntfs.security.SecurityDescriptor;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.Sound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Volumes made as we go by mkntfs and ntfs-3g, with all kinds of files (src/test/images/fill-volume.py), against what ntfs-3g
 * reads back and against Sleuth Kit. {@code -Dtests.soak=2} or more takes all sizes of clusters, sectors and records.
 */
class MadeVolumesOracleTest {
    private static final boolean ALL = Integer.getInteger("tests.soak", 1) > 1;
    private static final Path IMAGES = Path.of("src/test/images").toAbsolutePath();

    @TempDir
    Path work;

    /** One line of the truth list. */
    private record Truth(String line, List<String> fields) {
        String type() {
            return fields.get(0);
        }

        String extra(int index) {
            return fields.get(5 + index);
        }
    }

    private static final int ATTRIBUTES = 0;
    private static final int TIMES = 1;
    private static final int SECURITY = 2;
    private static final int REPARSE = 3;
    private static final int DOS_NAME = 4;

    /** Sector and cluster; records have 1 KiB, or the size of a sector if that is larger. */
    static Stream<String> geometries() {
        Stream<String> few = Stream.of("512 512", "4096 4096");
        Stream<String> more = Stream.of(
                "512 1024",
                "1024 1024",
                "1024 2048",
                "2048 8192",
                "512 16384",
                "512 32768",
                "4096 65536",
                "512 131072",
                "512 262144",
                "1024 65536");
        return ALL ? Stream.concat(few, more) : few;
    }

    private Path make(String sector, String cluster) throws IOException {
        Fixtures.requireMounting();
        long mib = Math.max(48, Long.parseLong(cluster) / 1024 * 4);
        Path image = work.resolve("volume");
        String script =
                """
                set -e
                truncate -s %1$dM volume
                mkntfs -q -Q -F -H 255 -S 63 -p 0 -L made -s %2$s -c %3$s volume
                mkdir fs
                trap 'mountpoint -q fs && umount fs' EXIT
                ntfs-3g -o streams_interface=xattr,compression volume fs
                python3 "%4$s/fill-volume.py" fs %5$d %1$d descriptors "%4$s/../resources/compress"
                umount fs
                ntfs-3g -o ro,streams_interface=xattr volume fs
                python3 "%4$s/fill-volume.py" fs - %1$d truth -
                """
                        .formatted(mib, sector, cluster, IMAGES, new Random().nextInt(1 << 30));
        Fixtures.run(work, "bash", "-c", script);
        return image;
    }

    private TreeMap<String, Truth> truth() throws IOException {
        var truth = new TreeMap<String, Truth>();
        for (List<String> fields : Listing.wtf8Lines(Files.readAllBytes(work.resolve("truth")))) {
            List<String> facts = fields.subList(1, fields.size());
            truth.put(fields.get(0), new Truth(String.join(" ", facts.subList(0, 5)), facts));
        }
        return truth;
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void all_kinds_of_files_are_read_as_by_ntfs3g(String geometry) throws Exception {
        String[] sizes = geometry.split(" ");
        Path image = make(sizes[0], sizes[1]);
        try (FileDevice device = FileDevice.open(image)) {
            NtfsVolume volume = NtfsVolume.open(device);
            TreeMap<String, Truth> truth = truth();
            TreeMap<String, String> listing = Listing.byTree(volume);
            assertThat(Listing.byTable(volume)).isEqualTo(listing);
            // ntfs-3g shows what Windows compressed as links, and no streams of links.
            listing.keySet().removeIf(path -> path.endsWith(":" + WofContent.STREAM));
            assertThat(difference(listing.keySet(), truth.keySet())).isEmpty();
            for (var entry : truth.entrySet()) {
                Truth expected = entry.getValue();
                if (!expected.type().equals("l")) {
                    assertThat(listing.get(entry.getKey())).as(entry.getKey()).isEqualTo(expected.line());
                }
                if (!expected.type().equals("s")) {
                    facts(volume, entry.getKey(), expected);
                }
            }
            theScriptDidWhatItSays(volume);
            compact(volume);
            descriptors(volume);
            owners(volume, image);
            assertThat(volume.notes()).isEmpty();
            Sound.ntfs(device);
        }
    }

    private static Set<String> difference(Set<String> a, Set<String> b) {
        var difference = new TreeSet<>(a);
        difference.addAll(b);
        difference.removeIf(path -> a.contains(path) && b.contains(path));
        return difference;
    }

    private static void facts(NtfsVolume volume, String path, Truth expected) throws IOException {
        NtfsFile file = volume.find(List.of(path.split("/"))).orElseThrow(() -> new AssertionError(path));
        assertThat(file.number())
                .as(path)
                .isEqualTo(Long.parseLong(expected.fields().get(2)));
        if (!path.startsWith("names/")
                && !path.startsWith("large/")
                && path.chars().allMatch(c -> c < 128)) {
            // Other names there differ only in case.
            String capitals = path.toUpperCase(Locale.ROOT).replace('/', '\\');
            assertThat(volume.find(capitals).orElseThrow().number()).as(path).isEqualTo(file.number());
        }
        StandardInformation standard = file.requireStandard();
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(FileTimes.ticks(standard.created())).putLong(FileTimes.ticks(standard.modified()));
        bytes.putLong(FileTimes.ticks(standard.accessed())).putLong(FileTimes.ticks(standard.changed()));
        assertThat(HexFormat.of().formatHex(bytes.array())).as(path).isEqualTo(expected.extra(TIMES));
        // ntfs-3g adds bits that only tell that it is a directory.

        ByteBuffer stored = ByteBuffer.wrap(HexFormat.of().parseHex(expected.extra(ATTRIBUTES)));
        int attributes = stored.order(ByteOrder.LITTLE_ENDIAN).getInt();
        assertThat(file.attributeBits() & 0xffef).as(path).isEqualTo(attributes & 0xffef);
        SecurityDescriptor ours = volume.security(file).orElseThrow();
        assertThat(ours.sddl()).startsWith("O:");
        if (!expected.extra(SECURITY).equals("-")) {
            byte[] theirs = HexFormat.of().parseHex(expected.extra(SECURITY));
            assertThat(ours).as(path).isEqualTo(SecurityDescriptor.parse(ByteView.of("oracle", 0, theirs)));
        }
        String reparse = expected.extra(REPARSE);
        // ntfs-3g gives no data of tags that it has a plug-in for.
        assertThat(file.reparse() != null).as(path).isEqualTo(path.startsWith("reparse/"));
        if (!reparse.equals("-")) {
            byte[] raw = HexFormat.of().parseHex(reparse);
            assertThat(ReparseTags.parse(ByteView.of("oracle", 0, raw))).isEqualTo(file.reparse());
        }
        String dos = file.names().stream()
                .filter(FileName::isShort)
                .map(FileName::name)
                .findFirst()
                .orElse("");
        if (!expected.extra(DOS_NAME).equals("-") && !dos.isEmpty()) {
            assertThat(HexFormat.of().formatHex(dos.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(expected.extra(DOS_NAME));
        }
    }

    /** Or the rest would prove less than it seems to. */
    private static void theScriptDidWhatItSays(NtfsVolume volume) throws IOException {
        NtfsFile linked = volume.find("linked").orElseThrow();
        assertThat(volume.paths(linked)).hasSize(151).contains("linked");
        assertThat(linked.stream(AttributeType.ATTRIBUTE_LIST, "")).isPresent();
        assertThat(volume.find("streams").orElseThrow().stream(AttributeType.ATTRIBUTE_LIST, ""))
                .isPresent();
        assertThat(volume.find("LONGFI~1.TEX").orElseThrow().number())
                .isEqualTo(volume.find("long FILE name.text").orElseThrow().number());
        assertThat(volume.find("large").orElseThrow().stream(AttributeType.INDEX_ALLOCATION, "$I30"))
                .isPresent();
        assertThat(volume.find("names/readme").orElseThrow().number())
                .isNotEqualTo(volume.find("names/README").orElseThrow().number());
        assertThat(volume.find("names/nothing")).isEmpty();
        assertThat(volume.find("linked/below")).isEmpty();
        assertThat(volume.find("sparse").orElseThrow().stream("").orElseThrow().isSparse())
                .isTrue();
        if (volume.clusterBytes() <= 4096) {
            assertThat(volume.find("compressed/text 5").orElseThrow().stream("")
                            .orElseThrow()
                            .isCompressed())
                    .isTrue();
        }
        if (volume.clusterBytes() <= 512) {
            NtfsFile fragmented = volume.find("compressed/text 6").orElseThrow();
            assertThat(fragmented.stream("").orElseThrow().extents().size()).isGreaterThan(200);
            assertThat(fragmented.stream(AttributeType.ATTRIBUTE_LIST, "")).isPresent();
        }
        assertThat(volume.find("reparse/junction").orElseThrow().reparse())
                .isEqualTo(new ReparsePoint.MountPoint("\\??\\D:\\Data\\", "D:\\Data"));
        assertThat(volume.find("reparse/volume").orElseThrow().reparse().meaning())
                .isEqualTo("mounted volume");
        assertThat(volume.find("reparse/link").orElseThrow().reparse())
                .isEqualTo(new ReparsePoint.SymbolicLink("..\\names\\README", "..\\names\\README", true));
        assertThat(volume.find("reparse/app").orElseThrow().reparse().target()).isEqualTo("C:\\Program Files\\app.exe");
        assertThat(volume.find("reparse/cloud").orElseThrow().reparse())
                .isEqualTo(new ReparsePoint.CloudFile(0x9000601aL));
        assertThat(volume.find("reparse/wsl").orElseThrow().reparse()).isEqualTo(new ReparsePoint.LinuxLink("/home/ä"));
        assertThat(volume.find("reparse/dedup").orElseThrow().reparse().meaning())
                .isEqualTo("deduplicated file");
        assertThat(volume.find("reparse/unknown").orElseThrow().reparse())
                .isEqualTo(new ReparsePoint.Other(0x80001234L, null, 8));
        assertThat(volume.extensions()).contains("$ObjId", "$Quota", "$Reparse");
    }

    private static void compact(NtfsVolume volume) throws IOException {
        String expected = Listing.sha256(new MemoryDevice(CompactSample.bytes(70001, 7)));
        for (String method : List.of("xpress4k", "xpress8k", "xpress16k", "lzx")) {
            NtfsFile file = volume.find("reparse/compact " + method).orElseThrow();
            assertThat(Listing.sha256(volume.content(file).orElseThrow()))
                    .as(method)
                    .isEqualTo(expected);
        }
    }

    private void descriptors(NtfsVolume volume) throws IOException {
        List<String> given = Files.readAllLines(work.resolve("descriptors"));
        for (int i = 0; i < given.size(); i++) {
            byte[] expected = HexFormat.of().parseHex(given.get(i));
            NtfsFile file = volume.find("secured/" + i).orElseThrow();
            assertThat(volume.security(file)).contains(SecurityDescriptor.parse(ByteView.of("given", 0, expected)));
        }
    }

    private void owners(NtfsVolume volume, Path image) throws IOException {
        OwnerIndex owners = volume.owners();
        ClusterBitmap bitmap = volume.bitmap();
        long owned = owners.owners(volume.clusterRange()).stream()
                .mapToLong(OwnerIndex.Run::clusters)
                .sum();
        assertThat(owned).isEqualTo(bitmap.countUsed(0, bitmap.clusters()));
        if (volume.clusterBytes() > 65536) {
            // Sleuth Kit does not know such clusters.
            return;
        }
        Fixtures.requireTool("ifind");
        var random = new Random(owned);
        for (int i = 0; i < 12; i++) {
            long cluster = Math.floorMod(random.nextLong(), volume.clusters());
            List<OwnerIndex.Run> found = owners.owners(
                    new ByteRange(cluster * volume.clusterBytes() + random.nextInt(volume.clusterBytes()), 1));
            Matcher theirs = Pattern.compile("(?m)^(\\d+)(-\\d+)*$")
                    .matcher(Fixtures.run(work, "ifind", "-f", "ntfs", "-d", "" + cluster, image.toString()));
            if (theirs.find()) {
                assertThat(found)
                        .singleElement()
                        .extracting(OwnerIndex.Run::file)
                        .isEqualTo(Long.parseLong(theirs.group(1)));
            } else if (Fixtures.run(work, "blkstat", "-f", "ntfs", image.toString(), "" + cluster)
                    .contains("Not Allocated")) {
                assertThat(found).as("cluster " + cluster).isEmpty();
            } // else they know that it is used, and do not find by whom
        }
    }
}
