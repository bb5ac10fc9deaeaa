/**
 * Whether a person's sign-in would work at a site, with what that rests on. The door is {@link dev.profilekeep.readiness.ReadinessService}; {@link
 * dev.profilekeep.readiness.Judge} decides.
 */
@NullMarked
package dev.profilekeep.readiness;

import org.jspecify.annotations.NullMarked;
