package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Checks how a disk is divided: both copies of a GPT, the chain behind an MBR, and whether the partitions fit. */
public final class TableCheck {
    private final BlockDevice disk;
    private final int sectorSize;
    private final Findings findings;

    private TableCheck(BlockDevice disk, int sectorSize, Findings findings) {
        this.disk = disk;
        this.sectorSize = sectorSize;
        this.findings = findings;
    }

    /**
     * @param sectorSize 512 or 4096; a table written for the other size is understood as well
     * @param findings receives what is wrong
     * @throws IOException if the disk cannot be read where the table is
     */
    public static void run(BlockDevice disk, int sectorSize, Findings findings) throws IOException {
        if (disk.size() < 512) {
            return;
        }
        ByteView first = ByteView.read("first sector", disk, 0, 512);
        if (FileSystems.isBootSector(first)) {
            return;
        }
        var check = new TableCheck(disk, sectorSize, findings);
        var mbr = MbrReader.primary(first);
        if (!check.gpt(mbr) && mbr.isSound()) {
            check.mbr(mbr);
        }
    }

    /** @return whether there is one, sound or not */
    private boolean gpt(MbrReader.Primary mbr) throws IOException {
        int size = gptSectorSize();
        if (size < 0) {
            if (mbr.isProtective()) {
                findings.add(
                        TableRule.GPT_LOST,
                        Place.onDisk("GPT header", sectorSize),
                        "the first sector announces a GPT, there is none");
            }
            return mbr.isProtective();
        }
        new GptCheck(disk, size, findings).run();
        if (!mbr.isProtective()) {
            findings.add(TableRule.GPT_UNGUARDED, Place.onDisk("MBR", 446), "");
        }
        return true;
    }

    /** For which size of sectors the GPT is written; -1 if there is none. */
    private int gptSectorSize() throws IOException {
        int other = sectorSize == 512 ? 4096 : 512;
        for (int size : new int[] {sectorSize, other}) {
            if (GptReader.signatureAt(disk, size, size)) {
                return size;
            }
        }
        for (int size : new int[] {sectorSize, other}) {
            long last = disk.size() / size - 1;
            if (last >= 2 && GptReader.signatureAt(disk, last * size, size)) {
                return size;
            }
        }
        return -1;
    }

    private void mbr(MbrReader.Primary mbr) throws IOException {
        int size = MbrReader.sectorSize(disk, mbr, sectorSize);
        for (MbrReader.Entry entry : mbr.entries()) {
            if (entry.isExtended()) {
                chain(entry, size);
            }
        }
        var partitions = new ArrayList<>(MbrReader.partitions(disk, mbr, sectorSize, new ArrayList<>()));
        // What begins outside is left out by the reader, and is a fault all the same.
        for (MbrReader.Entry entry : mbr.entries()) {
            if (!entry.isExtended() && entry.type() != MbrReader.PROTECTIVE && entry.first() * size >= disk.size()) {
                partitions.add(new Partition(new ByteRange(entry.first() * size, entry.count() * size), "", ""));
            }
        }
        fit(partitions, List.of(new ByteRange(0, 512)), disk, findings);
    }

    private void chain(MbrReader.Entry extended, int size) throws IOException {
        var seen = new HashSet<Long>();
        long sector = extended.first();
        while (sector >= 0) {
            long offset = sector * size;
            Place place = Place.onDisk("extended boot record", offset);
            if (seen.size() == MbrReader.MAX_LOGICAL || !seen.add(sector)) {
                findings.add(TableRule.CHAIN, place, "it runs in a circle, or is beyond every sensible length");
                return;
            }
            if (offset > disk.size() - 512) {
                findings.add(TableRule.CHAIN, place, "the record lies past the end of the disk");
                return;
            }
            ByteView record = ByteView.read("extended boot record", disk, offset, 512);
            if (record.u16(510) != 0xaa55) {
                findings.add(TableRule.CHAIN, place, "the record has no end mark");
                return;
            }
            sector = -1;
            for (int i = 0; i < 4 && sector < 0; i++) {
                MbrReader.Entry entry = MbrReader.Entry.parse(record, i);
                if (entry.isUsed() && entry.isExtended()) {
                    sector = extended.first() + entry.first();
                }
            }
        }
    }

    /** @param tables what no partition may lie over */
    static void fit(List<Partition> partitions, List<ByteRange> tables, BlockDevice disk, Findings findings)
            throws IOException {
        var sorted = new ArrayList<>(partitions);
        sorted.sort(Comparator.comparingLong(partition -> partition.range().start()));
        long end = 0;
        for (int i = 0; i < sorted.size(); i++) {
            ByteRange range = sorted.get(i).range();
            Place place = Place.onDisk("partition " + i, range.start());
            if (range.end() > disk.size()) {
                findings.add(TableRule.OUTSIDE, place, "it ends at " + range.end() + ", the disk at " + disk.size());
            }
            if (range.start() < end) {
                findings.add(
                        TableRule.OVERLAP,
                        place,
                        "it begins at " + range.start() + ", before " + end + ", where one before it ends");
            }
            for (ByteRange table : tables) {
                if (table.overlaps(range)) {
                    findings.add(TableRule.OVER_TABLE, place, "the table is at " + table.start());
                    break;
                }
            }
            end = Math.max(end, range.end());
        }
    }

    /** Reports a structure that cannot be relied on. */
    static void add(Findings findings, TableRule rule, CorruptDiskException fault) {
        findings.add(rule, Place.onDisk(fault.structure(), fault.offset()), fault.rule());
    }
}
