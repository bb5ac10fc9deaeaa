package dev.profilekeep.replica;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;
import java.time.Instant;

/**
 * The last time that two copies were proved to say the same.
 *
 * @param active the state of the active copy's file then
 * @param further that of the other one
 * @param provedAt when
 * @param sameUntil when both were last seen in those states: until then the further copy had all that the active site wrote
 */
public record Agreement(
        ContentMap.Rules rules,
        Sha256 root,
        FileState active,
        FileState further,
        Instant provedAt,
        Instant sameUntil) {}
