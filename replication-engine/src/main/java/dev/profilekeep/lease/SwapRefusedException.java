package dev.profilekeep.lease;

import java.io.IOException;

/** The swap is not possible, or its new file is not as it has to be. Nothing that has a container's name was touched. */
public final class SwapRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    SwapRefusedException(String why) {
        super(why);
    }
}
