package dev.profilekeep.replica.estate;

import org.jspecify.annotations.Nullable;

/**
 * Which copies are to be compared.
 *
 * @param setId of one set; empty for all
 * @param containerId of one container; null for all
 * @param deep all of both is read, whatever did not change
 */
public record VerificationWish(String setId, @Nullable Long containerId, boolean deep) {
    /** As a night does. */
    public static final VerificationWish ALL = new VerificationWish("", null, false);
}
