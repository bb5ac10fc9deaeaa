/** Plain JDBC with less ceremony, for the packages that keep something in the catalog. The door is {@code Database}. */
@NullMarked
package dev.profilekeep.catalog.sql;

import org.jspecify.annotations.NullMarked;
