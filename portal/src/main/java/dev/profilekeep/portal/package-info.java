/** The Spring Boot application: views and REST API. */
@NullMarked
package dev.profilekeep.portal;

import org.jspecify.annotations.NullMarked;
