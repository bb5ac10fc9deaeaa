package dev.profilekeep.storage.smb;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets for SMB: each small request goes out at once (TCP_NODELAY), a peer that vanished without a word is noticed after
 * about a minute (keep-alive), every address of a name is tried, and connecting never takes longer than it may. For one
 * connection, which it can cut at any moment. Safe for several threads.
 */
final class NoDelaySockets extends SocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(NoDelaySockets.class);

    private final int timeoutMillis;
    private final Object guard = new Object(); // guards the two below
    private @Nullable Socket current;
    private boolean cut;

    NoDelaySockets(Duration connectTimeout) {
        this.timeoutMillis = Math.toIntExact(connectTimeout.toMillis());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        IOException first = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            try {
                return createSocket(address, port);
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first == null ? new IOException(host + " has no address") : first;
    }

    @Override
    @SuppressWarnings("AddressSelection") // each address of a name gets its turn in the method above
    public Socket createSocket(InetAddress address, int port) throws IOException {
        Socket socket = new SmbSocket();
        try {
            take(socket);
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, 30);
            set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
            set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
            socket.connect(new InetSocketAddress(address, port), timeoutMillis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void take(Socket socket) throws IOException {
        synchronized (guard) {
            if (cut) {
                throw new IOException("the connection was given up");
            }
            current = socket;
        }
    }

    /**
     * Closes the socket under whoever is connecting, reading or sending, and makes no other. What still waits here to be sent is
     * thrown away, so that a server that wakes up later does not act on it.
     */
    void cut() {
        Socket socket;
        synchronized (guard) {
            cut = true;
            socket = current;
        }
        if (socket == null) {
            return;
        }
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.debug("smb socket was closed before", e);
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("smb socket not closed", e);
        }
    }

    private static <T> void set(Socket socket, SocketOption<T> option, T value) throws IOException {
        if (socket.supportedOptions().contains(option)) {
            socket.setOption(option, value);
        }
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("a local address is never chosen");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("a local address is never chosen");
    }

    /** Every message of SMB over TCP begins with a zero byte ([MS-SMB2] 2.1); whoever begins otherwise is somebody else. */
    private static final class SmbSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                private boolean begun;

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int read = super.read(target, offset, length);
                    if (!begun && read > 0) {
                        begun = true;
                        if (target[offset] != 0) {
                            throw new IOException("it answers in another protocol");
                        }
                    }
                    return read;
                }
            };
        }
    }
}
