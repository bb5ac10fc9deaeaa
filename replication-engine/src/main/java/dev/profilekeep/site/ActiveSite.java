package dev.profilekeep.site;

import java.time.Instant;

/**
 * The site from which the copies of a set are carried to others.
 *
 * @param epoch from 1 on, one more with each change of the site
 * @param since when it became that
 * @param by who said so
 */
public record ActiveSite(String setId, String siteId, long epoch, Instant since, String by, String reason) {}
