/**
 * Session hosts: who works where, when each was started, what they say about their own disks. Told by hosts ({@code HostReports}),
 * brokers and administrators (imports of {@code CatalogSessions}); asked for through {@code SessionDirectory}. Every fact carries
 * who told it and when; nothing here is rounded to an answer.
 */
@NullMarked
package dev.profilekeep.session;

import org.jspecify.annotations.NullMarked;
