package dev.profilekeep.backup.snapshot;

import dev.profilekeep.content.ContentMap;

/**
 * A container as it goes into a snapshot.
 *
 * @param map whose nodes and content the session has
 */
public record ContainerBackup(ContainerFacts facts, ContentMap map, Envelope envelope) {}
