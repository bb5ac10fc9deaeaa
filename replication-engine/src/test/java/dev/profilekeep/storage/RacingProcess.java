package dev.profilekeep.storage;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM, as a session host, that opens a file of a share in the very moment it is told. It tries for as long as somebody
 * else has the file, and what is gone it makes anew; then it writes its mark and holds the file until it is told to let go.
 */
public final class RacingProcess implements Closeable {
    private final Process process;
    private final BufferedReader said;

    private RacingProcess(Process process) {
        this.process = process;
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What became of one try. */
    public enum Outcome {
        /** It has the file that was there. */
        OPENED,
        /** The file was gone: it made another of that name, and has it. */
        MADE
    }

    /** @param since when it was told so, by the clock of this machine */
    public record Has(Outcome outcome, Instant since) {}

    /** Returns when it is connected. */
    public static RacingProcess start(SambaServer server, String share) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        "-XX:TieredStopAtLevel=1",
                        RacingProcess.class.getName(),
                        Integer.toString(server.address(share).port()),
                        share,
                        server.credentials().username())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        RacingProcess racing = new RacingProcess(process);
        racing.tell(server.password().use(String::new));
        racing.expect("ready");
        return racing;
    }

    private void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** The rest of the first line that begins so; others, of a logger, are passed over. */
    private String expect(String beginning) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
        }
        throw new IOException("the other process ended without saying '" + beginning + "'");
    }

    /** It will open {@code path} at {@code moment}. */
    public void openAt(Instant moment, StoragePath path) throws IOException {
        tell(micros(moment) + " " + path.value());
    }

    /** Waits until it has the file. */
    public Has outcome() throws IOException {
        String[] told = expect("has").split(" ", 2);
        return new Has(Outcome.valueOf(told[0]), Instant.EPOCH.plus(Long.parseLong(told[1]), ChronoUnit.MICROS));
    }

    /** It closes the file; returns when it has. */
    public void letGo() throws IOException {
        tell("");
        expect("let go");
    }

    /** Returns at {@code moment}, as exactly as can be. */
    public static void awaitMoment(Instant moment) {
        awaitMoment(micros(moment));
    }

    private static void awaitMoment(long micros) {
        while (micros(Instant.now()) < micros) {
            Thread.onSpinWait();
        }
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Port, share, user; the password is the first line of its input, then one line for each file. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Credentials credentials = new Credentials(arguments[2], "", Secret.of(input.readLine()));
        StorageAddress.Smb address =
                new StorageAddress.Smb("127.0.0.1", Integer.parseInt(arguments[0]), arguments[1], StoragePath.ROOT);
        try (StorageProvider storage = Storages.connect(address, StorageOptions.of(credentials))) {
            storage.sessionId();
            say("ready");
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                int blank = line.indexOf(' ');
                StoragePath path = StoragePath.of(line.substring(blank + 1));
                awaitMoment(Long.parseLong(line.substring(0, blank)));
                race(storage, path, input);
            }
        }
    }

    private static void race(StorageProvider storage, StoragePath path, BufferedReader input) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try (OpenFile file = storage.openForWriting(path, Sharing.READ)) {
                mark(file, Outcome.OPENED, input);
                return;
            } catch (StorageException.Busy e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            } catch (StorageException.NotFound e) {
                if (made(storage, path, input)) {
                    return;
                }
            }
        }
    }

    private static boolean made(StorageProvider storage, StoragePath path, BufferedReader input) throws IOException {
        try (OpenFile file = storage.create(path, Sharing.READ)) {
            mark(file, Outcome.MADE, input);
            return true;
        } catch (StorageException.Exists | StorageException.NotFound e) {
            return false; // it is there still, or again, or on its way out
        }
    }

    private static void mark(OpenFile file, Outcome outcome, BufferedReader input) throws IOException {
        long since = micros(Instant.now());
        file.writeFully(0, ByteBuffer.wrap("theirs".getBytes(StandardCharsets.US_ASCII)));
        say("has " + outcome + " " + since);
        input.readLine();
        file.close();
        say("let go");
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
