package dev.profilekeep.notify;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one try, below TLS: it is closed from outside when the try has lasted long enough, and when more was answered than
 * anybody has to say, whatever the server does then. Safe for several threads.
 */
final class MailConnection extends SocketFactory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(MailConnection.class);

    /** Bytes of all answers together, with the certificates of TLS. */
    private static final int MOST_ANSWERED = 96 * 1_024;

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final AtomicInteger answered = new AtomicInteger();
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
        Socket made = new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return new Answers(super.getInputStream());
            }
        };
        socket = made;
        return made;
    }

    /** Of no effect on what was sent. */
    @Override
    public void close() {
        over.complete(null);
        end();
    }

    /** Whoever reads the lines keeps them all until the last of an answer, before TLS and beneath it. */
    private final class Answers extends FilterInputStream {
        Answers(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, Math.min(length, MOST_ANSWERED));
            if (answered.addAndGet(Math.max(0, read)) > MOST_ANSWERED) {
                cutOff("its answers have no end: more than " + MOST_ANSWERED / 1_024 + " KiB");
                throw new IOException(cutOff());
            }
            return read;
        }
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
