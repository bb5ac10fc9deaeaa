package dev.profilekeep.cli;

import dev.profilekeep.storage.layer.SlicedFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What one command of this process answered.
 *
 * @param bytes its whole output
 */
record CommandRun(int code, byte[] bytes, String err) {
    static CommandRun of(String... arguments) {
        return on(Terminal.NONE, Map.of(), arguments);
    }

    static CommandRun on(Terminal terminal, Map<String, String> environment, String... arguments) {
        return on(terminal, environment, SlicedFile.STANDARD, arguments);
    }

    static CommandRun on(
            Terminal terminal, Map<String, String> environment, SlicedFile.Slices slices, String... arguments) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
        var err = new StringWriter();
        var context = new Context(
                out,
                bytes,
                new PrintWriter(err),
                terminal,
                environment,
                Clock.systemUTC(),
                slices,
                new ConcurrentLinkedQueue<>());
        int code = new ProfileKeepCli(context).run(arguments);
        return new CommandRun(code, bytes.toByteArray(), err.toString());
    }

    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
