package dev.profilekeep.notify;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.NotificationsConfig;
import dev.profilekeep.config.NotificationsConfig.Channel;
import dev.profilekeep.config.NotificationsConfig.Mail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SiteConfig;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.text.Visible;
import java.io.Closeable;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong, who is told of it, and who asked for a word. Does nothing by itself: whoever runs for long calls {@link #tick()}
 * about twice a minute. Of several nodes that do, one observes at a time; messages are sent by any. Safe for several threads,
 * except {@link #tick()}, which is for one.
 */
public final class Notifications implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    /** Longer than a tick takes: then another node may observe. */
    private static final Duration TURN = Duration.ofMinutes(3);

    private final ProfileKeepConfig config;
    private final NotificationsConfig settings;
    private final Database database;
    private final Clock clock;
    private final String node;
    private final Incidents incidents;
    private final Outbox outbox;
    private final ChannelPlanning planning;
    private final CompactionTelling nights;
    private final FreeWatches watches;
    private final LongFunction<Standing> standing;
    private final List<TroubleSource> sources;
    private final LocationsWatch locations;
    private final Delivery delivery;
    private Instant tidied = Instant.EPOCH;

    /**
     * @param storages a location's storage
     * @param standing looks at a container for somebody who wants to know whether it is free
     * @param more what else can tell what is wrong
     * @param compactions tells what nights of compactions brought
     * @param node this process
     */
    public Notifications(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            LongFunction<Standing> standing,
            List<TroubleSource> more,
            CompactionReports compactions,
            Clock clock,
            String node) {
        this(config, database, storages, standing, more, compactions, clock, node, server(config.notifications()));
    }

    Notifications(
            ProfileKeepConfig config,
            Database database,
            BiFunction<String, Initiator, StorageProvider> storages,
            LongFunction<Standing> standing,
            List<TroubleSource> more,
            CompactionReports compactions,
            Clock clock,
            String node,
            @Nullable MailServer mail) {
        this.config = config;
        this.settings = config.notifications();
        this.database = database;
        this.clock = clock;
        this.node = node;
        this.incidents = new Incidents(database);
        this.outbox = new Outbox(database);
        this.planning = new ChannelPlanning(
                database, settings.zone(), this::siteName, config.portal().publicUrl());
        this.nights = new CompactionTelling(
                database,
                compactions,
                settings.zone(),
                this::siteName,
                config.portal().publicUrl());
        this.watches = new FreeWatches(database);
        this.standing = standing;
        this.locations = new LocationsWatch(config, storages, clock);
        this.sources = new ArrayList<>(more);
        this.sources.add(0, locations);
        this.delivery = new Delivery(settings, outbox, mail, clock);
    }

    private static @Nullable MailServer server(NotificationsConfig settings) {
        Mail mail = settings.mail();
        return mail == null ? null : new MailServer(mail);
    }

    /** What is and was wrong. */
    public Incidents incidents() {
        return incidents;
    }

    /** Incidents in words of a language, with the names of this estate's sites. */
    public IncidentWords words(Locale locale, ZoneId zone) {
        return new IncidentWords(locale, zone, this::siteName);
    }

    /** The newest messages and what became of them. */
    public List<Outgoing> messages(int limit) {
        return outbox.recent(limit);
    }

    /** Whether somebody who asks to be told can be written to. */
    public boolean reachesPeople() {
        Mail server = settings.mail();
        return server != null && server.people();
    }

    /**
     * Has somebody told by mail, once, as soon as a container of theirs is free, or proved left over; looked for during a day.
     *
     * @param address of their own sign-in, never one that they typed
     * @return whether they will be; not if no mail is sent, or the address is none
     */
    public boolean tellWhenFree(long containerId, String sid, String address, Locale language) {
        if (!reachesPeople() || sid.isBlank()) {
            return false;
        }
        try {
            MailServer.address(address);
        } catch (NotSentException e) {
            LOG.warn("container={} nobody can be told when it is free: {}", containerId, e.getMessage());
            return false;
        }
        watches.add(containerId, sid, address, language, clock.instant());
        return true;
    }

    /** Whether somebody asked, and will be told. */
    public boolean willTell(long containerId, String sid) {
        return watches.has(containerId, sid, clock.instant());
    }

    /** They do not want to be told any more. */
    public void doNotTell(long containerId, String sid) {
        watches.remove(containerId, sid);
    }

    /**
     * Has somebody told by mail what became of a request, as a part of the caller's transaction; does nothing if no mail is sent, or the address is none.
     *
     * @param key the same for the same news
     * @param address of their own sign-in, never one that they typed
     */
    public void tellOfRequest(Session session, String key, RequestMail news, String address, Locale language)
            throws SQLException {
        if (!reachesPeople()) {
            return;
        }
        try {
            MailServer.address(address);
        } catch (NotSentException e) {
            LOG.warn("{} nobody can be told what became of it: {}", key, e.getMessage());
            return;
        }
        IncidentWords words = words(language, settings.zone());
        String url = config.portal().publicUrl();
        String text = news.text(words) + "\n\n" + (url == null ? "" : url + "/" + news.page() + "\n\n")
                + news.foot(words) + "\n";
        Outbox.addIn(session, new Draft(key, "", address, news.subject(words), text), clock.instant());
    }

    /**
     * Has somebody told by mail that another person looks into their backups, as a part of the caller's transaction; does nothing if no mail is sent, or the address is none.
     *
     * @param key the same for the same news
     * @param address of their own sign-in, never one that they typed
     * @param reason in the visitor's words
     */
    public void tellOfVisit(Session session, String key, String address, Locale language, String visitor, String reason)
            throws SQLException {
        if (!reachesPeople()) {
            return;
        }
        try {
            MailServer.address(address);
        } catch (NotSentException e) {
            LOG.warn("{} its owner cannot be told: {}", key, e.getMessage());
            return;
        }
        IncidentWords words = words(language, settings.zone());
        String url = config.portal().publicUrl();
        String text = words.say("visit.text", Visible.oneLine(visitor)) + "\n\n"
                + words.say("visit.reason", Visible.oneLine(reason)) + "\n\n" + words.say("visit.next") + "\n\n"
                + (url == null ? "" : url + "/me\n");
        Outbox.addIn(session, new Draft(key, "", address, words.say("visit.subject"), text), clock.instant());
    }

    /**
     * Observes, decides who is told what, and has sent what is to be sent: that goes on afterwards, so that whoever is slow to
     * take a message does not keep us from looking. What fails is logged and tried again by a later one.
     */
    public void tick() {
        if (takeTurn()) {
            for (TroubleSource source : sources) {
                guarded("observing " + source.name(), () -> source.now()
                        .ifPresent(troubles -> incidents.observe(source.name(), troubles, clock.instant())));
            }
            for (Channel channel : settings.channels()) {
                guarded("channel " + channel.id(), () -> planning.plan(channel, clock.instant()));
                guarded("compactions for " + channel.id(), () -> nights.tell(channel, clock.instant()));
            }
            guarded("who waits for a free profile", this::tellWhoWaits);
            guarded("tidying up", this::tidy);
        }
        guarded("sending", delivery::start);
    }

    /** Waits until nothing is being sent. */
    void settle() throws InterruptedException {
        delivery.settle();
    }

    private void tellWhoWaits() {
        for (FreeWatches.Watch watch : watches.due(clock.instant())) {
            guarded("container " + watch.containerId(), () -> {
                Standing now = standing.apply(watch.containerId());
                if (now != Standing.NOT_YET) {
                    watches.done(watch, word(watch, now), clock.instant());
                }
            });
        }
    }

    private Draft word(FreeWatches.Watch watch, Standing now) {
        IncidentWords words = words(watch.language(), settings.zone());
        String key = now == Standing.FREE ? "free" : "free.stale";
        String url = config.portal().publicUrl();
        String text = words.say(key + ".text") + "\n\n" + (url == null ? "" : url + "/me\n\n") + words.say("free.foot")
                + "\n";
        return new Draft("free:" + watch.id(), "", watch.address(), words.say(key + ".subject"), text);
    }

    private boolean takeTurn() {
        Instant now = clock.instant();
        return database.call(session -> session.update(
                        "UPDATE notify_turn SET node = ?, until = ? WHERE id = 1 AND (node = ? OR until < ?)",
                        node,
                        now.plus(TURN),
                        node,
                        now)
                == 1);
    }

    private void tidy() {
        Instant now = clock.instant();
        if (Duration.between(tidied, now).compareTo(Duration.ofHours(1)) > 0) {
            tidied = now;
            incidents.forget(now);
            outbox.forget(now);
        }
    }

    private String siteName(String siteId) {
        return config.site(siteId).map(SiteConfig::name).orElse(siteId);
    }

    private static void guarded(String what, Runnable deed) {
        try {
            deed.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("notifications: {} failed and is tried again", what, e);
        }
    }

    /** Another node, or the next start of this one, observes at once. */
    private void giveTurnBack() {
        try {
            database.call(session ->
                    session.update("UPDATE notify_turn SET until = ? WHERE id = 1 AND node = ?", Instant.EPOCH, node));
        } catch (CatalogException e) {
            LOG.info("the turn to observe ends by itself, in {} s: {}", TURN.toSeconds(), e.getMessage());
        }
    }

    /** Ends what is being sent, and lets go of what it asks the locations with. */
    @Override
    public void close() {
        giveTurnBack();
        delivery.close();
        locations.close();
    }
}
