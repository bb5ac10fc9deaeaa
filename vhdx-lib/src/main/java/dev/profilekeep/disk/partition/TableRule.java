package dev.profilekeep.disk.partition;

import dev.profilekeep.disk.finding.Rule;
import dev.profilekeep.disk.finding.Severity;

/** What must hold for the division of a disk into partitions. */
public enum TableRule implements Rule {
    GPT_LOST(
            "table.gpt-lost",
            Severity.LOSS,
            "Neither copy of the GPT is sound, so nothing says where the partitions are",
            "Restore the disk from a backup, or let a recovery tool look for the partitions.",
            "UEFI 2.10, 5.3"),
    GPT_FIRST(
            "table.gpt-first",
            Severity.REPAIRABLE,
            "The first copy of the GPT is damaged; the one at the end of the disk is used",
            "Attach the disk; if Windows does not renew the first copy by itself, diskpart or gdisk does.",
            "UEFI 2.10, 5.3.2"),
    GPT_BACKUP(
            "table.gpt-backup",
            Severity.REPAIRABLE,
            "The second copy of the GPT is damaged or missing",
            "Nothing is lost as long as the first is sound. Windows writes both when a partition is next changed.",
            "UEFI 2.10, 5.3.2"),
    GPT_DIFFER(
            "table.gpt-differ",
            Severity.REPAIRABLE,
            "The two copies of the GPT name different partitions; the first is used",
            "Nothing is lost as long as the first is sound. Windows writes both when a partition is next changed.",
            "UEFI 2.10, 5.3.2"),
    GPT_ENTRY(
            "table.gpt-entry",
            Severity.LOSS,
            "An entry of the GPT names no possible place, so the partition that it stood for is not found",
            "The other partitions are as they were. If something was in this one, restore the disk from a backup or let a"
                    + " recovery tool look for it; if not, delete the entry with gdisk.",
            "UEFI 2.10, 5.3.3"),
    GPT_USABLE(
            "table.gpt-usable",
            Severity.REPAIRABLE,
            "The part of the disk that the GPT sets aside for partitions is not where they are, or ends past the disk's end",
            "Nothing is lost, but Linux and partitioning tools may refuse the disk. gdisk puts the bounds right.",
            "UEFI 2.10, 5.3.2"),
    GPT_NOT_AT_END(
            "table.gpt-not-at-end",
            Severity.NOTE,
            "The second copy of the GPT is not at the end of the disk: the disk was made larger",
            "Nothing has to be done. Windows moves it when a partition is next changed.",
            "UEFI 2.10, 5.3.2"),
    GPT_UNGUARDED(
            "table.gpt-unguarded",
            Severity.REPAIRABLE,
            "There is a GPT, but the first sector does not say so, and Windows does not look for it then",
            "Write a protective MBR with gdisk.",
            "UEFI 2.10, 5.2.3"),
    OVERLAP(
            "table.overlap",
            Severity.DANGER,
            "Two partitions share a part of the disk: writing to one changes the other",
            "Do not write to the disk. Restore it from a backup.",
            "UEFI 2.10, 5.3.1"),
    OVER_TABLE(
            "table.over-table",
            Severity.DANGER,
            "A partition lies over the partition table",
            "Do not write to the disk. Restore it from a backup.",
            "UEFI 2.10, 5.3.1"),
    OUTSIDE(
            "table.outside",
            Severity.LOSS,
            "A partition ends past the end of the disk",
            "If the disk was made smaller, what was behind its end is gone: restore it from a backup.",
            "UEFI 2.10, 5.3.1"),
    CHAIN(
            "table.chain",
            Severity.LOSS,
            "The chain of logical partitions is broken; those behind are not found",
            "Restore the disk from a backup, or let a recovery tool look for the partitions.",
            "Microsoft, How Basic Disks and Volumes Work");

    private final String id;
    private final Severity severity;
    private final String broken;
    private final String advice;
    private final String source;

    TableRule(String id, Severity severity, String broken, String advice, String source) {
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
        return source;
    }
}
