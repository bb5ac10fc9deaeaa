/** My profile: what a person is told about their own containers. */
@NullMarked
package dev.profilekeep.portal.myprofile;

import org.jspecify.annotations.NullMarked;
