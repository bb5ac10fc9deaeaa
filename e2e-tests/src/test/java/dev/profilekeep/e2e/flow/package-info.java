/** What people do, from signing in to the end. Named by what a person does; each test stands alone. */
@NullMarked
package dev.profilekeep.e2e.flow;

import org.jspecify.annotations.NullMarked;
