package dev.profilekeep.cli;

import dev.profilekeep.inventory.RunControl;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and a polite kill into a request to stop, and holds the end of the process up until the command has ended in good
 * order. Close it when it has.
 */
final class Interruption implements RunControl, AutoCloseable {
    /** More than a flush takes where others write, too: who cannot wait kills. */
    private static final int PATIENCE_SECONDS = 120;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::asked, "interruption");
    private volatile boolean stop;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public boolean stopAsked() {
        return stop;
    }

    private void asked() {
        stop = true;
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("profilekeep: told to end, and the work did not within " + PATIENCE_SECONDS
                        + " s; what it was writing may be left as a file that ends in .part");
                Runtime.getRuntime().halt(ProfileKeepCli.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
