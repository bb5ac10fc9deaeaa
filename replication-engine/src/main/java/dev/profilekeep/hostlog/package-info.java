/**
 * Reads the newest lines of hosts' FSLogix logs where they are collected on a share ({@link dev.profilekeep.hostlog.HostLogs}): a few
 * hosts, a bounded piece of a file, for a bounded time, and never more than reading.
 */
@NullMarked
package dev.profilekeep.hostlog;

import org.jspecify.annotations.NullMarked;
