package dev.profilekeep.disk.check;

import dev.profilekeep.disk.finding.Rule;
import dev.profilekeep.disk.finding.Severity;

/** Rules for the disk as a whole. */
public enum DiskRule implements Rule {
    READ_ERROR(
            "disk.read-error",
            Severity.LOSS,
            "A part of the file cannot be read",
            "Copy the file elsewhere; if that fails too, the storage under the share is failing: restore from a backup."),
    NOT_OPENED(
            "disk.not-opened",
            Severity.LOSS,
            "The disk cannot be opened, so what is in it was not checked",
            "Restore the disk from a backup."),
    PARENT(
            "disk.parent",
            Severity.LOSS,
            "The parent of the disk is there, but is not the one that the disk was made from, or is damaged itself",
            "Put the right parent in its place; do not write to either of them."),
    TABLE_LOST(
            "disk.table-lost",
            Severity.LOSS,
            "The partition table is gone: a file system is in the disk, but nothing leads to it, so Windows does not show it",
            "Restore the disk from a backup, or let a recovery tool (testdisk) write the table anew."),
    VOLUME_NOT_OPENED(
            "disk.volume-not-opened",
            Severity.LOSS,
            "The file system cannot be opened",
            "Restore the disk from a backup.");

    private final String id;
    private final Severity severity;
    private final String broken;
    private final String advice;

    DiskRule(String id, Severity severity, String broken, String advice) {
        this.id = id;
        this.severity = severity;
        this.broken = broken;
        this.advice = advice;
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
        return "ProfileKeep";
    }
}
