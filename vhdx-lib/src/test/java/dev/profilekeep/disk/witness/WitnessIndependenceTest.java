package dev.profilekeep.disk.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A second opinion is one only as long as it shares no code with the first: what its classes name is looked up in them. */
class WitnessIndependenceTest {
    private static final Pattern OURS = Pattern.compile("dev/profilekeep/((?:[a-z0-9_]+/)*)([A-Z]\\w*)");

    /** Packages of ours that a class file names, with a slash at their end. */
    private static TreeSet<String> packages(InputStream classFile) throws IOException {
        var found = new TreeSet<String>();
        var in = new DataInputStream(classFile);
        assertThat(in.readInt()).isEqualTo(0xcafebabe);
        in.readInt();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> {
                    Matcher named = OURS.matcher(in.readUTF());
                    while (named.find()) {
                        found.add(named.group(1));
                    }
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    // Such an entry takes two places.
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.readUnsignedShort();
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("constant of kind " + tag);
            }
        }
        return found;
    }

    @Test
    void it_knows_nothing_of_the_rest_that_understands_disks() throws Exception {
        URI door = SectorWitness.class.getResource("SectorWitness.class").toURI();
        try (Stream<Path> files = Files.list(Path.of(door).getParent())) {
            var classes = files.filter(file -> file.toString().endsWith(".class")
                            && !file.getFileName().toString().equals("package-info.class"))
                    .toList();
            assertThat(classes).hasSizeGreaterThan(10);
            for (Path file : classes) {
                try (InputStream in = Files.newInputStream(file)) {
                    assertThat(packages(in)).as(file.toString()).isSubsetOf("disk/", "disk/io/", "disk/witness/");
                }
            }
        }
    }

    @Test
    void the_look_up_finds_what_a_class_names() throws Exception {
        try (InputStream in = Agreement.class.getResourceAsStream("Agreement.class")) {
            assertThat(packages(in)).contains("disk/content/", "disk/image/", "disk/info/");
        }
    }
}
