package dev.profilekeep.notify;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** As much of an SMTP server as it takes to refuse some recipients ([RFC 5321] 4.2), and to be rude. */
final class PickySmtp implements Closeable {
    private final ServerSocket listening;
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final Map<String, Rudeness> rude = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    PickySmtp() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(() -> {
            while (true) {
                Socket client = listening.accept();
                start(() -> serve(client));
            }
        });
    }

    private interface Deed {
        void run() throws IOException;
    }

    /** What is done instead of an answer. */
    interface Rudeness {
        void to(Socket client) throws IOException;
    }

    private static void start(Deed deed) {
        Thread thread = new Thread(() -> {
            try {
                deed.run();
            } catch (IOException e) {
                // the other side, or this test, has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** @param answer to {@code RCPT TO}; empty to take it again */
    void refuse(String address, String answer) {
        refused.put(address, answer);
    }

    /** @param command its first word */
    void rude(String command, Rudeness instead) {
        rude.put(command, instead);
    }

    /** Recipients that were named. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** Recipients of messages that were taken, in the order of taking. */
    synchronized List<String> taken() {
        return List.copyOf(taken);
    }

    synchronized void awaitTaken(int count) throws InterruptedException {
        while (taken.size() < count) {
            wait();
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            say(client, "220 picky");
            List<String> to = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Rudeness instead = rude.get(line.replaceAll(" .*", ""));
                if (instead != null) {
                    instead.to(client);
                } else if (line.startsWith("RCPT TO:")) {
                    String address = line.replaceAll(".*<(.*)>.*", "$1");
                    String answer = refused.getOrDefault(address, "");
                    synchronized (this) {
                        asked.add(address);
                    }
                    if (answer.isEmpty()) {
                        to.add(address);
                    }
                    say(client, answer.isEmpty() ? "250 ok" : answer);
                } else if (line.equals("DATA")) {
                    say(client, "354 go on");
                    while (!".".equals(line)) {
                        line = in.readLine();
                    }
                    synchronized (this) {
                        taken.addAll(to);
                        notifyAll();
                    }
                    to.clear();
                    say(client, "250 taken");
                } else {
                    say(client, line.equals("QUIT") ? "221 bye" : "250 ok");
                }
            }
        }
    }

    static void say(Socket client, String line) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
