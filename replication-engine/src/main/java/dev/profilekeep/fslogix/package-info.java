/**
 * What FSLogix writes and what it means: its logs ({@code FslogixLog}, {@code LogObservations}) and the codes it and Windows give
 * ({@code CodeExplainer}). Only what public sources say, each with its confidence; what is not known is said to be so.
 */
@NullMarked
package dev.profilekeep.fslogix;

import org.jspecify.annotations.NullMarked;
