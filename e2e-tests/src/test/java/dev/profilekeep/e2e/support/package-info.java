/**
 * What the flows stand on: {@link dev.profilekeep.e2e.support.PortalUnderTest} starts the packaged portal,
 * {@link dev.profilekeep.e2e.support.Browsers} the one browser of the run, {@link dev.profilekeep.e2e.support.Visits} gives
 * a test its visitors, each with a browser context of their own.
 */
@NullMarked
package dev.profilekeep.e2e.support;

import org.jspecify.annotations.NullMarked;
