package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it names: one structure of a sound volume is damaged, and that is what is found, in its place. */
class NtfsCheckTest {
    private static final int DATA = 0x80;

    private interface Cut {
        /** @return what the finding must say of the place: a path, "#" and a record's number, or "@" and an offset */
        String make(Surgery on) throws IOException;
    }

    /** @param also what such damage is bound to bring with it */
    private record Damage(NtfsRule rule, String what, Cut cut, Set<NtfsRule> also) {
        @Override
        public String toString() {
            return rule.id() + ": " + what;
        }
    }

    private static Damage damage(NtfsRule rule, String what, Cut cut, NtfsRule... also) {
        return new Damage(rule, what, cut, Set.of(also));
    }

    private static String at(long offset) {
        return "@" + offset;
    }

    private static String record(Surgery on, long number) {
        return at(on.recordAt(number));
    }

    /** Cuts at a file in one piece with clusters of its own. */
    private interface FileCut {
        void cut(ByteBuffer record, int attribute);
    }

    private static Damage data(NtfsRule rule, String what, FileCut cut, NtfsRule... also) {
        return damage(
                rule,
                what,
                on -> {
                    NtfsFile file = on.plain(0);
                    on.record(file.number(), record -> cut.cut(record, Surgery.attribute(record, DATA)));
                    return on.volume().paths(file).get(0);
                },
                also);
    }

    /** Gives the first run of an attribute another place. */
    static void move(ByteBuffer record, int attribute, long to) {
        int runs = attribute + record.getShort(attribute + 32);
        int lengthBytes = record.get(runs) & 15;
        int placeBytes = record.get(runs) >> 4;
        for (int i = 0; i < placeBytes; i++) {
            record.put(runs + 1 + lengthBytes + i, (byte) (to >>> 8 * i));
        }
    }

    static Stream<Damage> damages() {
        return Stream.of(system(), records(), files(), names(), indexes(), secure())
                .flatMap(stream -> stream);
    }

    private static Stream<Damage> system() {
        return Stream.of(
                damage(NtfsRule.BOOT, "name", on -> {
                    on.bytes().put(3, (byte) 'X');
                    return at(3);
                }),
                damage(NtfsRule.BOOT, "a FAT's numbers", on -> {
                    on.bytes().put(16, (byte) 2);
                    return at(0);
                }),
                damage(NtfsRule.BOOT, "a FAT's size", on -> {
                    on.bytes().putInt(32, 1 << 24);
                    return at(0);
                }),
                damage(NtfsRule.BOOT, "too few sectors", on -> {
                    on.bytes().putLong(40, on.bytes().getLong(40) - 255);
                    return at(40);
                }),
                damage(
                        NtfsRule.BOOT_LOST,
                        "a FAT's numbers in both",
                        on -> {
                            on.bytes().put(17, (byte) 2).put(on.bytes().capacity() - 512 + 17, (byte) 2);
                            return at(0);
                        },
                        NtfsRule.BOOT_COPY),
                damage(NtfsRule.BOOT_COPY, "a FAT's numbers", on -> {
                    int copy = on.bytes().capacity() - 512;
                    on.bytes().put(copy + 22, (byte) 9);
                    return at(copy);
                }),
                damage(NtfsRule.BOOT_COPY, "size of an index block", on -> {
                    int copy = on.bytes().capacity() - 512;
                    on.bytes().put(68, (byte) ~on.bytes().get(68));
                    return at(copy);
                }),
                damage(NtfsRule.BOOT_COPY_CODE, "the program", on -> {
                    int copy = on.bytes().capacity() - 512;
                    on.bytes().put(copy + 300, (byte) ~on.bytes().get(copy + 300));
                    return at(copy);
                }),
                damage(NtfsRule.BOOT_COPY_CODE, "the end mark", on -> {
                    int copy = on.bytes().capacity() - 512;
                    on.bytes().put(copy + 511, (byte) 0);
                    return at(copy);
                }),
                damage(NtfsRule.BOOT_COPY, "another $MFT", on -> {
                    int copy = on.bytes().capacity() - 512;
                    on.bytes().putLong(copy + 48, 77);
                    return at(copy);
                }),
                damage(NtfsRule.MIRROR, "differs", on -> {
                    on.under(on.mirrorAt(1), 1024, record -> record.put(200, (byte) ~record.get(200)));
                    return at(on.mirrorAt(1));
                }),
                damage(NtfsRule.MIRROR, "a word that the update sequence keeps", on -> {
                    int word = on.mirrorAt(1) + on.bytes().getShort(on.mirrorAt(1) + 4) + 4;
                    on.bytes().put(word, (byte) ~on.bytes().get(word));
                    return at(on.mirrorAt(1));
                }),
                damage(NtfsRule.MIRROR, "damaged", on -> {
                    on.bytes().put(on.mirrorAt(2), (byte) 'B');
                    return at(on.mirrorAt(2));
                }),
                damage(NtfsRule.DIRTY, "flag", on -> {
                    on.record(3, record -> record.put(Surgery.value(record, 0x70) + 10, (byte) 1));
                    return record(on, 3);
                }),
                damage(NtfsRule.LOG_OPEN, "a client", on -> {
                    int log = on.place(on.runs(2, DATA, ""), 0);
                    on.bytes().put(log, new byte[8192]);
                    on.under(log, 4096, page -> {});
                    on.bytes()
                            .put(log, new byte[] {'R', 'S', 'T', 'R', 30, 0, 9, 0})
                            .putInt(log + 16, 4096);
                    on.bytes().putShort(log + 24, (short) 48).putLong(log + 48, 7);
                    return record(on, 2);
                }),
                damage(NtfsRule.LOG, "zeros", on -> {
                    on.bytes().put(on.place(on.runs(2, DATA, ""), 0), new byte[8192]);
                    return record(on, 2);
                }),
                damage(
                        NtfsRule.VOLUME,
                        "no information",
                        on -> {
                            on.record(3, record -> record.putInt(Surgery.attribute(record, 0x70), 0x71));
                            return record(on, 3);
                        },
                        NtfsRule.ATTRIBUTE_TYPE),
                damage(NtfsRule.UPCASE, "a stays a", on -> {
                    on.bytes().putShort(on.place(on.runs(10, DATA, ""), 2 * 'a'), (short) 'a');
                    return record(on, 10);
                }),
                damage(NtfsRule.BITMAP_LOST, "too short", on -> {
                    on.record(6, record -> record.putLong(Surgery.attribute(record, DATA) + 48, 10)
                            .putLong(Surgery.attribute(record, DATA) + 56, 10));
                    return record(on, 6);
                }),
                damage(NtfsRule.CLUSTER_MARKED_FREE, "of a file", on -> {
                    NtfsFile file = on.plain(0);
                    long cluster =
                            on.runs(file.number(), DATA, "").runs().get(0).lcn();
                    on.cluster(cluster, false);
                    return at(cluster * on.volume().clusterBytes());
                }),
                damage(NtfsRule.CLUSTER_MARKED_USED, "nobody's", on -> {
                    long cluster = on.freeCluster();
                    on.cluster(cluster, true);
                    return at(cluster * on.volume().clusterBytes());
                }),
                damage(NtfsRule.BAD_CLUSTERS, "one", on -> {
                    long cluster = on.freeCluster();
                    long all = on.volume().clusters();
                    on.cluster(cluster, true).record(8, record -> {
                        int runs = Surgery.attribute(record, DATA, "$Bad");
                        runs += record.getShort(runs + 32);
                        record.put(runs, (byte) 2).putShort(runs + 1, (short) (all - 1));
                        record.put(runs + 3, (byte) 0x21)
                                .put(runs + 4, (byte) 1)
                                .putShort(runs + 5, (short) cluster);
                        record.put(runs + 7, (byte) 0);
                    });
                    return "$BadClus";
                }));
    }

    private static Stream<Damage> records() {
        return Stream.of(
                damage(NtfsRule.RECORD, "signature", on -> {
                    long number = on.plain(0).number();
                    on.bytes().put(on.recordAt(number), "BAAD".getBytes(StandardCharsets.US_ASCII));
                    return record(on, number);
                }),
                damage(NtfsRule.RECORD, "zeros", on -> {
                    long number = on.plain(0).number();
                    on.bytes().put(on.recordAt(number), new byte[Surgery.RECORD]);
                    return record(on, number);
                }),
                damage(NtfsRule.RECORD, "zeros where the root was", on -> {
                    on.bytes().put(on.recordAt(5), new byte[Surgery.RECORD]);
                    return record(on, 5);
                }),
                damage(NtfsRule.RECORD, "zeros where the root was, which the bitmap does not know either", on -> {
                    on.marked(5, false).bytes().put(on.recordAt(5), new byte[Surgery.RECORD]);
                    return record(on, 5);
                }),
                damage(
                        NtfsRule.RECORD,
                        "the root is not in use",
                        on -> {
                            on.record(5, record -> record.putShort(22, (short) 2));
                            return record(on, 5);
                        },
                        NtfsRule.CLUSTER_MARKED_USED),
                damage(NtfsRule.RECORD, "bounds", on -> {
                    long number = on.plain(0).number();
                    on.record(number, record -> record.putInt(24, 4000));
                    return record(on, number);
                }),
                damage(NtfsRule.RECORD, "bytes that it takes", on -> {
                    long number = on.plain(0).number();
                    on.record(number, record -> record.putInt(28, 4096));
                    return record(on, number);
                }),
                damage(NtfsRule.RECORD_TORN, "half of it", on -> {
                    long number = on.plain(0).number();
                    on.bytes().put(on.recordAt(number) + 1022, (byte) 0x77).put(on.recordAt(number) + 1023, (byte)
                            0x77);
                    return record(on, number);
                }),
                damage(NtfsRule.RECORD_NUMBER, "another", on -> {
                    long number = on.plain(0).number();
                    on.record(number, record -> record.putInt(44, 4711));
                    return record(on, number);
                }),
                damage(NtfsRule.RECORD_MARKED_FREE, "a file", on -> {
                    NtfsFile file = on.plain(0);
                    on.marked(file.number(), false);
                    return on.volume().paths(file).get(0);
                }),
                damage(NtfsRule.RECORD_MARKED_USED, "nobody", on -> {
                    long number = on.freeRecord();
                    on.marked(number, true);
                    return record(on, number);
                }),
                damage(
                        NtfsRule.RECORD_BITMAP,
                        "too short",
                        on -> {
                            on.record(0, record -> {
                                int bitmap = Surgery.attribute(record, 0xb0);
                                record.putLong(bitmap + 48, 1).putLong(bitmap + 56, 1);
                            });
                            return record(on, 0);
                        },
                        NtfsRule.RECORD_MARKED_FREE),
                damage(NtfsRule.ATTRIBUTE, "length", on -> {
                    long number = on.plain(0).number();
                    on.record(number, record -> record.putInt(Surgery.attribute(record, DATA) + 4, 12));
                    return record(on, number);
                }),
                damage(NtfsRule.ATTRIBUTE, "a name where none is", on -> {
                    on.record(8, record -> record.put(Surgery.attribute(record, DATA) + 9, (byte) 1)
                            .putShort(Surgery.attribute(record, DATA) + 10, (short) 8));
                    return record(on, 8);
                }),
                damage(NtfsRule.ATTRIBUTE, "a value where the header is", on -> {
                    long number = small(on).number();
                    on.record(number, record -> record.putShort(Surgery.attribute(record, DATA) + 20, (short) 0));
                    return record(on, number);
                }),
                damage(NtfsRule.ATTRIBUTE, "a value where none begins", on -> {
                    // It is so short that it fits behind the place where it begins.
                    long number = small(on).number();
                    on.record(number, record -> {
                        int at = Surgery.attribute(record, DATA);
                        record.putInt(at + 16, 1).putShort(at + 20, (short) 25);
                    });
                    return record(on, number);
                }),
                damage(
                        NtfsRule.ATTRIBUTE,
                        "a value where the name is",
                        on -> {
                            on.record(9, record -> {
                                int root = Surgery.attribute(record, 0x90, "$SII");
                                record.putShort(root + 20, (short) 24);
                            });
                            return record(on, 9);
                        },
                        NtfsRule.SECURE),
                damage(NtfsRule.ATTRIBUTE, "runs where the name is", on -> {
                    on.record(8, record -> record.putShort(Surgery.attribute(record, DATA, "$Bad") + 32, (short) 64));
                    return record(on, 8);
                }),
                damage(NtfsRule.ATTRIBUTE_ORDER, "content before names", on -> {
                    NtfsFile file = small(on);
                    on.record(
                            file.number(),
                            record ->
                                    toFront(record, Surgery.attribute(record, 0x30), Surgery.attribute(record, DATA)));
                    return on.volume().paths(file).get(0);
                }),
                damage(NtfsRule.ATTRIBUTE_ORDER, "a name behind a later one", on -> {
                    on.record(
                            9,
                            record -> toFront(
                                    record,
                                    Surgery.attribute(record, 0x90, "$SDH"),
                                    Surgery.attribute(record, 0x90, "$SII")));
                    return "$Secure";
                }),
                damage(NtfsRule.ATTRIBUTE_ORDER, "in the list", on -> {
                    NtfsFile file = listed(on);
                    byte[] first = new byte[32];
                    byte[] second = new byte[32];
                    inList(on, file, list -> {
                        // Of the standard information and the first name; 32 bytes, as all that have no name.
                        list.get(0, first).get(32, second).put(0, second).put(32, first);
                    });
                    return on.volume().paths(file).get(0);
                }),
                damage(NtfsRule.ATTRIBUTE_ID, "two have the same", on -> {
                    NtfsFile file = on.plain(0);
                    on.record(
                            file.number(),
                            record -> record.putShort(
                                    Surgery.attribute(record, DATA) + 14,
                                    record.getShort(Surgery.attribute(record, 0x30) + 14)));
                    return on.volume().paths(file).get(0);
                }),
                damage(NtfsRule.ATTRIBUTE_ID, "the next one is there", on -> {
                    NtfsFile file = on.plain(0);
                    on.record(
                            file.number(),
                            record -> record.putShort(40, record.getShort(Surgery.attribute(record, DATA) + 14)));
                    return on.volume().paths(file).get(0);
                }),
                damage(NtfsRule.ATTRIBUTE, "two of the same name", on -> {
                    on.record(8, record -> record.put(Surgery.attribute(record, DATA, "$Bad") + 9, (byte) 0));
                    return record(on, 8);
                }),
                damage(NtfsRule.ATTRIBUTE, "last cluster", on -> {
                    long number = on.plain(0).number();
                    on.record(number, record -> record.putLong(Surgery.attribute(record, DATA) + 24, 9999));
                    return record(on, number);
                }),
                damage(NtfsRule.RUN_OUTSIDE, "far away", on -> {
                    long number = on.plain(0).number();
                    on.record(number, record -> move(record, Surgery.attribute(record, DATA), 0x7fff));
                    return record(on, number);
                }),
                damage(
                        NtfsRule.LIST,
                        "an extension of another file",
                        on -> {
                            NtfsFile file = listed(on);
                            long extension = extension(on, file);
                            on.record(extension, record -> record.putLong(32, 5L << 48 | 5));
                            return on.volume().paths(file).get(0);
                        },
                        NtfsRule.ORPHAN_RECORD),
                damage(
                        NtfsRule.LIST,
                        "a part is not named",
                        on -> {
                            NtfsFile file = listed(on);
                            long extension = extension(on, file);
                            on.record(extension, record -> record.putInt(record.getShort(20), 0xf0));
                            return on.volume().paths(file).get(0);
                        },
                        NtfsRule.ATTRIBUTE_ORDER,
                        NtfsRule.ATTRIBUTE_TYPE),
                damage(NtfsRule.LIST, "another identifier", on -> {
                    NtfsFile file = listed(on);
                    // Of the second entry; the first has 32 bytes, as all that have no name.
                    inList(on, file, list -> list.putShort(32 + 24, (short) 77));
                    return on.volume().paths(file).get(0);
                }),
                damage(NtfsRule.ORPHAN_RECORD, "of a file that knows nothing", on -> {
                    long number = on.freeRecord();
                    on.marked(number, true).record(number, record -> record.putShort(22, (short) 1)
                            .putLong(32, 1L << 48 | on.recordAt(64)));
                    return record(on, number);
                }));
    }

    /** A file whose content is in its record. */
    private static NtfsFile small(Surgery on) throws IOException {
        return on.first(file -> !file.isDirectory()
                && file.reparse() == null
                && file.stream("")
                        .filter(data -> data.isResident() && data.size() > 8)
                        .isPresent());
    }

    /** Puts an attribute before another that stands before it. */
    private static void toFront(ByteBuffer record, int front, int attribute) {
        byte[] between = new byte[attribute - front];
        byte[] moved = new byte[record.getInt(attribute + 4)];
        record.get(front, between).get(attribute, moved);
        record.put(front, moved).put(front + moved.length, between);
    }

    /** Changes the start of a file's attribute list. */
    private static void inList(Surgery on, NtfsFile file, Consumer<ByteBuffer> change) {
        NtfsStream list = file.stream(AttributeType.ATTRIBUTE_LIST, "").orElseThrow();
        if (list.isResident()) {
            on.record(
                    file.number(),
                    record -> change.accept(
                            record.slice(Surgery.value(record, 0x20), 64).order(ByteOrder.LITTLE_ENDIAN)));
        } else {
            change.accept(on.bytes().slice(on.place(list.runs(), 0), 64).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static NtfsFile listed(Surgery on) throws IOException {
        return on.first(file -> file.stream(AttributeType.ATTRIBUTE_LIST, "").isPresent() && !file.isDirectory());
    }

    private static long extension(Surgery on, NtfsFile file) {
        for (long number = 64; ; number++) {
            ByteBuffer bytes = on.bytes();
            int at = on.recordAt(number);
            if ((bytes.getLong(at + 32) & 0xffff_ffff_ffffL) == file.number() && (bytes.get(at + 22) & 1) != 0) {
                return number;
            }
        }
    }

    private static Stream<Damage> files() {
        return Stream.of(
                data(NtfsRule.STREAM_PIECES, "no first piece", (record, at) -> record.putLong(at + 16, 5)
                        .putLong(at + 24, record.getLong(at + 24) + 5)),
                data(NtfsRule.STREAM_SHORT, "longer", (record, at) -> record.putLong(at + 48, 1L << 30)),
                data(NtfsRule.SIZES, "allocated", (record, at) -> record.putLong(at + 40, 512 * 1000)),
                data(NtfsRule.SIZES, "written", (record, at) -> record.putLong(at + 56, record.getLong(at + 48) + 1)),
                damage(
                        NtfsRule.OVERLAP,
                        "two files",
                        on -> {
                            NtfsFile one = on.plain(0);
                            NtfsFile other = on.plain(1);
                            long place = on.runs(one.number(), DATA, "")
                                    .runs()
                                    .get(0)
                                    .lcn();
                            on.record(other.number(), record -> move(record, Surgery.attribute(record, DATA), place));
                            return at(place * on.volume().clusterBytes());
                        },
                        NtfsRule.CLUSTER_MARKED_USED,
                        NtfsRule.CLUSTER_MARKED_FREE),
                data(
                        NtfsRule.STANDARD,
                        "gone",
                        (record, at) -> record.putInt(Surgery.attribute(record, 0x10), 0x11),
                        NtfsRule.ATTRIBUTE_TYPE),
                data(
                        NtfsRule.NO_CONTENT,
                        "another kind",
                        (record, at) -> record.putInt(at, 0xc1),
                        NtfsRule.ATTRIBUTE_TYPE),
                data(
                        NtfsRule.ATTRIBUTE_TYPE,
                        "a bit more",
                        (record, at) -> record.putInt(at, 0x81),
                        NtfsRule.NO_CONTENT),
                data(NtfsRule.LINKS, "five", (record, at) -> record.putShort(18, (short) 5)));
    }

    private static Stream<Damage> names() {
        return Stream.of(
                damage(
                        NtfsRule.NAMELESS,
                        "no name",
                        on -> {
                            long number = on.plain(0).number();
                            on.record(number, record -> record.putInt(Surgery.attribute(record, 0x30), 0x31));
                            return record(on, number);
                        },
                        NtfsRule.ENTRY_FOREIGN,
                        NtfsRule.ATTRIBUTE_TYPE),
                damage(
                        NtfsRule.LOST_FILE,
                        "no such directory",
                        on -> {
                            long number = on.plain(0).number();
                            long free = on.freeRecord();
                            on.record(number, record -> record.putLong(Surgery.value(record, 0x30), 1L << 48 | free));
                            return record(on, number);
                        },
                        NtfsRule.ENTRY_FOREIGN),
                damage(
                        NtfsRule.LOST_FILE,
                        "a later life of the directory",
                        on -> {
                            long number = on.plain(0).number();
                            on.record(number, record -> record.putShort(Surgery.value(record, 0x30) + 6, (short) 99));
                            return record(on, number);
                        },
                        NtfsRule.ENTRY_FOREIGN),
                damage(
                        NtfsRule.NAME_MISSING,
                        "another name",
                        on -> {
                            long number = on.plain(0).number();
                            on.record(number, record -> record.putChar(Surgery.value(record, 0x30) + 66, '#'));
                            return record(on, number);
                        },
                        NtfsRule.ENTRY_FOREIGN),
                damage(
                        NtfsRule.ENTRY_FOREIGN,
                        "to another file",
                        on -> {
                            NtfsFile file = on.plain(0);
                            FileName name = file.names().get(0);
                            NtfsFile other = on.plain(1);
                            on.entry(
                                    name.directory().number(),
                                    name.name(),
                                    entry -> entry.putLong(
                                            0, (long) other.reference().sequence() << 48 | other.number()));
                            return record(on, name.directory().number());
                        },
                        NtfsRule.NAME_MISSING),
                damage(
                        NtfsRule.ENTRY_GONE,
                        "a deleted file",
                        on -> {
                            NtfsFile file = on.plain(0);
                            on.marked(file.number(), false)
                                    .record(file.number(), record -> record.putShort(22, (short) 0));
                            return on.volume().paths(file).get(0);
                        },
                        NtfsRule.CLUSTER_MARKED_USED),
                damage(
                        NtfsRule.ENTRY_GONE,
                        "a later life of the record",
                        on -> {
                            NtfsFile file = on.plain(0);
                            on.record(file.number(), record -> record.putShort(16, (short) 4711));
                            return on.volume().paths(file).get(0);
                        },
                        NtfsRule.NAME_MISSING),
                damage(
                        NtfsRule.ENTRY_GONE,
                        "a record that $MFT does not have",
                        on -> {
                            NtfsFile file = on.plain(0);
                            FileName name = file.names().get(0);
                            on.entry(
                                    name.directory().number(),
                                    name.name(),
                                    entry -> entry.putLong(0, 1L << 48 | 1L << 40));
                            return on.volume().paths(file).get(0);
                        },
                        NtfsRule.NAME_MISSING),
                damage(NtfsRule.ENTRY_PARENT, "another directory", on -> {
                    FileName name = on.plain(0).names().get(0);
                    on.entry(name.directory().number(), name.name(), entry -> entry.putLong(16, 1L << 48 | 99));
                    return record(on, name.directory().number());
                }),
                damage(
                        NtfsRule.LOOP,
                        "a directory in its own",
                        on -> {
                            long outer = on.find("deep/level 0");
                            NtfsFile inner =
                                    on.volume().find("deep/level 0/level 1").orElseThrow();
                            on.record(
                                    outer,
                                    record -> record.putLong(
                                            Surgery.value(record, 0x30),
                                            (long) inner.reference().sequence() << 48 | inner.number()));
                            return "#loop";
                        },
                        NtfsRule.NAME_MISSING,
                        NtfsRule.ENTRY_FOREIGN));
    }

    private static Stream<Damage> indexes() {
        return Stream.of(
                damage(
                        NtfsRule.NOT_A_DIRECTORY,
                        "no root",
                        on -> {
                            NtfsFile directory =
                                    on.volume().find("deep/level 0/level 1").orElseThrow();
                            on.record(
                                    directory.number(), record -> record.putInt(Surgery.attribute(record, 0x90), 0x91));
                            return "deep/level 0/level 1";
                        },
                        NtfsRule.ATTRIBUTE_TYPE),
                damage(NtfsRule.INDEX, "signature of a block", on -> {
                    on.bytes().put(on.block(on.find("links"), 0), (byte) 'X');
                    return "links";
                }),
                damage(NtfsRule.INDEX, "a torn block", on -> {
                    on.bytes().putShort(on.block(on.find("links"), 0) + 510, (short) 0x7777);
                    return "links";
                }),
                damage(NtfsRule.INDEX, "number of a block", on -> {
                    on.under(on.block(on.find("links"), 0), 4096, block -> block.putLong(16, 3));
                    return "links";
                }),
                damage(NtfsRule.INDEX, "length of an entry", on -> {
                    on.under(
                            on.block(on.find("links"), 0),
                            4096,
                            block -> block.putShort(24 + block.getInt(24) + 8, (short) 7));
                    return "links";
                }),
                damage(
                        NtfsRule.INDEX_ORDER,
                        "the first comes last",
                        on -> {
                            NtfsFile directory = on.volume().find("links").orElseThrow();
                            NtfsEntry first =
                                    on.volume().directory(directory).list().get(0);
                            on.entry(directory.number(), first.name(), entry -> entry.putChar(16 + 66, 'ω'));
                            on.record(
                                    first.file().number(),
                                    record -> record.putChar(Surgery.value(record, 0x30) + 66, 'ω'));
                            return "links";
                        },
                        NtfsRule.NAME_MISSING,
                        NtfsRule.ENTRY_FOREIGN),
                damage(NtfsRule.INDEX_BLOCK_MARKED_FREE, "the first", on -> {
                    long directory = on.find("links");
                    on.record(directory, record -> record.put(Surgery.value(record, 0xb0), (byte) 0));
                    return "links";
                }),
                damage(
                        NtfsRule.INDEX_BLOCK_UNUSED,
                        "the way to it is gone",
                        on -> {
                            long directory = on.find("links");
                            on.record(directory, record -> {
                                // The only entry of the root is its last, which leads to the block.
                                int root = Surgery.value(record, 0x90);
                                record.putShort(root + 16 + record.getInt(root + 16) + 12, (short) 2);
                            });
                            return "links";
                        },
                        NtfsRule.NAME_MISSING));
    }

    private static Stream<Damage> secure() {
        return Stream.of(
                damage(NtfsRule.SECURE, "both copies", on -> {
                    DataRuns store = on.runs(9, DATA, "$SDS");
                    for (int copy = 0; copy < 2; copy++) {
                        int at = on.place(store, copy * 256 * 1024 + 24);
                        on.bytes().put(at, (byte) ~on.bytes().get(at));
                    }
                    return "$Secure";
                }),
                damage(
                        NtfsRule.SECURE,
                        "the index by number has another name",
                        on -> {
                            on.record(9, record -> {
                                int root = Surgery.attribute(record, 0x90, "$SII");
                                record.putChar(root + record.getShort(root + 10) + 2, 'T');
                            });
                            return "$Secure";
                        },
                        NtfsRule.INDEX),
                damage(NtfsRule.INDEX, "order of an index of $Secure", on -> {
                    on.record(9, record -> {
                        int root = Surgery.attribute(record, 0x90, "$SII");
                        record.putInt(root + record.getShort(root + 20) + 4, 1 << 20);
                    });
                    return "$Secure";
                }),
                damage(
                        NtfsRule.INDEX,
                        "blocks of an index of $Secure",
                        on -> {
                            on.record(9, record -> {
                                int root = Surgery.attribute(record, 0x90, "$SDH");
                                record.putInt(root + record.getShort(root + 20) + 8, 4097);
                            });
                            return "$Secure";
                        },
                        NtfsRule.SECURE),
                damage(NtfsRule.SECURE_COPY, "the first", on -> {
                    int at = on.place(on.runs(9, DATA, "$SDS"), 24);
                    on.bytes().put(at, (byte) ~on.bytes().get(at));
                    return "$Secure";
                }),
                damage(NtfsRule.SECURE_COPY, "the second", on -> {
                    int at = on.place(on.runs(9, DATA, "$SDS"), 256 * 1024 + 4);
                    on.bytes().put(at, (byte) ~on.bytes().get(at));
                    return "$Secure";
                }),
                damage(NtfsRule.SECURITY_ID, "none such", on -> {
                    NtfsFile file = on.first(
                            one -> one.standard() != null && one.standard().securityId() != 0);
                    on.record(file.number(), record -> record.putInt(Surgery.value(record, 0x10) + 52, 77_777));
                    return on.volume().paths(file).get(0);
                }));
    }

    private static List<Finding> check(Surgery on) throws IOException {
        var findings = new Findings();
        NtfsCheck.run(on.device(), findings, Progress.NONE);
        return findings.all();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damage_is_found_in_its_place(Damage damage) throws Exception {
        var on = new Surgery();
        String place = damage.cut().make(on);

        List<Finding> found = check(on);

        Set<String> allowed = damage.also().stream().map(NtfsRule::id).collect(Collectors.toCollection(TreeSet::new));
        allowed.add(damage.rule().id());
        assertThat(found).extracting(Finding::rule).isSubsetOf(allowed);
        assertThat(found)
                .filteredOn(finding -> finding.rule().equals(damage.rule().id()))
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.severity()).isEqualTo(damage.rule().severity());
                    assertThat(finding.sentence()).startsWith(damage.rule().broken());
                    assertThat(finding.advice()).isNotBlank();
                })
                .anySatisfy(finding -> {
                    if (place.startsWith("@")) {
                        assertThat(finding.where().offset()).isEqualTo(Long.parseLong(place.substring(1)));
                    } else if (!place.startsWith("#")) {
                        assertThat(finding.where().path()).isEqualTo(place);
                    }
                });
    }

    @Test
    void every_rule_is_shown_to_find_something() {
        // What is beyond the memory of a check is shown where the memory is.
        assertThat(Stream.concat(Stream.of(NtfsRule.TOO_FRAGMENTED), damages().map(Damage::rule)))
                .contains(NtfsRule.values());
    }

    @Test
    void nothing_is_found_on_what_was_damaged_before_it_was() throws Exception {
        assertThat(check(new Surgery())).isEmpty();
    }

    @Test
    void a_wiped_table_is_lost_files_and_no_room_given_up() throws Exception {
        var on = new Surgery();
        int wiped = 0;
        for (long number = 0;
                number < 300
                        && on.recordAt(number) + Surgery.RECORD <= on.bytes().capacity();
                number++) {
            on.bytes().put(on.recordAt(number), new byte[Surgery.RECORD]);
            wiped++;
        }

        List<Finding> found = check(on);

        assertThat(wiped).isGreaterThan(100);
        assertThat(found)
                .filteredOn(finding -> finding.severity() == Severity.LOSS)
                .hasSizeGreaterThan(50);
        assertThat(found)
                .extracting(Finding::rule)
                .contains(NtfsRule.RECORD.id())
                .doesNotContain(NtfsRule.RECORD_MARKED_USED.id(), NtfsRule.CLUSTER_MARKED_USED.id());
    }

    @Test
    void the_owners_of_shared_clusters_are_named() throws Exception {
        var on = new Surgery();
        NtfsFile one = on.plain(0);
        NtfsFile other = on.plain(1);
        long place = on.runs(one.number(), DATA, "").runs().get(0).lcn();
        on.record(other.number(), record -> move(record, Surgery.attribute(record, DATA), place));

        assertThat(check(on))
                .filteredOn(finding -> finding.rule().equals(NtfsRule.OVERLAP.id()))
                .first()
                .satisfies(finding -> assertThat(finding.sentence())
                        .contains(on.volume().paths(one).get(0))
                        .contains(on.volume().paths(other).get(0)));
    }

    @Test
    void a_file_whose_record_is_damaged_is_named_by_its_directory() throws Exception {
        var on = new Surgery();
        NtfsFile file = on.plain(0);
        on.bytes().put(on.recordAt(file.number()), (byte) 'B');

        var outcome = NtfsCheck.run(on.device(), new Findings(), Progress.NONE);

        assertThat(outcome.notes())
                .singleElement()
                .asString()
                .contains("file record " + file.number() + ",")
                .contains(on.volume().paths(file).get(0));
    }

    @Test
    void a_damaged_index_is_not_told_once_more_for_each_file_in_it() throws Exception {
        var on = new Surgery();
        Arrays.fill(on.bytes().array(), on.block(on.find("large"), 0), on.block(on.find("large"), 0) + 4096, (byte) 0);

        assertThat(check(on)).extracting(Finding::rule).containsOnly(NtfsRule.INDEX.id());
    }
}
