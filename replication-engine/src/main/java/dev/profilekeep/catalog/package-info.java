/** The catalog: what is known of the estate, kept in H2 or PostgreSQL by plain JDBC. */
@NullMarked
package dev.profilekeep.catalog;

import org.jspecify.annotations.NullMarked;
