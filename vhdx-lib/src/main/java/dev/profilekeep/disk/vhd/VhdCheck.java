package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything of a VHD but the content of its disk. Both footers are judged, also the one that is not used; where the
 * checksums of all are wrong, the table is still judged by what they say.
 */
public final class VhdCheck {
    private final BlockDevice file;
    private final long size;
    private final Findings findings;

    private VhdCheck(BlockDevice file, Findings findings) throws IOException {
        this.file = file;
        this.size = file.size();
        this.findings = findings;
    }

    /**
     * @param file ends, or begins, with the cookie of a VHD
     * @param findings receives what is wrong
     * @throws dev.profilekeep.disk.UnsupportedDiskException if it is no VHD, or of a version that we do not know
     * @throws IOException if the file itself cannot be read, which bad bytes never cause
     */
    public static void run(BlockDevice file, Findings findings) throws IOException {
        new VhdCheck(file, findings).run();
    }

    private void run() throws IOException {
        Footer footer = footer();
        if (footer == null) {
            return;
        }
        if (footer.kind() == Footer.Kind.FIXED) {
            fixed(footer);
            return;
        }
        DynamicHeader header;
        try {
            header = DynamicHeader.parse(
                    ByteView.read("VHD dynamic header", file, footer.dataOffset(), DynamicHeader.BYTES));
        } catch (CorruptDiskException e) {
            add(VhdRule.HEADER, e);
            return;
        }
        if (footer.kind() == Footer.Kind.DIFFERENCING) {
            parent(header);
        }
        try {
            new BlockTableCheck(file, size, header, footer, findings).run();
        } catch (CorruptDiskException e) {
            add(VhdRule.TABLE, e);
        }
    }

    private void add(VhdRule rule, CorruptDiskException fault) {
        findings.add(rule, Place.inFile(fault.structure(), fault.offset()), fault.rule());
    }

    /** The footer to go by, if need be one whose checksum is wrong; null if no footer makes sense. */
    private @Nullable Footer footer() throws IOException {
        ByteView end = FooterChoice.end(file, size);
        ByteView start = FooterChoice.start(file, size);
        if (end == null && start == null) {
            throw FooterChoice.none(size);
        }
        CorruptDiskException endFault = null;
        if (end != null) {
            endFault = fault(end);
            if (endFault == null) {
                Footer footer = Footer.parse(end);
                copy(end, start, footer);
                return footer;
            }
        }
        if (endFault == null) {
            endFault = new CorruptDiskException("VHD footer", Math.max(0, size - Footer.BYTES), "there is none");
        }
        CorruptDiskException startFault = start == null ? null : fault(start);
        if (start != null && startFault == null) {
            add(VhdRule.FOOTER, endFault);
            return Footer.parse(start);
        }
        add(VhdRule.FOOTERS, endFault);
        if (startFault != null) {
            add(VhdRule.FOOTERS, startFault);
        }
        Footer guess = end == null ? null : whateverTheChecksum(end);
        return guess != null || start == null ? guess : whateverTheChecksum(start);
    }

    private static @Nullable CorruptDiskException fault(ByteView footer) throws IOException {
        try {
            Footer.parse(footer);
            return null;
        } catch (CorruptDiskException e) {
            return e;
        }
    }

    private static @Nullable Footer whateverTheChecksum(ByteView footer) throws IOException {
        try {
            return Footer.parseUnsummed(footer);
        } catch (DiskException e) {
            return null;
        }
    }

    private void copy(ByteView end, @Nullable ByteView start, Footer footer) throws IOException {
        if (footer.kind() == Footer.Kind.FIXED) {
            return;
        }
        Place place = Place.inFile("VHD footer copy", 0);
        CorruptDiskException fault = start == null ? null : fault(start);
        if (start == null) {
            findings.add(VhdRule.FOOTER_COPY, place, "there is none");
        } else if (fault != null) {
            add(VhdRule.FOOTER_COPY, fault);
        } else if (!Arrays.equals(end.copy(), start.copy())) {
            findings.add(
                    VhdRule.FOOTER_COPY,
                    place,
                    "it differs from the footer at byte " + Arrays.mismatch(end.copy(), start.copy()));
        }
    }

    private void fixed(Footer footer) {
        Place place = Place.inFile("VHD footer", Math.max(0, size - Footer.BYTES));
        if (footer.currentSize() > size - FooterChoice.OLD_BYTES) {
            findings.add(
                    VhdRule.FIXED_SHORT,
                    place,
                    "the disk has " + footer.currentSize() + " bytes, the file " + size + " with its footer");
        } else if (size - footer.currentSize() - Footer.BYTES >= Footer.BYTES) {
            findings.add(
                    VhdRule.FILE_LONG,
                    Place.inFile("end of the file", footer.currentSize()),
                    (size - footer.currentSize() - Footer.BYTES) + " bytes lie between the disk and its footer");
        }
    }

    private void parent(DynamicHeader header) throws IOException {
        var faults = new ArrayList<CorruptDiskException>();
        boolean named = header.checkLocators(file, faults);
        faults.forEach(fault -> add(VhdRule.LOCATOR, fault));
        if (!named && header.parentName().isEmpty()) {
            findings.add(
                    VhdRule.PARENT_UNNAMED,
                    Place.inFile("VHD dynamic header", header.bytes().origin()),
                    "");
        }
    }

    /** Whether a place in the file is taken by what belongs to no block. */
    static ByteRange[] structures(DynamicHeader header, Footer footer, long size, ByteRange table) {
        return new ByteRange[] {
            new ByteRange(0, Footer.BYTES),
            new ByteRange(footer.dataOffset(), DynamicHeader.BYTES),
            table,
            new ByteRange(Math.max(0, size - FooterChoice.OLD_BYTES), Math.min(size, FooterChoice.OLD_BYTES))
        };
    }
}
