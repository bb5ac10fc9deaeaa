package dev.profilekeep.disk.vhdx;

import java.util.UUID;

/** Offsets, sizes, identifiers and limits of the format, each with its section of [MS-VHDX]. Sizes and offsets in bytes. */
final class Layout {
    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;

    /** 2.2: the file identifier, two headers and two region tables stand at fixed places. */
    static final int HEADER_1 = 64 * KIB;

    static final int HEADER_2 = 128 * KIB;
    static final int HEADER_BYTES = 4 * KIB;
    static final int REGION_TABLE_1 = 192 * KIB;
    static final int REGION_TABLE_2 = 256 * KIB;
    static final int REGION_TABLE_BYTES = 64 * KIB;
    /** Everything at a fixed place, read at once. */
    static final int HEADER_SECTION = REGION_TABLE_2 + REGION_TABLE_BYTES;

    /** 2.2.3.1 and 2.6.1.1. */
    static final int MAX_TABLE_ENTRIES = 2047;

    /** 2.2.3.2: the known regions. */
    static final UUID BAT_REGION = UUID.fromString("2dc27766-f623-4200-9d64-115e9bfd4a08");

    static final UUID METADATA_REGION = UUID.fromString("8b7ca206-4790-4b9a-b8fe-575f050f886e");

    /** 2.6.2: the known metadata items. */
    static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");

    static final UUID VIRTUAL_DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    static final UUID VIRTUAL_DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    static final UUID LOGICAL_SECTOR_SIZE = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    static final UUID PHYSICAL_SECTOR_SIZE = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");
    /** 2.6.2.6.3: the only locator type that is described. */
    static final UUID VHDX_PARENT = UUID.fromString("b04aefb7-d19e-4a81-b789-25b8e9445913");

    static final int METADATA_TABLE_BYTES = 64 * KIB;
    static final int MAX_METADATA_ITEM = MIB;
    static final int MAX_USER_ITEMS = 1024;

    /** 2.6.2.1. */
    static final int MIN_BLOCK = MIB;

    static final int MAX_BLOCK = 256 * MIB;
    /** 2.6.2.2. */
    static final long MAX_VIRTUAL_SIZE = 64L << 40;
    /** 2.4: sectors that one sector bitmap block of 1 MiB describes. */
    static final long SECTORS_PER_CHUNK = 1L << 23;

    /** 2.3: everything in the log comes in sectors of this size. */
    static final int LOG_SECTOR = 4 * KIB;
    /** Windows and qemu make logs of 1 MiB; the log is read as a whole, so there is a limit. */
    static final int MAX_LOG = 64 * MIB;
    /** Headers are never changed through the log (2.3), so nothing before the region tables is. */
    static final long FIRST_LOGGABLE = REGION_TABLE_1;
    /** A disk of 64 TiB with its tables fits twice: a file offset beyond it is nonsense. */
    static final long MAX_FILE = 128L << 40;

    private Layout() {}
}
