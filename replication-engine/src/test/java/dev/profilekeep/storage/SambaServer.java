package dev.profilekeep.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real Samba on loopback: own configuration, accounts and folders below one temporary folder, on a free high port. As root
 * it has two accounts, else one. It is always gone after {@link #close()}, or with this JVM. Not safe for several threads.
 */
public final class SambaServer implements Closeable {
    /** The account that owns everything; full rights on every share that is not read-only. */
    public static final String USER = "engine";

    /** An account without rights to the other's files. Only where the tests run as root. */
    public static final String OTHER_USER = "somebody";

    private static final String PASSWORD = "correct horse battery";
    private static final Path SMBD = Path.of("/usr/sbin/smbd");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final long START_SECONDS = 30;

    private final Path base;
    private final Builder setup;
    private final int port;
    private final Thread atExit;
    private Process smbd;

    private SambaServer(Builder setup) throws IOException, InterruptedException {
        this.setup = setup;
        this.base = Files.createTempDirectory("profilekeep-samba");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.port = freePort();
        this.atExit = new Thread(this::destroy, "samba-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            writeConfiguration();
            addUsers();
            if (setup.administrator) {
                assumeTrue(ROOT, "an administrator of Samba needs root");
                run(
                        "group",
                        List.of(
                                "/usr/bin/net",
                                "groupmap",
                                "add",
                                "sid=S-1-5-32-544",
                                "unixgroup=root",
                                "type=builtin"));
            }
            start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whether tests against Samba can run; skips the test, naming what is missing, where they cannot. */
    public static void assumeInstalled() {
        String advice = " is missing: these tests are SKIPPED; run 'apt-get install samba smbclient samba-vfs-modules'";
        for (String tool : List.of("/usr/sbin/smbd", "/usr/bin/pdbedit", "/usr/bin/smbclient")) {
            boolean there = Files.isExecutable(Path.of(tool));
            if (!there) {
                System.err.println("!!! " + tool + advice);
            }
            assumeTrue(there, tool + advice);
        }
    }

    /** Whether it runs as root: two accounts, owners, ACLs as Windows has them. */
    public static boolean isRoot() {
        return ROOT;
    }

    /** What kind of server is to be started. */
    public static final class Builder {
        private final Map<String, List<String>> shares = new LinkedHashMap<>();
        private final Map<String, Path> folders = new LinkedHashMap<>();
        private final Map<String, String> global = new LinkedHashMap<>();
        private boolean administrator;

        private Builder() {
            global.put("server signing", "mandatory");
            global.put("server smb encrypt", "if_required");
        }

        /** @param lines further "key = value" lines of smb.conf for this share */
        public Builder share(String name, String... lines) {
            shares.put(name, List.of(lines));
            return this;
        }

        /** A share of a folder that is there already. */
        public Builder shareOf(String name, Path folder, String... lines) {
            folders.put(name, folder);
            return share(name, lines);
        }

        public Builder readOnlyShare(String name) {
            return share(name, "read only = yes");
        }

        /** @param value "mandatory", "auto" or "disabled" */
        public Builder signing(String value) {
            return global("server signing", value);
        }

        /** @param value "off", "if_required", "desired" or "required" */
        public Builder encryption(String value) {
            return global("server smb encrypt", value);
        }

        /** Any other key of smb.conf. */
        public Builder global(String key, String value) {
            global.put(key, value);
            return this;
        }

        /**
         * Makes {@link #USER} one of the file server's administrators, who may list and close what others have open. Only
         * where the tests run as root.
         */
        public Builder administrator() {
            administrator = true;
            return this;
        }

        /** Starts it and waits until it answers. Skips the test, loudly, where Samba is not installed. */
        public SambaServer start() {
            assumeInstalled();
            try {
                return new SambaServer(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    public int port() {
        return port;
    }

    /** The share's folder on this machine, to look at or prepare without SMB. */
    public Path folder(String share) {
        return setup.folders.getOrDefault(share, base.resolve("shares").resolve(share));
    }

    /** smb.conf, for smbclient and the like. */
    public Path configuration() {
        return base.resolve("smb.conf");
    }

    public StorageAddress.Smb address(String share) {
        return address(share, "");
    }

    public StorageAddress.Smb address(String share, String folder) {
        return new StorageAddress.Smb("127.0.0.1", port, share, StoragePath.of(folder));
    }

    public Credentials credentials() {
        return new Credentials(USER, "", password());
    }

    public Credentials otherCredentials() {
        assumeTrue(ROOT, "a second Samba account needs root");
        return new Credentials(OTHER_USER, "", password());
    }

    public Secret password() {
        return Secret.of(PASSWORD);
    }

    public StorageOptions options() {
        return StorageOptions.of(credentials());
    }

    public StorageProvider connect(String share) {
        return Storages.connect(address(share), options());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void writeConfiguration() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("[global]");
        for (String folder : List.of("private", "lock", "state", "cache", "pid", "rpc", "log")) {
            Files.createDirectories(base.resolve(folder));
        }
        Map<String, String> global = new LinkedHashMap<>();
        global.put("server role", "standalone server");
        global.put("netbios name", "PKTEST");
        global.put("workgroup", "PROFILEKEEP");
        global.put("disable netbios", "yes");
        global.put("interfaces", "127.0.0.1");
        global.put("bind interfaces only", "yes");
        global.put("smb ports", Integer.toString(port));
        global.put("private dir", base.resolve("private").toString());
        global.put("passdb backend", "tdbsam:" + base.resolve("private/passdb.tdb"));
        global.put("username map", base.resolve("users.map").toString());
        global.put("lock directory", base.resolve("lock").toString());
        global.put("state directory", base.resolve("state").toString());
        global.put("cache directory", base.resolve("cache").toString());
        global.put("pid directory", base.resolve("pid").toString());
        global.put("ncalrpc dir", base.resolve("rpc").toString());
        global.put("log file", base.resolve("log/smbd.log").toString());
        global.put("log level", "1");
        global.put("map to guest", "never");
        global.put("load printers", "no");
        global.put("printcap name", "/dev/null");
        global.put("disable spoolss", "yes");
        global.put("store dos attributes", "yes");
        global.put("ea support", "yes");
        global.put("unix charset", "UTF-8");
        global.putAll(setup.global);
        global.forEach((key, value) -> lines.add("    " + key + " = " + value));
        for (Map.Entry<String, List<String>> share : setup.shares.entrySet()) {
            lines.add("[" + share.getKey() + "]");
            lines.add("    path = " + folder(share.getKey()));
            lines.add("    read only = no");
            modules().ifPresent(modules -> lines.add("    vfs objects = " + modules));
            share.getValue().forEach(line -> lines.add("    " + line));
            Files.createDirectories(folder(share.getKey()));
        }
        Files.write(configuration(), lines);
    }

    /** With them owners, DACLs and named streams are Windows' own; acl_xattr needs root. */
    private static Optional<String> modules() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : ROOT ? List.of("acl_xattr", "streams_xattr") : List.of("streams_xattr")) {
            try (var places =
                    Files.find(Path.of("/usr/lib"), 5, (path, about) -> path.endsWith("samba/vfs/" + module + ".so"))) {
                if (places.findAny().isPresent()) {
                    found.add(module);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", found));
    }

    /** The accounts, once made, are the same for every server of this JVM. */
    private static byte @Nullable [] accounts;

    private void addUsers() throws IOException, InterruptedException {
        Path database = base.resolve("private/passdb.tdb");
        synchronized (SambaServer.class) {
            if (accounts == null) {
                makeUsers();
                accounts = Files.readAllBytes(database);
            } else {
                Files.write(database, accounts);
            }
        }
        List<String> map = new ArrayList<>();
        unixAccounts().forEach((unix, user) -> map.add(unix + " = " + user));
        Files.write(base.resolve("users.map"), map);
    }

    private static Map<String, String> unixAccounts() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(System.getProperty("user.name"), USER);
        if (ROOT) {
            all.put("games", OTHER_USER);
        }
        return all;
    }

    private void makeUsers() throws IOException, InterruptedException {
        for (String account : unixAccounts().keySet()) {
            Process pdbedit = new ProcessBuilder(
                            "/usr/bin/pdbedit",
                            "--configfile=" + configuration(),
                            "--create",
                            "--password-from-stdin",
                            "--user=" + account)
                    .redirectErrorStream(true)
                    .redirectOutput(base.resolve("log/pdbedit.log").toFile())
                    .start();
            pdbedit.getOutputStream().write((PASSWORD + "\n" + PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
            pdbedit.getOutputStream().close();
            if (pdbedit.waitFor() != 0) {
                throw new IOException("pdbedit: " + Files.readString(base.resolve("log/pdbedit.log")));
            }
        }
    }

    /** Adds {@link #OTHER_USER} to those whom {@link Builder#administrator()} lets administrate, as Samba's own tool does. */
    public void letOtherAdministrate() throws IOException, InterruptedException {
        run("member", List.of("/usr/bin/net", "sam", "addmem", "BUILTIN\\Administrators", "games"));
    }

    private void run(String name, List<String> command) throws IOException, InterruptedException {
        Path said = base.resolve("log/" + name + ".log");
        List<String> line = new ArrayList<>(command);
        line.add("--configfile=" + configuration());
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(said));
        }
    }

    public boolean isRunning() {
        return smbd.isAlive();
    }

    /** Starts it again after {@link #stop()} or {@link #kill()}, at the same port. */
    public void start() throws IOException, InterruptedException {
        smbd = new ProcessBuilder(
                        SMBD.toString(),
                        "--foreground",
                        "--no-process-group",
                        "--configfile=" + configuration(),
                        "--log-basename=" + base.resolve("log"))
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("log/console.log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            try {
                smbd.onExit().get(20, TimeUnit.MILLISECONDS);
                throw new IOException("smbd ended: " + log());
            } catch (TimeoutException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("smbd does not answer after " + START_SECONDS + " s: " + log(), e);
                }
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What it wrote to its logs. */
    public String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (var files = Files.list(base.resolve("log"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append("== ").append(file.getFileName()).append('\n').append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>();
        if (smbd != null) {
            all.add(smbd.toHandle());
            smbd.descendants().forEach(all::add);
        }
        return all;
    }

    /** As a crash: everything is gone at once, without a word to clients. Returns when it is. */
    public void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** As a shutdown. Returns when it is gone. */
    public void stop() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    /** As a server that hangs: connections stay and nothing answers, until {@link #thaw()}. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        for (ProcessHandle process : processes()) {
            List<String> command = List.of("kill", signal, Long.toString(process.pid()));
            // one that served a connection that was closed just now may be gone
            if (new ProcessBuilder(command).start().waitFor() != 0 && process.isAlive()) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        }
    }

    public void restart() throws IOException, InterruptedException {
        kill();
        start();
    }

    @Override
    public void close() {
        destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is going already, and the hook with it
        }
    }

    private void destroy() {
        kill();
        try {
            Files.walkFileTree(base, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException why) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("could not remove " + base + ": " + e);
        }
    }
}
