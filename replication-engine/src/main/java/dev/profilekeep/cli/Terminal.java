package dev.profilekeep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Which of the two outputs a person is looking at. On Linux the kernel tells for each of them; elsewhere the script that starts
 * us may say so ({@code -Dprofilekeep.terminal=out,err}), and Java knows only whether input and output both are one.
 */
record Terminal(boolean out, boolean err) {
    static final Terminal NONE = new Terminal(false, false);

    static Terminal ofThisProcess() {
        String told = System.getProperty("profilekeep.terminal");
        if (told != null) {
            return new Terminal(told.contains("out"), told.contains("err"));
        }
        boolean both = System.console() != null;
        return new Terminal(both || isTerminal(1), both || isTerminal(2));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return false;
        }
    }
}
