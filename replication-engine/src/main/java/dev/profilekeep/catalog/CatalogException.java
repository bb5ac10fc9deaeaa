package dev.profilekeep.catalog;

import org.jspecify.annotations.Nullable;

/** The catalog cannot be opened or does not do what was asked; the message is for an administrator. */
public class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
