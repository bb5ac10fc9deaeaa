package dev.profilekeep.broker;

/** Somebody who is signed in at a host of a pool. */
public record DesktopSession(String id, String sid, String poolId, String host) {}
