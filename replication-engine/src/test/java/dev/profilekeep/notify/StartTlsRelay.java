package dev.profilekeep.notify;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Ends STARTTLS in front of an SMTP server that does not speak it, as a relay at a site's edge does ([RFC 3207]). */
final class StartTlsRelay implements Closeable {
    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final List<String> plain = new CopyOnWriteArrayList<>();
    private final int behind;
    private volatile boolean endless;

    StartTlsRelay(int behind) throws IOException {
        this.behind = behind;
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What was said before TLS stood. */
    List<String> saidPlainly() {
        return List.copyOf(plain);
    }

    /** To what is asked beneath TLS. */
    void neverEndAnAnswer() {
        endless = true;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            say(client.getOutputStream(), "220 relay");
            for (String line = line(client.getInputStream()); !line.isEmpty(); line = line(client.getInputStream())) {
                plain.add(line);
                if (line.startsWith("EHLO")) {
                    say(client.getOutputStream(), "250-relay\r\n250 STARTTLS");
                } else if (line.equals("STARTTLS")) {
                    say(client.getOutputStream(), "220 go ahead");
                    break;
                } else {
                    say(client.getOutputStream(), "530 Must issue a STARTTLS command first");
                }
            }
            SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(client, null, false);
            secure.setUseClientMode(false);
            secure.startHandshake();
            while (endless) {
                say(secure.getOutputStream(), "250-x".repeat(1_000));
            }
            line(server.getInputStream()); // its greeting was ours
            daemon(() -> pass(secure, server));
            server.getInputStream().transferTo(secure.getOutputStream());
        } catch (Exception e) {
            // the client went, as one does that does not trust us
        }
    }

    private static void pass(SSLSocket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // either went
        }
    }

    /** With GreenMail's own certificate, which is of no real name. */
    private static SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = DummySSLServerSocketFactory.class.getResourceAsStream("/greenmail.p12")) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "starttls-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
