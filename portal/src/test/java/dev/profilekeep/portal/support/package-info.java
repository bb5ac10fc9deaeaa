/** What the tests of the portal share: people, containers, and doors that answer from memory. */
@NullMarked
package dev.profilekeep.portal.support;

import org.jspecify.annotations.NullMarked;
