/**
 * Reports of rehearsals of the loss of a site, which anybody can prove unaltered. Knows no Spring. {@link DrillReport} is what a drill
 * says, {@link SignedReport} its file (docs/formats/drill-report.md).
 */
@NullMarked
package dev.profilekeep.drill;

import org.jspecify.annotations.NullMarked;
