/** Which site of a set people work at: one, with an epoch, in the catalog and in a signed file beside the copies at every location. docs/formats/active-site.md has the file. */
@NullMarked
package dev.profilekeep.site;

import org.jspecify.annotations.NullMarked;
