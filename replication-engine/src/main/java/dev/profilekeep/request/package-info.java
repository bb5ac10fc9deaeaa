/**
 * What people want back: a restore is asked for, another person says yes to it, and it begins by itself when nobody works with the container. {@link
 * dev.profilekeep.request.Requests} is the door to what people do, {@link dev.profilekeep.request.RequestRunner} does what was agreed through a {@link
 * dev.profilekeep.request.Restorer}. Who may ask and decide by role and scope is for the caller to check before.
 */
@NullMarked
package dev.profilekeep.request;

import org.jspecify.annotations.NullMarked;
