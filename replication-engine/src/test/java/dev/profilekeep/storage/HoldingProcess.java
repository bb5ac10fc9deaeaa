package dev.profilekeep.storage;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM that holds a file of a share open, alone, until it is told to let go, is stopped or is killed. */
public final class HoldingProcess implements Closeable {
    private final Process process;
    private final long sessionId;

    private final BufferedReader said;

    private HoldingProcess(Process process, BufferedReader said, long sessionId) {
        this.process = process;
        this.said = said;
        this.sessionId = sessionId;
    }

    /** Returns when it holds {@code path}. */
    public static HoldingProcess hold(SambaServer server, String share, String folder, String path, Credentials who)
            throws IOException {
        StorageAddress.Smb address = server.address(share, folder);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        "-XX:TieredStopAtLevel=1",
                        HoldingProcess.class.getName(),
                        Integer.toString(address.port()),
                        share,
                        folder,
                        path,
                        who.username())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write((server.password().use(String::new) + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith("held ")) {
            line = said.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the other process could not open " + path);
        }
        return new HoldingProcess(process, said, Long.parseLong(line.substring("held ".length())));
    }

    /** Of its session at the server. */
    public long sessionId() {
        return sessionId;
    }

    /** From now on it does nothing, as a machine that hangs: its TCP connection stays. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** It goes on where it was, and removes what it holds. @return whether that went well as far as it can tell */
    public boolean thawAndRemove() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        signal("-CONT");
        String line = said.readLine();
        return line != null && line.equals("removed");
    }

    private void signal(String which) throws IOException, InterruptedException {
        if (new ProcessBuilder(List.of("kill", which, Long.toString(process.pid())))
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("kill " + which + " failed");
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As a crash of it. Returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not die: " + process.pid());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Port, share, folder, path, user; the password is the first line of its input. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Credentials credentials = new Credentials(arguments[4], "", Secret.of(input.readLine()));
        StorageAddress.Smb address = new StorageAddress.Smb(
                "127.0.0.1", Integer.parseInt(arguments[0]), arguments[1], StoragePath.of(arguments[2]));
        try (StorageProvider storage = Storages.connect(address, StorageOptions.of(credentials));
                OpenFile file = open(storage, StoragePath.of(arguments[3]))) {
            System.out.println("held " + storage.sessionId().orElseThrow());
            System.out.flush();
            if (input.readLine() == null) { // until this is closed
                file.flush();
                return;
            }
            System.out.println(removed(file) ? "removed" : "refused");
            System.out.flush();
            input.readLine();
        }
    }

    /** A lock file as whoever removes it has it. */
    private static OpenFile open(StorageProvider storage, StoragePath path) throws IOException {
        return path.value().endsWith(".lock") ? storage.openToRemove(path) : storage.openForWriting(path, Sharing.NONE);
    }

    private static boolean removed(OpenFile file) {
        try {
            file.removeWhenClosed();
            file.close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
