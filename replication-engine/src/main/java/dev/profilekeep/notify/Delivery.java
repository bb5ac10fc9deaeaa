package dev.profilekeep.notify;

import dev.profilekeep.config.NotificationsConfig;
import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Mail;
import dev.profilekeep.config.NotificationsConfig.Target;
import java.io.Closeable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the outbox. Each channel has a thread of its own and so have the messages to people: a receiver that is slow keeps
 * up nobody but itself. Safe for several threads.
 */
final class Delivery implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final int MOST_AT_ONCE = 50;

    private final NotificationsConfig settings;
    private final Outbox outbox;
    private final @Nullable MailServer mail;
    private final Clock clock;
    private final Webhook webhook = new Webhook();
    private final List<Outbox.Lane> lanes = new ArrayList<>();
    private final Set<String> busy = new HashSet<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "notifications-sending");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    Delivery(NotificationsConfig settings, Outbox outbox, @Nullable MailServer mail, Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.mail = mail;
        this.clock = clock;
        List<String> channels = settings.channels().stream().map(Channel::id).toList();
        channels.forEach(channel -> lanes.add(Outbox.Lane.of(channel)));
        lanes.add(Outbox.Lane.beside(channels));
    }

    /** Has sent what is due, and does not wait for it. A lane on which something is being sent goes on by itself. */
    synchronized void start() {
        for (Outbox.Lane lane : lanes) {
            if (!closed && busy.add(lane.name())) {
                threads.execute(() -> run(lane));
            }
        }
    }

    /** Waits until nothing is being sent. */
    synchronized void settle() throws InterruptedException {
        while (!busy.isEmpty()) {
            wait();
        }
    }

    private void run(Outbox.Lane lane) {
        try {
            int sent = 0;
            while (sent < MOST_AT_ONCE && !isClosed() && next(lane)) {
                sent++;
            }
        } catch (RuntimeException e) {
            LOG.warn("notifications: sending to {} failed and is tried again", lane.name(), e);
        } finally {
            synchronized (this) {
                busy.remove(lane.name());
                notifyAll();
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** @return whether there was a message */
    private boolean next(Outbox.Lane lane) {
        Optional<Outbox.Claimed> claimed = outbox.claim(lane, clock.instant());
        if (claimed.isEmpty()) {
            return false;
        }
        Outbox.Claimed message = claimed.get();
        try {
            sendOrSay(message);
            outbox.sent(message, clock.instant());
            LOG.info("message={} channel={} sent", message.id(), message.channelId());
        } catch (NotSentException e) {
            boolean again = outbox.failed(message, String.valueOf(e.getMessage()), e.forGood(), clock.instant());
            LOG.warn(
                    "message={} channel={} not sent: {}; {}",
                    message.id(),
                    message.channelId(),
                    e.getMessage(),
                    again ? "it is tried again" : "given up, or another node's by now");
        }
        return true;
    }

    /** Whatever goes wrong with a message counts as a try, so that it ends some day. */
    private void sendOrSay(Outbox.Claimed message) throws NotSentException {
        try {
            send(message);
        } catch (RuntimeException | Error e) {
            throw new NotSentException("it could not be sent: " + e, false, e);
        }
    }

    private void send(Outbox.Claimed message) throws NotSentException {
        if (message.channelId().isEmpty()) {
            mail(message, List.of(message.address()));
            return;
        }
        Target target = settings.channels().stream()
                .filter(channel -> channel.id().equals(message.channelId()))
                .findFirst()
                .orElseThrow(() -> new NotSentException("the channel is no longer configured", true, null))
                .target();
        if (target instanceof Target.Webhook web) {
            webhook.post(web, message.channelId() + "-" + message.id(), message.body(), clock.instant());
        } else if (target instanceof Target.Addresses people) {
            toOneOf(people.addresses(), message);
        }
    }

    private void toOneOf(List<String> addresses, Outbox.Claimed message) throws NotSentException {
        String address = message.address();
        if (address.isEmpty()) {
            // made by a version that wrote to all addresses of a channel together
            mail(message, addresses);
            return;
        }
        if (!addresses.contains(address)) {
            throw new NotSentException("the channel no longer has the address " + address, true, null);
        }
        try {
            mail(message, List.of(address));
        } catch (NotSentException e) {
            throw new NotSentException(address + ": " + e.getMessage(), e.forGood(), e);
        }
    }

    private void mail(Outbox.Claimed message, List<String> to) throws NotSentException {
        Mail server = settings.mail();
        if (mail == null || server == null) {
            throw new NotSentException("notifications.mail is no longer configured", true, null);
        }
        String sender = MailServer.address(server.from()).getAddress();
        String id = "profilekeep-" + message.id() + "-" + message.madeAt().toEpochMilli()
                + sender.substring(sender.indexOf('@'));
        mail.send(id, to, message.subject(), message.body(), message.madeAt());
    }

    /** What is being sent now may end; nothing else is begun. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // Not interrupted: whoever is interrupted while it writes to the catalog's file closes that.
        threads.shutdown();
        try {
            boolean ended = threads.awaitTermination(Webhook.ANSWER.toSeconds() + 2, TimeUnit.SECONDS);
            if (!ended) {
                LOG.warn("a message that is being sent is left behind; it may be sent once more");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
