/**
 * Chunks of a repository: {@link dev.profilekeep.backup.chunk.ChunkStore} reads them, a {@link dev.profilekeep.backup.chunk.WriteSession} adds
 * some, a {@link dev.profilekeep.backup.chunk.BundleKeeper} puts small ones together while a map is made, and
 * {@link dev.profilekeep.backup.chunk.MapContent} gives back what maps name.
 */
@NullMarked
package dev.profilekeep.backup.chunk;

import org.jspecify.annotations.NullMarked;
