package dev.profilekeep.cli;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.ntfs.NtfsVolume;

/** An NTFS volume of a disk, open for reading, and where it lies. */
record OpenVolume(OpenFile file, VirtualDisk disk, Volumes.Place place, NtfsVolume volume) {}
