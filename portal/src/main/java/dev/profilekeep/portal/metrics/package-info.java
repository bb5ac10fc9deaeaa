/** Numbers for a collector of metrics: of the estate, the jobs and the storage, none of them about a person. */
@NullMarked
package dev.profilekeep.portal.metrics;

import org.jspecify.annotations.NullMarked;
