package dev.profilekeep.disk.vhdx;

import java.util.UUID;

/**
 * What a VHDX says of itself beside what every virtual disk has.
 *
 * @param creator the program that made the file, by its own word; may be empty
 * @param fileWriteGuid changes when the file is opened for writing and changed
 * @param dataWriteGuid changes when what the disk holds is changed
 * @param virtualDiskId the disk's identity (SCSI page 83)
 * @param fixed every block is meant to stay allocated; false for a differencing disk
 * @param logReplayed the file was not closed properly: its log had to be replayed, here in memory
 */
public record VhdxInfo(
        String creator,
        UUID fileWriteGuid,
        UUID dataWriteGuid,
        UUID virtualDiskId,
        boolean fixed,
        boolean logReplayed) {}
