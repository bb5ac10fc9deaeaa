package dev.profilekeep.disk.content;

import dev.profilekeep.disk.io.ByteRange;

/** A part of a disk of which all is known in one way. */
sealed interface DiskSection permits DiskSection.Raw, DiskSection.Files {
    ByteRange range();

    /** Bytes of it that count. */
    long countedBytes();

    /** All of it counts. */
    record Raw(Owner.Region owner, ByteRange range) implements DiskSection {
        @Override
        public long countedBytes() {
            return range.length();
        }
    }

    /** What files and their volume say counts. */
    record Files(VolumeContent content, long countedBytes) implements DiskSection {
        @Override
        public ByteRange range() {
            return content.range();
        }
    }
}
