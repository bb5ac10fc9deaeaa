package dev.profilekeep.catalog;

import org.jspecify.annotations.Nullable;

/** Another process has the catalog's file open: most likely the portal. */
public final class CatalogInUseException extends CatalogException {
    private static final long serialVersionUID = 1L;

    public CatalogInUseException(String url, @Nullable Throwable cause) {
        super(
                "the catalog " + url
                        + " is in use by another process, most likely the portal; an H2 file belongs to one"
                        + " process at a time",
                cause);
    }
}
