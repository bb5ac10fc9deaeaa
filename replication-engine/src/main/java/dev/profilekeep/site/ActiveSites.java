package dev.profilekeep.site;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Which site of each set people work at. It is in the catalog and, signed, beside the copies: so that an installation, or a location, that was away for a while does not go on as if nothing
 * had happened. Safe for several threads.
 */
public final class ActiveSites {
    private static final String MOVE = "set.active-site.move";
    private static final String BEGIN = "set.active-site.begin";

    private final ProfileKeepConfig config;
    private final Database database;
    private final AuditTrail audit;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final SiteKey key;
    private final Clock clock;

    /** @param storages gives a location's storage, guarded; shared and not to be closed */
    public ActiveSites(
            ProfileKeepConfig config,
            Database database,
            AuditTrail audit,
            BiFunction<String, Initiator, StorageProvider> storages,
            SiteKey key,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.audit = audit;
        this.storages = storages;
        this.key = key;
        this.clock = clock;
    }

    /** Something that was asked for is not so, or not allowed. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** As the catalog has it; empty for a set from which nothing was carried yet. */
    public Optional<ActiveSite> of(String setId) {
        return database.<Optional<ActiveSite>, RuntimeException>call(session -> SiteRows.of(session, setId));
    }

    /**
     * Begins to keep the active site of a set, with the one that the configuration names, unless it is kept already. What lies at its locations is judged afterwards, by {@link
     * #against}: a catalog that was made anew does not write over the files of its predecessor.
     */
    public ActiveSite begin(SetConfig set, Actor actor) {
        return of(set.id()).orElseGet(() -> {
            ActiveSite first = new ActiveSite(
                    set.id(),
                    set.activeSite(),
                    1,
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    actor.name(),
                    "as the configuration says");
            database.<RuntimeException>run(session -> {
                if (SiteRows.begin(session, first)) {
                    audit.append(session, actor, entry(BEGIN, first, Act.inOneWithItsEntry(evidence(first)), "done"));
                }
            });
            return of(set.id()).orElse(first);
        });
    }

    private static Map<String, String> evidence(ActiveSite site) {
        return Map.of("site", site.siteId(), "epoch", Long.toString(site.epoch()));
    }

    private static AuditEntry entry(String act, ActiveSite site, Map<String, String> evidence, String outcome) {
        return new AuditEntry(act, "set:" + site.setId(), site.reason(), evidence, outcome);
    }

    /**
     * People of a set work at another site from now on: nothing is carried from the former one any more. The catalog has it when this returns; of the locations those that can be reached. At
     * the others it is written before anything else is.
     *
     * @param fromEpoch the epoch that the caller saw, so that no two changes meet
     * @return where the file could not be written, with the reason
     * @throws RefusedException if it is not so any more, or there is no such site in the set
     */
    public Map<String, String> move(SetConfig set, long fromEpoch, String toSite, Actor actor, String reason)
            throws RefusedException {
        if (reason.isBlank()) {
            throw new RefusedException("say why");
        }
        if (locations(set).noneMatch(location -> location.siteId().equals(toSite))) {
            throw new RefusedException("set " + set.id() + " has no location at site " + toSite);
        }
        ActiveSite next = new ActiveSite(
                set.id(), toSite, fromEpoch + 1, clock.instant().truncatedTo(ChronoUnit.MICROS), actor.name(), reason);
        database.<RefusedException>run(session -> {
            ActiveSite now = SiteRows.of(session, set.id())
                    .orElseThrow(() -> new RefusedException("nothing was carried of set " + set.id() + " yet: change"
                            + " activeSite in the configuration"));
            if (now.epoch() != fromEpoch) {
                throw new RefusedException("set " + set.id() + " is in epoch " + now.epoch() + " by now, at site "
                        + now.siteId() + ": look again");
            }
            if (now.siteId().equals(toSite)) {
                throw new RefusedException("set " + set.id() + " works at site " + toSite + " already");
            }
            Map<String, String> evidence = new TreeMap<>(evidence(next));
            evidence.put("from", now.siteId());
            // in one transaction, so that the one is never without the other
            audit.append(session, actor, entry(MOVE, next, Act.inOneWithItsEntry(evidence), "done"));
            if (!SiteRows.move(session, next)) {
                throw new RefusedException("somebody else changed the active site of set " + set.id() + " just now");
            }
        });
        Map<String, String> missing = new TreeMap<>();
        locations(set).forEach(location -> {
            try {
                String why = settle(next, location.id(), Initiator.PERSON);
                if (!why.isEmpty()) {
                    missing.put(location.id(), why);
                }
            } catch (IOException e) {
                missing.put(location.id(), String.valueOf(e.getMessage()));
            }
        });
        return missing;
    }

    private Stream<LocationConfig> locations(SetConfig set) {
        return set.locationIds().stream().map(config::location).flatMap(Optional::stream);
    }

    /**
     * Whether copies of a set may be carried from one location to another now. Reads the files of both; one that is missing, or of an earlier epoch of ours, is written first.
     *
     * @return why not, a sentence; empty if they may
     * @throws IOException if a file cannot be read or written: then nothing else is written either
     */
    public Optional<String> against(String setId, String from, String to) throws IOException {
        return against(setId, from, to, Initiator.JOB);
    }

    /** As {@link #against(String, String, String)}, for what a person asked for. */
    public Optional<String> against(String setId, String from, String to, Initiator initiator) throws IOException {
        SetConfig set = config.set(setId).orElse(null);
        if (set == null || set.replication() != SetConfig.Replication.ENGINE) {
            return Optional.of("it is not ProfileKeep that carries the copies of set " + setId);
        }
        if (!set.locationIds().contains(from) || !set.locationIds().contains(to)) {
            return Optional.of(from + " and " + to + " are not both locations of set " + setId);
        }
        Optional<ActiveSite> kept = of(setId);
        if (kept.isEmpty()) {
            return Optional.of("which site of set " + setId + " is the active one was not recorded yet");
        }
        ActiveSite site = kept.get();
        String fromSite = config.location(from).map(LocationConfig::siteId).orElse("");
        String toSite = config.location(to).map(LocationConfig::siteId).orElse("");
        if (!fromSite.equals(site.siteId()) || toSite.equals(site.siteId())) {
            return Optional.of("people of set " + setId + " work at site " + site.siteId() + " since " + site.since()
                    + ": nothing is carried from " + from + " to " + to);
        }
        for (String location : List.of(from, to)) { // nothing is written at the one if the other forbids it
            StorageProvider storage = storages.apply(location, initiator);
            String why = objection(SiteFile.read(storage, key, setId, location), site, location);
            if (!why.isEmpty()) {
                return Optional.of(why);
            }
        }
        for (String location : List.of(from, to)) {
            String why = settle(site, location, initiator);
            if (!why.isEmpty()) {
                return Optional.of(why);
            }
        }
        return Optional.empty();
    }

    /** @return why what lies at a location forbids to go on; empty if nothing does */
    private static String objection(SiteFile.Found found, ActiveSite site, String locationId) {
        if (found instanceof SiteFile.Found.Strange strange) {
            return "the file " + SiteFile.PATH.value() + " at " + locationId + " forbids to write there: "
                    + strange.why();
        }
        if (found instanceof SiteFile.Found.Ours ours && ours.epoch() > site.epoch()) {
            return "at " + locationId + " it is told that site " + ours.siteId() + " is the active one since epoch "
                    + ours.epoch() + ", and the catalog knows of epoch " + site.epoch()
                    + " only: this catalog is older than what lies there";
        }
        boolean sameEpoch = found instanceof SiteFile.Found.Ours ours && ours.epoch() == site.epoch();
        return sameEpoch && !isSaid(found, site)
                ? "at " + locationId + " and in the catalog epoch " + site.epoch()
                        + " is of different sites: two catalogs were at work"
                : "";
    }

    private static boolean isSaid(SiteFile.Found found, ActiveSite site) {
        return found instanceof SiteFile.Found.Ours ours
                && ours.epoch() == site.epoch()
                && ours.siteId().equals(site.siteId());
    }

    /** @return why the file at a location forbids to go on; empty if it says what the catalog says, by now */
    private synchronized String settle(ActiveSite site, String locationId, Initiator initiator) throws IOException {
        StorageProvider storage = storages.apply(locationId, initiator);
        for (int tries = 0; tries < 2; tries++) {
            SiteFile.Found found = SiteFile.read(storage, key, site.setId(), locationId);
            String why = objection(found, site, locationId);
            if (!why.isEmpty() || isSaid(found, site)) {
                return why;
            }
            SiteFile.write(storage, key, site, locationId);
        }
        return isSaid(SiteFile.read(storage, key, site.setId(), locationId), site)
                ? ""
                : "the file " + SiteFile.PATH.value() + " at " + locationId + " was changed by somebody just now";
    }
}
