package dev.profilekeep.cli;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.config.ConfigException;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.text.Visible;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What commands need of the world around them.
 *
 * @param out for text: what could act on a terminal is made visible on its way
 * @param bytes the same output as {@code out}, for answers that are no text; use one of the two
 * @param slices how containers that somebody may want to open meanwhile are read
 * @param noticed requests to end that a command followed: the process waits until its answer is written
 */
record Context(
        PrintWriter out,
        OutputStream bytes,
        PrintWriter err,
        Terminal terminal,
        Map<String, String> environment,
        Clock clock,
        SlicedFile.Slices slices,
        Queue<Interruption> noticed) {

    Context(
            PrintWriter out,
            OutputStream bytes,
            PrintWriter err,
            Terminal terminal,
            Map<String, String> environment,
            Clock clock) {
        this(out, bytes, err, terminal, environment, clock, SlicedFile.STANDARD, new ConcurrentLinkedQueue<>());
    }

    Context {
        out = new PrintWriter(new VisibleWriter(out), true);
        err = new PrintWriter(new VisibleWriter(err), true);
    }

    /** The configuration named by {@code --config}, or else by the environment, or else of this folder. */
    ProfileKeepConfig config(@Nullable Path given) {
        String named = environment.get("PROFILEKEEP_CONFIG");
        Path file = given != null ? given : Path.of(named == null || named.isBlank() ? "profilekeep.yml" : named);
        return ConfigFile.read(file);
    }

    /**
     * Whether the answer was written.
     *
     * @param code of the command
     * @return the same, or that of a failure, which is told then
     */
    int written(int code) {
        out.flush();
        Optional<String> unwritten = bytes instanceof Output.Answer answer ? answer.unwritten() : Optional.empty();
        unwritten.ifPresent(why -> err.println("profilekeep: " + Visible.oneLine(why)));
        return unwritten.isPresent() ? ProfileKeepCli.FAILED : code;
    }

    /** All is written: a process that was told to end may. */
    void answered() {
        out.flush();
        err.flush();
        for (Interruption one = noticed.poll(); one != null; one = noticed.poll()) {
            one.close();
        }
    }

    /** Whoever is signed in at this machine. */
    Actor actor() {
        String user = System.getProperty("user.name", "?");
        return new Actor("command line:" + user, user, List.of(), "");
    }

    /** @throws ConfigException if a secret is missing */
    Engine open(ProfileKeepConfig config) {
        return Engine.open(config, clock);
    }
}
