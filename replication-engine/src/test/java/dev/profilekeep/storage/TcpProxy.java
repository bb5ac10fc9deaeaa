package dev.profilekeep.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A line to a server that can be cut or disturbed at a given byte. Each disturbance happens once. */
public final class TcpProxy implements Closeable {
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong toClient = new AtomicLong();
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong cutToClient = new AtomicLong(NEVER);
    private final AtomicLong cutToServer = new AtomicLong(NEVER);
    private final AtomicLong corruptToClient = new AtomicLong(NEVER);
    private volatile long delayNanos;

    public TcpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The same share, reached through here. */
    public StorageAddress.Smb through(StorageAddress.Smb address) {
        return new StorageAddress.Smb(address.host(), port(), address.share(), address.folder());
    }

    /** Made so far. */
    public int connections() {
        return connections.get();
    }

    public long bytesToClient() {
        return toClient.get();
    }

    public long bytesToServer() {
        return toServer.get();
    }

    /** Cuts the line after so many more bytes from the server; 0 lets its next answer get lost. */
    public void cutToClientAfter(long bytes) {
        cutToClient.set(toClient.get() + bytes);
    }

    /** Cuts the line after so many more bytes to the server. */
    public void cutToServerAfter(long bytes) {
        cutToServer.set(toServer.get() + bytes);
    }

    /** Flips a bit after so many more bytes from the server. */
    public void corruptToClientAfter(long bytes) {
        corruptToClient.set(toClient.get() + bytes);
    }

    /** Lets every answer of the server take so much longer, as a line around the world. */
    public void delayToClient(Duration each) {
        delayNanos = each.toNanos();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), 1000);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                daemon(() -> pass(client, server, toServer, cutToServer, new AtomicLong(NEVER)));
                daemon(() -> pass(server, client, toClient, cutToClient, corruptToClient));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    closeAll();
                }
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicLong passed, AtomicLong cut, AtomicLong corrupt) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (passed == toClient) {
                    LockSupport.parkNanos(delayNanos);
                }
                long before = passed.get();
                long wrong = corrupt.get() - before;
                if (wrong < read) {
                    buffer[(int) Math.max(0, wrong)] ^= 1;
                    corrupt.set(NEVER);
                }
                long left = cut.get() - before;
                if (left < read) {
                    out.write(buffer, 0, (int) Math.max(0, left));
                    cut.set(NEVER);
                    return;
                }
                out.write(buffer, 0, read);
                passed.addAndGet(read);
            }
        } catch (IOException e) {
            // the other end is gone: so is this one
        }
    }

    private void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // gone already
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }
}
