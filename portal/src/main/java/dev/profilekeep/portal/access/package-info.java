/** Who may do what: the roles named at routes and services, and what somebody sees who may not. */
@NullMarked
package dev.profilekeep.portal.access;

import org.jspecify.annotations.NullMarked;
