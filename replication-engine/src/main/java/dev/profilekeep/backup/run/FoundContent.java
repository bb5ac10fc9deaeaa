package dev.profilekeep.backup.run;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.storage.StoredFile;

/**
 * What a container says by its content map, and what its file was before and after that was found.
 *
 * @param file as the server told of it
 * @param stamp of its headers, as {@link dev.profilekeep.disk.info.DiskInspector#stamp} gives it
 * @param root of the map
 */
public record FoundContent(StoredFile file, String stamp, ContentMap.Rules rules, Sha256 root) {
    static FoundContent of(StoredFile file, String stamp, ContentMap map) {
        return new FoundContent(file, stamp, map.rules(), map.root());
    }
}
