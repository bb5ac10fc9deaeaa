package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.finding.Rule;
import dev.profilekeep.disk.finding.Severity;

/** What must hold in an NTFS volume. No specification is public: the sources are ntfs-3g's layout.h and what Windows writes. */
public enum NtfsRule implements Rule {
    BOOT(
            "ntfs.boot",
            Severity.REPAIRABLE,
            "The boot sector is damaged; its copy at the end of the volume is sound",
            "Copy the boot sector from the end of the partition over the first one (testdisk does that).",
            "layout.h, NTFS_BOOT_SECTOR"),
    BOOT_LOST(
            "ntfs.boot-lost",
            Severity.LOSS,
            "The boot sector is damaged so that Windows does not mount the volume, and there is no sound copy of it",
            "Restore the disk from a backup, or copy the files out with ProfileKeep, which still reads them.",
            "layout.h, NTFS_BOOT_SECTOR"),
    BOOT_COPY(
            "ntfs.boot-copy",
            Severity.REPAIRABLE,
            "The copy of the boot sector at the end of the volume differs from the first",
            Advice.CHKDSK,
            "layout.h, NTFS_BOOT_SECTOR"),
    BOOT_COPY_CODE(
            "ntfs.boot-copy-code",
            Severity.NOTE,
            "The boot sector and its copy describe the same volume, and differ in the program that starts Windows",
            "Nothing has to be done: nobody starts Windows from a profile. ntfsfix makes them equal.",
            "layout.h, NTFS_BOOT_SECTOR"),
    MIRROR(
            "ntfs.mirror",
            Severity.REPAIRABLE,
            "The copy of the first records of $MFT, $MFTMirr, is damaged or differs",
            Advice.CHKDSK,
            "layout.h, FILE_MFTMirr"),
    DIRTY(
            "ntfs.dirty",
            Severity.REPAIRABLE,
            "The volume asks to be checked: Windows met an error, or was interrupted",
            Advice.CHKDSK,
            "layout.h, VOLUME_IS_DIRTY"),
    LOG_OPEN(
            "ntfs.log-open",
            Severity.REPAIRABLE,
            "The volume was not unmounted properly: its $LogFile holds changes that are not all in place",
            "Attach and detach the disk once, which replays the log, and check again: what else was found may be gone.",
            "layout.h, RESTART_AREA"),
    LOG(
            "ntfs.log",
            Severity.REPAIRABLE,
            "The $LogFile of the volume cannot be read",
            Advice.CHKDSK,
            "layout.h, RESTART_PAGE_HEADER"),
    VOLUME(
            "ntfs.volume",
            Severity.REPAIRABLE,
            "What the volume says about itself, $Volume, is damaged",
            Advice.CHKDSK,
            "layout.h, VOLUME_INFORMATION"),
    UPCASE(
            "ntfs.upcase",
            Severity.REPAIRABLE,
            "The table of capital letters, $UpCase, by which names are found, is damaged",
            Advice.CHKDSK,
            "layout.h, FILE_UpCase"),
    BITMAP_LOST(
            "ntfs.bitmap-lost",
            Severity.DANGER,
            "The map of used clusters, $Bitmap, cannot be read, so Windows cannot tell what is free",
            Advice.CHKDSK,
            "layout.h, FILE_Bitmap"),
    RECORD(
            "ntfs.record",
            Severity.LOSS,
            "The record of a file is damaged: what the file was and where its content lies is lost",
            Advice.RESTORE_FILE,
            "layout.h, MFT_RECORD"),
    RECORD_TORN(
            "ntfs.record-torn",
            Severity.LOSS,
            "The record of a file was only partly written",
            Advice.RESTORE_FILE,
            "layout.h, NTFS_RECORD"),
    RECORD_NUMBER(
            "ntfs.record-number",
            Severity.LOSS,
            "A record says that it is another one: it was written to the wrong place",
            Advice.RESTORE_FILE,
            "layout.h, mft_record_number"),
    RECORD_MARKED_FREE(
            "ntfs.record-marked-free",
            Severity.DANGER,
            "The record of a file is in use, but $MFT's bitmap calls it free: the next new file overwrites it",
            Advice.CHKDSK,
            "layout.h, FILE_MFT"),
    RECORD_MARKED_USED(
            "ntfs.record-marked-used",
            Severity.WASTE,
            "$MFT's bitmap calls records used that no file uses",
            Advice.CHKDSK_SOME_TIME,
            "layout.h, FILE_MFT"),
    RECORD_BITMAP(
            "ntfs.record-bitmap",
            Severity.DANGER,
            "$MFT's own bitmap, which says which records are in use, cannot be read or is too short",
            Advice.CHKDSK,
            "layout.h, FILE_MFT"),
    ATTRIBUTE(
            "ntfs.attribute",
            Severity.LOSS,
            "A part of a file's record is damaged, and whatever it describes is lost",
            Advice.RESTORE_FILE,
            "layout.h, ATTR_RECORD"),
    ATTRIBUTE_ORDER(
            "ntfs.attribute-order",
            Severity.REPAIRABLE,
            "The parts of a file are not in their order, so that Windows looks for some of them in the wrong place",
            Advice.CHKDSK,
            "layout.h, ATTR_RECORD"),
    ATTRIBUTE_ID(
            "ntfs.attribute-id",
            Severity.NOTE,
            "The identifiers of a file's parts are not as they should be",
            "Nothing is lost. chkdsk /f numbers them anew.",
            "layout.h, next_attr_instance"),
    ATTRIBUTE_TYPE(
            "ntfs.attribute-type",
            Severity.LOSS,
            "A part of a file is of a kind that the volume does not have, so that what it was is not found",
            Advice.RESTORE_FILE,
            "layout.h, ATTR_DEF"),
    NO_CONTENT(
            "ntfs.no-content",
            Severity.LOSS,
            "A file has no content, not even an empty one",
            Advice.RESTORE_FILE,
            "layout.h, AT_DATA"),
    RUN_OUTSIDE(
            "ntfs.run-outside",
            Severity.LOSS,
            "A file says that its content lies outside the volume",
            Advice.RESTORE_FILE,
            "layout.h, ATTR_RECORD"),
    LIST(
            "ntfs.list",
            Severity.LOSS,
            "The list that says in which records the parts of a file are is damaged or does not fit them",
            Advice.RESTORE_FILE,
            "layout.h, ATTR_LIST_ENTRY"),
    ORPHAN_RECORD(
            "ntfs.orphan-record",
            Severity.WASTE,
            "A record continues a file that does not know of it",
            Advice.CHKDSK_SOME_TIME,
            "layout.h, base_mft_record"),
    STREAM_PIECES(
            "ntfs.stream-pieces",
            Severity.LOSS,
            "The pieces of a file's content leave a gap, overlap, or the first one is missing",
            Advice.RESTORE_FILE,
            "layout.h, lowest_vcn"),
    STREAM_SHORT(
            "ntfs.stream-short",
            Severity.LOSS,
            "A file is said to be longer than the clusters that it has",
            Advice.RESTORE_FILE,
            "layout.h, data_size"),
    SIZES(
            "ntfs.sizes",
            Severity.REPAIRABLE,
            "The sizes of a file's content contradict each other",
            Advice.CHKDSK,
            "layout.h, allocated_size"),
    OVERLAP(
            "ntfs.overlap",
            Severity.LOSS,
            "The same clusters belong to two files, or twice to one: one of them has the other's content",
            "Save both files, run chkdsk, and restore from a backup the one whose content is wrong.",
            "layout.h, ATTR_RECORD"),
    CLUSTER_MARKED_FREE(
            "ntfs.cluster-marked-free",
            Severity.DANGER,
            "Clusters are in use, but $Bitmap calls them free: the next file written overwrites them",
            Advice.CHKDSK,
            "layout.h, FILE_Bitmap"),
    CLUSTER_MARKED_USED(
            "ntfs.cluster-marked-used",
            Severity.WASTE,
            "$Bitmap calls clusters used that no file uses",
            Advice.CHKDSK_SOME_TIME,
            "layout.h, FILE_Bitmap"),
    BAD_CLUSTERS(
            "ntfs.bad-clusters",
            Severity.NOTE,
            "The volume keeps clusters aside that could not be read once",
            "Nothing has to be done. Converting the disk after chkdsk /b gives the room back.",
            "layout.h, FILE_BadClus"),
    STANDARD(
            "ntfs.standard-information",
            Severity.REPAIRABLE,
            "A file has no times and attributes of its own",
            Advice.CHKDSK,
            "layout.h, STANDARD_INFORMATION"),
    NAMELESS(
            "ntfs.nameless",
            Severity.WASTE,
            "A file has no name: it was deleted while somebody had it open, and nobody can reach it",
            Advice.CHKDSK_SOME_TIME,
            "layout.h, FILE_NAME_ATTR"),
    LINKS(
            "ntfs.links",
            Severity.REPAIRABLE,
            "A file's record counts another number of names than it has",
            Advice.CHKDSK,
            "layout.h, link_count"),
    NOT_A_DIRECTORY(
            "ntfs.not-a-directory",
            Severity.LOSS,
            "A directory has lost the root of its index, so that Windows cannot list it",
            Advice.CHKDSK,
            "layout.h, INDEX_ROOT"),
    INDEX(
            "ntfs.index",
            Severity.REPAIRABLE,
            "An index is damaged: until chkdsk has run, Windows does not find all that it leads to",
            Advice.CHKDSK,
            "layout.h, INDEX_BLOCK"),
    INDEX_ORDER(
            "ntfs.index-order",
            Severity.REPAIRABLE,
            "The entries of an index are not in their order, so that Windows looks for some of them in the wrong place",
            Advice.CHKDSK,
            "layout.h, COLLATION_RULES"),
    INDEX_BLOCK_MARKED_FREE(
            "ntfs.index-block-marked-free",
            Severity.DANGER,
            "A block of an index is in use, but the bitmap of the index calls it free: the next new name overwrites it",
            Advice.CHKDSK,
            "layout.h, INDEX_ALLOCATION"),
    INDEX_BLOCK_UNUSED(
            "ntfs.index-block-unused",
            Severity.WASTE,
            "The bitmap of an index calls blocks used that its tree does not lead to",
            Advice.CHKDSK_SOME_TIME,
            "layout.h, INDEX_ALLOCATION"),
    ENTRY_PARENT(
            "ntfs.entry-parent",
            Severity.REPAIRABLE,
            "A name in a directory says that it belongs to another directory",
            Advice.CHKDSK,
            "layout.h, FILE_NAME_ATTR"),
    ENTRY_GONE(
            "ntfs.entry-gone",
            Severity.LOSS,
            "A directory names a file that does not exist",
            Advice.RESTORE_FILE,
            "layout.h, INDEX_ENTRY"),
    ENTRY_FOREIGN(
            "ntfs.entry-foreign",
            Severity.REPAIRABLE,
            "A directory gives a file a name that the file itself does not know",
            Advice.CHKDSK,
            "layout.h, INDEX_ENTRY"),
    NAME_MISSING(
            "ntfs.name-missing",
            Severity.REPAIRABLE,
            "A file has a name that its directory does not list, so that nobody finds it there",
            Advice.CHKDSK,
            "layout.h, FILE_NAME_ATTR"),
    LOST_FILE(
            "ntfs.lost-file",
            Severity.LOSS,
            "A file lies in a directory that does not exist, so that it has no path any more",
            "Attach the disk and run chkdsk /f on the volume, which puts such files into found.000.",
            "layout.h, FILE_NAME_ATTR"),
    LOOP(
            "ntfs.loop",
            Severity.LOSS,
            "Directories lie in each other in a circle, so that nothing in them has a path any more",
            "Attach the disk and run chkdsk /f on the volume, which puts such files into found.000.",
            "layout.h, FILE_NAME_ATTR"),
    SECURE(
            "ntfs.secure",
            Severity.REPAIRABLE,
            "The store of owners and access lists, $Secure, is damaged",
            Advice.CHKDSK_ACL,
            "layout.h, SECURITY_DESCRIPTOR_HEADER"),
    SECURE_COPY(
            "ntfs.secure-copy",
            Severity.REPAIRABLE,
            "Of a security descriptor only one of two copies is sound",
            Advice.CHKDSK,
            "layout.h, SECURITY_DESCRIPTOR_HEADER"),
    SECURITY_ID(
            "ntfs.security-id",
            Severity.REPAIRABLE,
            "A file refers to an owner and access list that the volume does not have",
            Advice.CHKDSK_ACL,
            "layout.h, security_id"),
    TOO_FRAGMENTED(
            "ntfs.too-fragmented",
            Severity.NOTE,
            "The volume is so large and so full of holes that not all of its clusters were compared with $Bitmap",
            "Nothing has to be done; chkdsk compares them all.",
            "ProfileKeep");

    private static final class Advice {
        static final String CHKDSK = "Attach the disk and run chkdsk /f on the volume.";
        static final String CHKDSK_SOME_TIME = "Nothing is lost. chkdsk /f gives the room back.";
        static final String CHKDSK_ACL =
                "Attach the disk, run chkdsk /f on the volume, and set the permissions of the profile again.";
        static final String RESTORE_FILE = "Restore the file from a backup; then run chkdsk /f on the volume.";
    }

    private final String id;
    private final Severity severity;
    private final String broken;
    private final String advice;
    private final String source;

    NtfsRule(String id, Severity severity, String broken, String advice, String source) {
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
        return source.startsWith("layout.h") ? "ntfs-3g " + source : source;
    }
}
