/**
 * Rehearsals of the loss of a site, on clones of the containers of test users; and reports of them that anybody can prove unaltered. Knows no Spring. {@link DrillReport} is what a drill
 * says, {@link SignedReport} its file (docs/formats/drill-report.md).
 */
@NullMarked
package dev.profilekeep.drill;

import org.jspecify.annotations.NullMarked;
