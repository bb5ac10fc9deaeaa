package dev.profilekeep.restore;

import dev.profilekeep.lock.Look;
import java.io.IOException;

/** What must still be so when copies change hands, besides what holds for every act. */
interface Still {
    /** Nothing more. */
    Still NOTHING_MORE = new Still() {
        @Override
        public void whenFree(Look look) {
            // it is free, and that is all
        }

        @Override
        public void whenHeld() {
            // all of them are held, and that is all
        }
    };

    /** @param look that was made after the new files, and found nothing that locks the container */
    void whenFree(Look look) throws IOException, RefusedException;

    /** Asked while all copies are held alone; has a second or two. */
    void whenHeld() throws IOException, RefusedException;
}
