package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything of a VHDX but the content of its disk: what the reader would refuse, what it would put up with, and what it
 * never looks at. Every copy of a structure is judged, also the one that is not used. Reads a few hundred kilobytes and the
 * block table; keeps one bit for each MiB of the file.
 */
public final class VhdxCheck {
    private final BlockDevice file;
    private final Findings findings;

    private VhdxCheck(BlockDevice file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /**
     * @param file begins with the signature of a VHDX
     * @param findings receives what is wrong
     * @throws dev.profilekeep.disk.UnsupportedDiskException if a part must be understood that we do not know; what was looked at
     *     before is in {@code findings}
     * @throws IOException if the file itself cannot be read, which bad bytes never cause
     */
    public static void run(BlockDevice file, Findings findings) throws IOException {
        new VhdxCheck(file, findings).run();
    }

    private void run() throws IOException {
        ByteView start;
        try {
            start = ByteView.read("VHDX header section", file, 0, Layout.HEADER_SECTION);
        } catch (CorruptDiskException e) {
            add(VhdxRule.NOT_READABLE, e);
            return;
        }
        VhdxHeader header = header(start);
        if (header == null) {
            return;
        }
        BlockDevice current = replayed(header);
        if (current == null) {
            return;
        }
        start = ByteView.read("VHDX header section", current, 0, Layout.HEADER_SECTION);
        RegionTable regions = regions(start, header, current.size());
        if (regions == null) {
            return;
        }
        try {
            var items = MetadataTable.read(current, regions.require(Layout.METADATA_REGION, "metadata"));
            DiskMetadata metadata = DiskMetadata.read(items);
            parent(metadata);
            var reserved = new ArrayList<>(header.reserved());
            regions.entries().forEach(entry -> reserved.add(entry.range()));
            table(current, regions, metadata, reserved);
        } catch (CorruptDiskException e) {
            add(VhdxRule.METADATA, e);
        }
    }

    private void add(VhdxRule rule, CorruptDiskException fault) {
        findings.add(rule, Place.inFile(fault.structure(), fault.offset()), fault.rule());
    }

    private @Nullable VhdxHeader header(ByteView start) throws IOException {
        ByteView first = start.slice("first header", Layout.HEADER_1, Layout.HEADER_BYTES);
        ByteView second = start.slice("second header", Layout.HEADER_2, Layout.HEADER_BYTES);
        CorruptDiskException firstFault = VhdxHeader.fault(first);
        CorruptDiskException secondFault = VhdxHeader.fault(second);
        if (firstFault != null && secondFault != null) {
            if (isZero(first) && isZero(second)) {
                findings.add(
                        VhdxRule.HEADERS,
                        Place.inFile(first.structure(), first.origin()),
                        "both are zeros: the file was cut off while it was made, or was never copied whole");
                return null;
            }
            add(VhdxRule.HEADERS, firstFault);
            add(VhdxRule.HEADERS, secondFault);
            return null;
        }
        if (firstFault != null) {
            add(VhdxRule.HEADER, firstFault);
        } else if (secondFault != null) {
            add(VhdxRule.HEADER, secondFault);
        } else if (first.bits64(8) == second.bits64(8) && !Arrays.equals(first.copy(), second.copy())) {
            findings.add(
                    VhdxRule.HEADERS_TIE,
                    Place.inFile(second.structure(), second.origin()),
                    "both have sequence number " + Long.toUnsignedString(first.bits64(8)));
            return null;
        }
        try {
            return VhdxHeader.current(first, second).header();
        } catch (CorruptDiskException e) {
            add(VhdxRule.LOG_PLACE, e);
            return null;
        }
    }

    private static boolean isZero(ByteView view) throws CorruptDiskException {
        return Arrays.equals(view.copy(), new byte[view.length()]);
    }

    /** The file as the next host will see it; null if the log that it needs is not sound. */
    private @Nullable BlockDevice replayed(VhdxHeader header) throws IOException {
        ByteRange log = header.log();
        if (!log.isEmpty() && log.end() > file.size()) {
            findings.add(
                    VhdxRule.LOG_PLACE,
                    Place.inFile("log", log.start()),
                    "it ends at " + log.end() + ", the file at " + file.size());
            return null;
        }
        if (!header.hasLog()) {
            return file;
        }
        try {
            ReplayPlan plan = LogReplay.plan(file, file.size(), header);
            Place place = Place.inFile("log", log.start());
            if (plan.writes().isEmpty()) {
                findings.add(VhdxRule.LOG_OPEN, place, "");
            } else {
                findings.add(
                        VhdxRule.LOG_REPLAY,
                        place,
                        plan.writes().size() + " changes in " + plan.entries() + " log entries");
            }
            return plan.over(file);
        } catch (CorruptDiskException e) {
            add(VhdxRule.LOG, e);
            return null;
        }
    }

    private @Nullable RegionTable regions(ByteView start, VhdxHeader header, long size) throws IOException {
        ByteView first = start.slice("first region table", Layout.REGION_TABLE_1, Layout.REGION_TABLE_BYTES);
        ByteView second = start.slice("second region table", Layout.REGION_TABLE_2, Layout.REGION_TABLE_BYTES);
        var faults = new ArrayList<CorruptDiskException>();
        RegionTable one = parse(first, header, size, faults);
        RegionTable two = parse(second, header, size, faults);
        if (one == null && two == null) {
            faults.forEach(fault -> add(VhdxRule.REGION_TABLES, fault));
            return null;
        }
        faults.forEach(fault -> add(VhdxRule.REGION_TABLE, fault));
        if (one != null && two != null && !one.equals(two)) {
            findings.add(
                    VhdxRule.REGION_TABLES_DIFFER,
                    Place.inFile(second.structure(), second.origin()),
                    "the first names " + one.entries().size() + " regions, the second "
                            + two.entries().size() + ", not the same or not in the same places");
        }
        return one != null ? one : two;
    }

    private static @Nullable RegionTable parse(
            ByteView view, VhdxHeader header, long size, List<CorruptDiskException> faults) throws IOException {
        try {
            return RegionTable.parse(view, header.log(), size);
        } catch (CorruptDiskException e) {
            faults.add(e);
            return null;
        }
    }

    private void parent(DiskMetadata metadata) {
        ParentLocator locator = metadata.parent();
        if (locator != null) {
            ParentLink link = locator.link();
            if (link.paths().isEmpty() || link.ids().isEmpty()) {
                findings.add(
                        VhdxRule.PARENT_UNNAMED,
                        Place.inFile("parent locator", -1),
                        link.paths().isEmpty() ? "it names no path" : "it names no state of the parent");
            }
        }
    }

    private void table(BlockDevice current, RegionTable regions, DiskMetadata metadata, List<ByteRange> reserved)
            throws IOException {
        try {
            ByteRange region = regions.require(Layout.BAT_REGION, "block allocation table");
            new BlockTableCheck(current, region, metadata, reserved, findings).run();
        } catch (CorruptDiskException e) {
            add(VhdxRule.TABLE_SHORT, e);
        }
    }
}
