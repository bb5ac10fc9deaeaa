/** The REST API, version 1; described in docs/api.md. */
@NullMarked
package dev.profilekeep.portal.rest;

import org.jspecify.annotations.NullMarked;
