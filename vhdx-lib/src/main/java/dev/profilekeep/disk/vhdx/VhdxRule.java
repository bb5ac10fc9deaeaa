package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.finding.Rule;
import dev.profilekeep.disk.finding.Severity;

/** What must hold in a VHDX; section numbers are those of [MS-VHDX]. */
public enum VhdxRule implements Rule {
    NOT_READABLE(
            "vhdx.not-readable",
            Severity.LOSS,
            "The file says that it is a VHDX, but ends before its headers and tables",
            Advice.RESTORE,
            "2.2"),
    IDENTIFIER(
            "vhdx.identifier",
            Severity.LOSS,
            "The file does not begin as a VHDX does, so that Windows does not attach it, though it is one",
            "Restore the disk from a backup, or set the first eight bytes of a copy of the file to \"vhdxfile\". What follows"
                    + " was checked as if that was done.",
            "2.2.1"),
    HEADER(
            "vhdx.header",
            Severity.REPAIRABLE,
            "One of the two headers is damaged; the other one is used",
            Advice.NEXT_ATTACH,
            "2.2.2"),
    HEADERS("vhdx.headers", Severity.LOSS, "Neither of the two headers is sound", Advice.RESTORE, "2.2.2"),
    HEADERS_TIE(
            "vhdx.headers-tie",
            Severity.DANGER,
            "Both headers claim to be the current one, and they differ",
            Advice.RESTORE,
            "2.2.2"),
    LOG_PLACE("vhdx.log-place", Severity.LOSS, "The header puts the log where none can be", Advice.RESTORE, "2.2.2"),
    LOG_REPLAY(
            "vhdx.log-replay",
            Severity.REPAIRABLE,
            "The file was not closed properly: its log holds changes that are not in the file yet",
            "Attach and detach the disk once, which replays the log. What follows was checked as if that was done.",
            "2.3.3"),
    LOG_OPEN(
            "vhdx.log-open",
            Severity.REPAIRABLE,
            "The file was not closed properly; its log holds no changes",
            Advice.NEXT_ATTACH,
            "2.3.3"),
    LOG(
            "vhdx.log",
            Severity.LOSS,
            "The header names a log that must be replayed, but the log cannot be",
            Advice.RESTORE,
            "2.3.3"),
    REGION_TABLE(
            "vhdx.region-table",
            Severity.REPAIRABLE,
            "One of the two region tables is damaged; the other one is used",
            "Convert the disk to a new file, which writes both tables anew.",
            "2.2.3"),
    REGION_TABLES(
            "vhdx.region-tables", Severity.LOSS, "Neither of the two region tables is sound", Advice.RESTORE, "2.2.3"),
    REGION_TABLES_DIFFER(
            "vhdx.region-tables-differ",
            Severity.DANGER,
            "The two region tables are sound but differ: it depends on the reader which one counts",
            "Compare with a backup, then convert the disk to a new file.",
            "2.2.3"),
    METADATA("vhdx.metadata", Severity.LOSS, "The metadata of the disk is damaged", Advice.RESTORE, "2.6"),
    TABLE_SHORT("vhdx.table-short", Severity.LOSS, "The block table is too short for the disk", Advice.RESTORE, "2.5"),
    BLOCK_STATE(
            "vhdx.block-state",
            Severity.LOSS,
            "The table gives a block a state that it cannot have",
            Advice.RESTORE_BLOCK,
            "2.5.1"),
    BLOCK_OUTSIDE(
            "vhdx.block-outside",
            Severity.LOSS,
            "A block lies past the end of the file: the file was cut short",
            Advice.RESTORE,
            "2.5.1"),
    BLOCK_IN_STRUCTURE(
            "vhdx.block-in-structure",
            Severity.DANGER,
            "A block lies where the headers, the log or a region lie: one overwrites the other",
            Advice.RESTORE,
            "2.5.1"),
    BLOCK_OVERLAP(
            "vhdx.block-overlap",
            Severity.DANGER,
            "Two blocks lie in the same place of the file: writing to one changes the other",
            Advice.RESTORE,
            "2.5.1"),
    BITMAP_MISSING(
            "vhdx.bitmap-missing",
            Severity.LOSS,
            "Blocks are partly stored here and partly in the parent, but nothing says which part is where",
            Advice.RESTORE,
            "2.5.1.2"),
    BITMAP_STATE(
            "vhdx.bitmap-state",
            Severity.LOSS,
            "The table gives a sector bitmap a state that it cannot have",
            Advice.RESTORE,
            "2.5.1.2"),
    BITMAP_NEEDLESS(
            "vhdx.bitmap-needless",
            Severity.NOTE,
            "The table keeps a sector bitmap, though the disk has no parent",
            "Nothing has to be done; converting the disk leaves it out.",
            "2.5.1.2"),
    PARENT_UNNAMED(
            "vhdx.parent-unnamed",
            Severity.LOSS,
            "The disk does not say where its parent is or what it held, so it cannot be attached",
            "Restore it from a backup, or reconnect it to its parent with Set-VHD.",
            "2.6.2.6"),
    FIXED_UNWRITTEN(
            "vhdx.fixed-unwritten",
            Severity.NOTE,
            "The disk is fixed and keeps room in its file for blocks that were never written",
            "Nothing has to be done: a fixed disk has all of its room from the start.",
            "Observed: fixed disks of qemu-img"),
    FILE_LONG(
            "vhdx.file-long",
            Severity.WASTE,
            "The file goes on after the last thing that is in it",
            "Compact the disk.",
            "Observed: blocks freed at the end of the file");

    private static final class Advice {
        static final String RESTORE = "Restore the disk from a backup.";
        static final String RESTORE_BLOCK = "Save what can still be read, then restore the disk from a backup.";
        static final String NEXT_ATTACH = "Nothing is lost. Windows puts it right when the disk is next attached.";
    }

    private final String id;
    private final Severity severity;
    private final String broken;
    private final String advice;
    private final String source;

    VhdxRule(String id, Severity severity, String broken, String advice, String source) {
        this.id = id;
        this.severity = severity;
        this.broken = broken;
        this.advice = advice;
        this.source = source;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String broken() {
        return broken;
    }

    @Override
    public String advice() {
        return advice;
    }

    @Override
    public String source() {
        return source.startsWith("Observed") ? source : "[MS-VHDX] " + source;
    }
}
