package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges both copies of a GPT; the layout is in {@link GptReader}. */
final class GptCheck {
    private static final int ALTERNATE = 32;
    private static final int FIRST_USABLE = 40;
    private static final int LAST_USABLE = 48;
    private static final int TABLE = 72;

    private final BlockDevice disk;
    private final int sectorSize;
    private final Findings findings;
    private final List<ByteRange> tables = new ArrayList<>();

    /** One sound copy; sectors are unsigned. */
    private record Copy(GptReader.Entries entries, String name, long at, long alternate, long first, long last) {}

    GptCheck(BlockDevice disk, int sectorSize, Findings findings) {
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.findings = findings;
    }

    void run() throws IOException {
        tables.add(new ByteRange(0, 512));
        var faults = new ArrayList<CorruptDiskException>();
        Copy first = copy(1, "first GPT header", faults);
        long last = disk.size() / sectorSize - 1;
        long place = last;
        if (first != null && first.alternate() > 1 && first.alternate() < last) {
            place = first.alternate();
        }
        Copy second = copy(place, "second GPT header", faults);
        if (first == null && second == null) {
            faults.forEach(fault -> TableCheck.add(findings, TableRule.GPT_LOST, fault));
            return;
        }
        faults.forEach(
                fault -> TableCheck.add(findings, first == null ? TableRule.GPT_FIRST : TableRule.GPT_BACKUP, fault));
        if (second != null && place != last) {
            findings.add(
                    TableRule.GPT_NOT_AT_END,
                    Place.onDisk("second GPT header", place * sectorSize),
                    "it is at sector " + place + ", the last is " + last);
        }
        for (Copy copy : new Copy[] {first, second}) {
            if (copy != null) {
                usable(copy);
            }
        }
        judge(first == null ? null : first.entries(), second == null ? null : second.entries(), place * sectorSize);
    }

    /** Whether partitions lie where the header says that they may, and that on the disk; Linux refuses a table otherwise. */
    private void usable(Copy copy) throws IOException {
        Place place = Place.onDisk(copy.name(), copy.at() + FIRST_USABLE);
        String bounds =
                "from sector " + Long.toUnsignedString(copy.first()) + " to " + Long.toUnsignedString(copy.last());
        long sectors = disk.size() / sectorSize;
        if (Long.compareUnsigned(copy.last(), copy.first()) < 0 || Long.compareUnsigned(copy.last(), sectors) >= 0) {
            findings.add(TableRule.GPT_USABLE, place, bounds + ", the disk has " + sectors + " sectors");
            return;
        }
        for (Partition partition : copy.entries().partitions()) {
            ByteRange range = partition.range();
            // One that lies over a table or past the disk's end is a fault of its own.
            boolean possible = range.end() <= disk.size() && tables.stream().noneMatch(range::overlaps);
            if (possible
                    && (range.start() / sectorSize < copy.first() || (range.end() - 1) / sectorSize > copy.last())) {
                findings.add(
                        TableRule.GPT_USABLE,
                        place,
                        bounds + ", a partition begins at sector " + range.start() / sectorSize + " and ends at "
                                + (range.end() - 1) / sectorSize);
                return;
            }
        }
    }

    /** What the entries of the copies say, of which one at least is there; the reader goes by the same one. */
    private void judge(GptReader.@Nullable Entries first, GptReader.@Nullable Entries second, long secondAt)
            throws IOException {
        if (first == null || second == null) {
            entries(first != null ? first : Objects.requireNonNull(second));
        } else {
            GptReader.Entries used = first.mendedBy(second);
            GptReader.Entries other = second.mendedBy(first);
            mended(TableRule.GPT_FIRST, first, used);
            mended(TableRule.GPT_BACKUP, second, other);
            if (!used.saysTheSame(other)) {
                findings.add(
                        TableRule.GPT_DIFFER,
                        Place.onDisk("second GPT header", secondAt),
                        "the first names " + first.partitions().size() + " partitions, the second "
                                + second.partitions().size() + ", not the same or not in the same places");
            }
            entries(used);
        }
    }

    /** Entries that the other copy has sound: only this copy is damaged. */
    private void mended(TableRule rule, GptReader.Entries copy, GptReader.Entries mended) {
        List<CorruptDiskException> left = mended.faults();
        for (CorruptDiskException fault : copy.faults()) {
            if (!left.contains(fault)) {
                TableCheck.add(findings, rule, fault);
            }
        }
    }

    private void entries(GptReader.Entries used) throws IOException {
        used.faults().forEach(fault -> TableCheck.add(findings, TableRule.GPT_ENTRY, fault));
        var all = new ArrayList<>(used.partitions());
        // What begins outside is left out by the reader, and is a fault all the same.
        all.addAll(used.outside());
        TableCheck.fit(all, tables, disk, findings);
    }

    private @Nullable Copy copy(long sector, String name, List<CorruptDiskException> faults) throws IOException {
        long offset = sector * sectorSize;
        if (sector < 1 || !GptReader.signatureAt(disk, offset, sectorSize)) {
            faults.add(new CorruptDiskException(name, Math.max(0, offset), "signature is not \"EFI PART\""));
            return null;
        }
        try {
            GptReader.Entries entries = GptReader.copy(disk, sector, sectorSize);
            ByteView header = ByteView.read(name, disk, offset, sectorSize);
            tables.add(new ByteRange(offset, sectorSize));
            tables.add(new ByteRange(header.size64(TABLE) * sectorSize, header.u32(80) * header.u32(84)));
            return new Copy(
                    entries,
                    name,
                    offset,
                    header.bits64(ALTERNATE),
                    header.bits64(FIRST_USABLE),
                    header.bits64(LAST_USABLE));
        } catch (CorruptDiskException e) {
            faults.add(new CorruptDiskException(name, e.offset(), e.rule()));
            return null;
        }
    }
}
