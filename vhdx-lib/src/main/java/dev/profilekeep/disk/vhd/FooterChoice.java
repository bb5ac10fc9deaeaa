package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which footer to go by: the one at the end, or the copy at the start if that one is not sound. */
final class FooterChoice {
    /** What Virtual PC wrote before 2004. */
    static final int OLD_BYTES = 511;

    private FooterChoice() {}

    static Footer read(BlockDevice file, long size, List<String> notes) throws IOException {
        ByteView end = end(file, size);
        ByteView start = start(file, size);
        DiskException fault = null;
        if (end != null) {
            try {
                Footer footer = Footer.parse(end);
                noteOnCopy(footer, start, notes);
                return footer;
            } catch (CorruptDiskException e) {
                fault = e;
            }
        }
        if (start == null) {
            throw fault != null ? fault : none(size);
        }
        String endFault = fault == null ? "there is none" : fault.getMessage();
        try {
            Footer footer = Footer.parse(start);
            if (footer.kind() == Footer.Kind.FIXED) {
                throw start.corrupt(60, "a copy at the start belongs to no fixed disk");
            }
            notes.add("the footer at the end is not sound (" + endFault + "); its copy at the start is used");
            return footer;
        } catch (CorruptDiskException e) {
            var both = new CorruptDiskException(
                    "VHD footer",
                    Math.max(0, size - Footer.BYTES),
                    "neither footer is sound: at the end: " + endFault + "; the copy at the start: " + e.rule());
            both.addSuppressed(e);
            throw both;
        }
    }

    /** What to say of a file that has no footer, not even a damaged one. */
    static UnsupportedDiskException none(long size) {
        return new UnsupportedDiskException("neither VHDX nor VHD: no \"vhdxfile\" at offset 0x0, no \"conectix\" at"
                + " offset 0x0 or 0x" + Long.toHexString(Math.max(0, size - Footer.BYTES)));
    }

    /** The footer at the end, sound or not; null if there is nothing like one. */
    static @Nullable ByteView end(BlockDevice file, long size) throws IOException {
        if (size == 0) {
            throw new UnsupportedDiskException(
                    "neither VHDX nor VHD: the file is empty; it was cut off before anything was written to it");
        }
        if (size < OLD_BYTES) {
            throw new UnsupportedDiskException("neither VHDX nor VHD: the file has " + size
                    + " bytes, fewer than a footer of " + OLD_BYTES + " (at offset 0x0)");
        }
        if (size < Footer.BYTES) {
            return oldFooter(ByteView.read("VHD footer", file, size - OLD_BYTES, OLD_BYTES));
        }
        ByteView last = ByteView.read("VHD footer", file, size - Footer.BYTES, Footer.BYTES);
        return Footer.hasCookie(last) ? last : oldFooter(last.slice("VHD footer", 1, OLD_BYTES));
    }

    private static @Nullable ByteView oldFooter(ByteView last) throws IOException {
        return Footer.hasCookie(last)
                ? ByteView.of("VHD footer", last.origin(), Arrays.copyOf(last.copy(), Footer.BYTES))
                : null;
    }

    /** The copy at the start, sound or not; null if there is nothing like one. */
    static @Nullable ByteView start(BlockDevice file, long size) throws IOException {
        if (size < 2L * Footer.BYTES) {
            return null;
        }
        ByteView copy = ByteView.read("VHD footer copy", file, 0, Footer.BYTES);
        return Footer.hasCookie(copy) ? copy : null;
    }

    private static void noteOnCopy(Footer footer, @Nullable ByteView start, List<String> notes) throws IOException {
        if (footer.kind() == Footer.Kind.FIXED) {
            return;
        }
        if (start == null) {
            notes.add("there is no copy of the footer at the start");
            return;
        }
        try {
            if (!Footer.parse(start).equals(footer)) {
                notes.add("the footer and its copy at the start differ; the footer is used");
            }
        } catch (DiskException e) {
            notes.add("the copy of the footer at the start is not sound (" + e.getMessage() + "); the footer is used");
        }
    }
}
