package dev.profilekeep.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packaged portal as a process of its own, on a free port, with a folder that goes with it. It is always gone after
 * {@link #close()}, or with this JVM. Not safe for several threads.
 */
public final class PortalUnderTest implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int TAIL_LINES = 80;

    private final Path folder;
    private final Path data;
    private final Path log;
    private final int port;
    private final Process process;
    private final Thread atExit;

    private PortalUnderTest(Path folder, Path data, Map<String, String> environment, List<String> arguments) {
        this.folder = folder;
        this.data = data;
        this.log = folder.resolve("portal.log");
        this.port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As small as it has to run with, and quick to start on two cores.
        command.addAll(List.of("-Xmx640m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-jar", Workspace.portalJar().toString(), "--server.port=" + port));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.atExit = new Thread(this::end, "portal-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            awaitReadiness();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The demo: two make-believe sites, fresh, and an identity provider. */
    public static PortalUnderTest demo() {
        Path folder = temporaryFolder();
        return new PortalUnderTest(
                folder,
                folder.resolve("demo/data"),
                Map.of(),
                List.of("--spring.profiles.active=demo", "--profilekeep.demo.directory=" + folder.resolve("demo")));
    }

    /**
     * An estate of the caller's, with the demo's identity provider.
     *
     * @param config says {@code dataDirectory: data}
     * @param environment further variables, as for passwords that the configuration refers to
     */
    public static PortalUnderTest configured(Path config, Map<String, String> environment) {
        return new PortalUnderTest(
                temporaryFolder(),
                config.resolveSibling("data"),
                new HashMap<>(environment),
                List.of("--spring.profiles.active=demo", "--profilekeep.config=" + config));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("profilekeep-e2e");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReadiness() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest question = HttpRequest.newBuilder(URI.create(url("/actuator/health/readiness")))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START.toNanos();
        while (!ready(client, question)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the portal is not ready after " + START.toSeconds() + " s\n" + logTail());
            }
            try {
                process.onExit().get(200, TimeUnit.MILLISECONDS);
                throw new IllegalStateException("the portal ended with " + process.exitValue() + "\n" + logTail());
            } catch (TimeoutException e) {
                // it runs; ask again
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean ready(HttpClient client, HttpRequest question) {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param path from the root, as {@code /profiles} */
    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** Where the demo's two sites are. */
    public Path demoFolder() {
        return folder.resolve("demo");
    }

    /** Its REST API, as the command line on this machine may use it. */
    public RestDoor rest() {
        return new RestDoor(data.resolve("portal.json"));
    }

    /** The last lines it logged. */
    public String logTail() {
        List<String> lines = List.of(log().split("\n"));
        return "== last lines of the portal's log\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** All it logged so far. */
    public String log() {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is going already, and the hook with it
        }
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Workspace.remove(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("could not remove " + folder + ": " + e);
        }
    }
}
