/**
 * What was found wrong, over time: new, persisting, resolved, accepted; per container, site and day. The door is {@code
 * HealthService}; who judges writes through {@code FindingBook}.
 */
@NullMarked
package dev.profilekeep.findings;

import org.jspecify.annotations.NullMarked;
