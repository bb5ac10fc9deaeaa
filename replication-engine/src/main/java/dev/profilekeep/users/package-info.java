/**
 * Who exists: lists of users that a directory exported, later the directory itself. The door is {@code Users}; others ask {@code
 * UserDirectory}.
 */
@NullMarked
package dev.profilekeep.users;

import org.jspecify.annotations.NullMarked;
