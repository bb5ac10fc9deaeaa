/** An identity provider for demonstrations, inside the application and in the Spring profile {@code demo} only. */
@NullMarked
package dev.profilekeep.security.demo;

import org.jspecify.annotations.NullMarked;
