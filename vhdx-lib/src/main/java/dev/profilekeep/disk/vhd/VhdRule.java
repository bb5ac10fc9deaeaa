package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.finding.Rule;
import dev.profilekeep.disk.finding.Severity;

/** What must hold in a VHD, by the "Virtual Hard Disk Image Format Specification". */
public enum VhdRule implements Rule {
    FOOTER(
            "vhd.footer",
            Severity.REPAIRABLE,
            "The footer at the end of the file is damaged; its copy at the start is used",
            "Convert the disk to VHDX, which has no footer.",
            "Hard Disk Footer Format"),
    FOOTER_COPY(
            "vhd.footer-copy",
            Severity.REPAIRABLE,
            "The copy of the footer at the start of the file is damaged, missing or differs from the footer",
            "Nothing is lost as long as the footer is sound. Convert the disk to VHDX, which has no footer.",
            "Hard Disk Footer Format"),
    FOOTERS(
            "vhd.footers",
            Severity.LOSS,
            "No footer of the file is sound, so Windows does not attach the disk",
            "Restore the disk from a backup. If only the checksum is wrong, qemu-img still converts it.",
            "Hard Disk Footer Format"),
    HEADER(
            "vhd.header",
            Severity.LOSS,
            "The header of the block table is damaged",
            "Restore the disk from a backup.",
            "Dynamic Disk Header Format"),
    TABLE(
            "vhd.table",
            Severity.LOSS,
            "The block table is too short for the disk or lies outside the file",
            "Restore the disk from a backup.",
            "Block Allocation Table"),
    BLOCK_OUTSIDE(
            "vhd.block-outside",
            Severity.LOSS,
            "A block lies outside the file: the file was cut short",
            "Restore the disk from a backup.",
            "Block Allocation Table"),
    BLOCK_IN_STRUCTURE(
            "vhd.block-in-structure",
            Severity.DANGER,
            "A block lies where the footer, the header or the table lie: one overwrites the other",
            "Restore the disk from a backup.",
            "Block Allocation Table"),
    BLOCK_OVERLAP(
            "vhd.block-overlap",
            Severity.DANGER,
            "Two blocks lie in the same place of the file: writing to one changes the other",
            "Restore the disk from a backup.",
            "Block Allocation Table"),
    TOO_MANY_BLOCKS(
            "vhd.too-many-blocks",
            Severity.NOTE,
            "The disk is in so many blocks that it was not checked whether two lie in one place",
            "Convert the disk to VHDX and check that.",
            "ProfileKeep"),
    LOCATOR(
            "vhd.locator",
            Severity.REPAIRABLE,
            "One of the paths to the parent lies outside the file",
            "Reconnect the disk to its parent with Set-VHD, which writes all paths anew.",
            "Parent Locator"),
    PARENT_UNNAMED(
            "vhd.parent-unnamed",
            Severity.LOSS,
            "The disk does not say where its parent is, so it cannot be attached",
            "Restore it from a backup, or reconnect it to its parent with Set-VHD.",
            "Parent Locator"),
    FIXED_SHORT(
            "vhd.fixed-short",
            Severity.LOSS,
            "The file is shorter than the disk in it: it was cut short",
            "Restore the disk from a backup.",
            "Hard Disk Footer Format"),
    FILE_LONG(
            "vhd.file-long",
            Severity.WASTE,
            "The file goes on after the last thing that is in it",
            "Convert or compact the disk.",
            "Observed: blocks freed at the end of the file");

    private final String id;
    private final Severity severity;
    private final String broken;
    private final String advice;
    private final String source;

    VhdRule(String id, Severity severity, String broken, String advice, String source) {
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
        return source.startsWith("Observed") || source.equals("ProfileKeep") ? source : "VHD specification, " + source;
    }
}
