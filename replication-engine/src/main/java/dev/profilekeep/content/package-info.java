/**
 * Content maps: what a virtual disk says, as a list of chunks with their digests, whatever container it lies in. A map is a small head and a tree of
 * nodes that days share. {@link dev.profilekeep.content.MapMaker} makes one, and reads of a disk whose earlier map is known only what may
 * have changed; {@link dev.profilekeep.content.MapReader} reads it; {@link dev.profilekeep.content.MapDifference} tells two apart.
 * docs/formats/content-map.md has the bytes.
 */
@NullMarked
package dev.profilekeep.content;

import org.jspecify.annotations.NullMarked;
