/**
 * Web components with their Java wrappers, and the theme. Knows Vaadin alone.
 *
 * <p>Most callers need {@link dev.profilekeep.ui.StatusBadge}, {@link dev.profilekeep.ui.EvidenceList},
 * {@link dev.profilekeep.ui.CapacityBar}, {@link dev.profilekeep.ui.GrowthChart} and
 * {@link dev.profilekeep.ui.BlockMap}; an application shell calls {@link dev.profilekeep.ui.Appearance} once. Data comes
 * in as records of plain values, so that no engine type is needed. The components bring their own words in English and
 * German and follow the locale of the UI they are in; sizes, numbers and times are formatted in the browser, in the
 * person's locale and time zone.
 *
 * <p>Like all of Vaadin, a component belongs to one UI and is used under that session's lock.
 */
@NullMarked
package dev.profilekeep.ui;

import org.jspecify.annotations.NullMarked;
