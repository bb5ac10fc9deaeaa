package dev.profilekeep.notify;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one try, below TLS: it is closed from outside when the try has lasted long enough, whatever the server does then.
 * Safe for several threads.
 */
final class MailConnection extends SocketFactory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MailConnection.class);

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private @Nullable Socket socket;
    private @Nullable String cutOff;

    /** Begins now. */
    MailConnection(Duration within) {
        String tooLong = "it was not done within " + within.toSeconds() + " s";
        CompletableFuture<Void> unused = over.orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, late) -> {
                    if (late != null) {
                        cutOff(tooLong);
                    }
                });
    }

    /** Why this side ended it; null if it did not. */
    synchronized @Nullable String cutOff() {
        return cutOff;
    }

    private synchronized void cutOff(String reason) {
        if (cutOff == null) {
            cutOff = reason;
            end();
        }
    }

    /** Closing a socket ends whatever waits for it, and waits for nothing itself. */
    private synchronized void end() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.debug("a connection to the mail server could not be closed", e);
        }
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (cutOff != null) {
            throw new IOException(cutOff);
        }
        if (socket != null) {
            throw new IllegalStateException("a try has one connection");
        }
        Socket made = new Socket();
        socket = made;
        return made;
    }

    /** Of no effect on what was sent. */
    @Override
    public void close() {
        over.complete(null);
        end();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw connected();
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("it is connected by whoever asked for it, with a time limit");
    }
}
