/**
 * The REST API, version 1; described in docs/api.md and, for programs, in the files of the folder {@code openapi} ({@code OpenApiDocument}).
 *
 * <p>A new call has a row in {@code ApiAccessIT} (who gets what answer), a place in one of those files or in a new one named in
 * {@code OpenApiDocument}, and {@code KeepsToScope} if it shows and changes nothing beyond the scope of whoever asks; without that
 * it is closed to tokens with a scope.
 */
@NullMarked
package dev.profilekeep.portal.rest;

import org.jspecify.annotations.NullMarked;
