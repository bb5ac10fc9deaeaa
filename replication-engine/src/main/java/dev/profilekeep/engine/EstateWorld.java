package dev.profilekeep.engine;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.failover.FailoverWorld;
import dev.profilekeep.failover.Hook;
import dev.profilekeep.failover.HookCaller;
import dev.profilekeep.failover.Plan;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.estate.VerificationRun;
import dev.profilekeep.replica.estate.VerificationRunningException;
import dev.profilekeep.replica.estate.VerificationService;
import dev.profilekeep.replica.estate.VerificationWish;
import dev.profilekeep.replicate.estate.ReplicationRun;
import dev.profilekeep.replicate.estate.ReplicationRunningException;
import dev.profilekeep.replicate.estate.ReplicationService;
import dev.profilekeep.site.ActiveSite;
import dev.profilekeep.site.ActiveSites;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a failover needs of the rest of an engine. Safe for several threads. */
final class EstateWorld implements FailoverWorld {
    private static final String WHO = "failover";

    private final ProfileKeepConfig config;
    private final Database database;
    private final Locations locations;
    private final JobFreezes freezes;
    private final ReplicaParts replicas;
    private final VerificationService verification;
    private final HookCaller hooks;

    EstateWorld(Ground ground, Locations locations, ReplicaParts replicas, VerificationService verification) {
        this.config = ground.config();
        this.database = ground.database();
        this.locations = locations;
        this.freezes = new JobFreezes(database, ground.clock());
        this.replicas = replicas;
        this.verification = verification;
        this.hooks = new HookCaller(config.file().toAbsolutePath().resolveSibling(""), ground.clock());
    }

    private SetConfig set(String id) throws NotDoneException {
        return config.set(id).orElseThrow(() -> new NotDoneException("there is no set '" + id + "' any more"));
    }

    /** A set has one active site for all of its people. */
    @Override
    public Optional<String> objection(Plan plan, Set<String> sids) {
        for (String set : plan.sets()) {
            Set<String> staying = new TreeSet<>(peopleOf(set));
            staying.removeAll(sids);
            if (!staying.isEmpty()) {
                return Optional.of(staying.size() + " people have a disk in set '" + set
                        + "' and are in none of the groups that go: a set works at one site as a whole. Add their groups,"
                        + " or give these people a set of their own");
            }
        }
        return Optional.empty();
    }

    private List<String> peopleOf(String set) {
        return database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT DISTINCT sid FROM container WHERE set_id = ? AND sid <> ''", row -> row.text("sid"), set));
    }

    @Override
    public void freeze(long run, Set<String> sets) {
        freezes.freeze(run, sets);
        locations.forgetModes();
    }

    @Override
    public void release(long run) {
        freezes.release(run);
        locations.forgetModes();
    }

    @Override
    public boolean reachable(String siteId) {
        return config.locations().stream()
                .filter(location -> location.siteId().equals(siteId))
                .allMatch(this::answers);
    }

    private boolean answers(LocationConfig location) {
        try {
            locations.storage(location.id(), Initiator.PERSON).list(StoragePath.ROOT, file -> {});
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String replicate(Set<String> sets, String fromSite, String toSite, Set<String> sids)
            throws NotDoneException {
        List<String> said = new ArrayList<>();
        for (String id : sets) {
            SetConfig set = set(id);
            if (set.replication() != SetConfig.Replication.ENGINE) {
                said.add(id + " is carried by "
                        + (set.replication() == SetConfig.Replication.STORAGE ? "its storage" : "Cloud Cache"));
                continue;
            }
            ReplicationService service = replicas.replication;
            ReplicationRun run;
            try {
                run = service.runAll(WHO, true, id, RunControl.NEVER_STOP);
            } catch (ReplicationRunningException e) {
                throw new NotDoneException("copies are being carried by another run: wait until it has ended");
            }
            if (run.phase() != ReplicationRun.Phase.DONE) {
                throw new NotDoneException("copies of set " + id + " were not all carried: " + run.reason());
            }
            said.add(id + ": " + run.words());
        }
        return String.join("; ", said);
    }

    @Override
    public Verified verify(Set<String> sets, String fromSite, String toSite, Set<String> sids) throws NotDoneException {
        boolean reachable = reachable(fromSite);
        List<String> notGood = new ArrayList<>();
        int good = 0;
        for (String id : sets) {
            if (reachable) {
                compare(id);
            }
            for (Disk disk : disks(id, sids)) {
                String wrong = wrong(disk, set(id), toSite, reachable);
                if (wrong.isEmpty()) {
                    good++;
                } else {
                    notGood.add(disk.name() + " (" + id + ") at " + toSite + ": " + wrong);
                }
            }
        }
        return new Verified(good, notGood.stream().sorted().toList());
    }

    private void compare(String set) throws NotDoneException {
        try {
            VerificationRun run =
                    verification.runAll(WHO, true, new VerificationWish(set, null, false), RunControl.NEVER_STOP);
            if (run.phase() != VerificationRun.Phase.DONE) {
                throw new NotDoneException("copies of set " + set + " could not be compared: " + run.reason());
            }
        } catch (VerificationRunningException e) {
            throw new NotDoneException("copies are being compared by another run: wait until it has ended");
        }
    }

    private record Disk(long id, String name, String sid) {}

    private List<Disk> disks(String set, Set<String> sids) {
        List<Disk> all = database.<List<Disk>, RuntimeException>call(session -> session.list(
                "SELECT id, sid, base_name FROM container WHERE set_id = ? ORDER BY id",
                row -> new Disk(row.number("id"), row.text("base_name"), row.text("sid")),
                set));
        return all.stream()
                .filter(disk -> disk.sid().isEmpty() || sids.contains(disk.sid()))
                .toList();
    }

    /** @return why nobody should work with that copy; empty if they can */
    private String wrong(Disk disk, SetConfig set, String toSite, boolean reachable) {
        List<CopyStanding> there =
                verification.standings().of(Set.of(disk.id())).getOrDefault(disk.id(), List.of()).stream()
                        .filter(one -> config.location(one.locationId())
                                .filter(location -> location.siteId().equals(toSite)
                                        && set.locationIds().contains(location.id()))
                                .isPresent())
                        .toList();
        if (there.isEmpty()) {
            return "never compared";
        }
        return there.stream()
                .filter(one -> !isGood(one.word(), reachable))
                .map(one -> one.word().name())
                .findFirst()
                .orElse("");
    }

    /** What a dead site wrote last is lost either way; as long as it answers, nothing is left behind. */
    private static boolean isGood(CopyWord word, boolean reachable) {
        return word == CopyWord.EQUAL || word == CopyWord.PRESUMED_EQUAL || word == CopyWord.LAGGING && !reachable;
    }

    @Override
    public Active active(String setId, Set<String> sids) throws NotDoneException {
        ActiveSite site = sites().begin(set(setId), Actor.SCHEDULE);
        return new Active(site.siteId(), site.epoch());
    }

    private ActiveSites sites() throws NotDoneException {
        try {
            return replicas.sites();
        } catch (IOException e) {
            throw new NotDoneException("the key of this installation cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void activate(String setId, String siteId, long epoch, Set<String> sids, String reason)
            throws NotDoneException {
        try {
            sites().move(set(setId), epoch, siteId, Actor.SCHEDULE, reason);
        } catch (ActiveSites.RefusedException e) {
            throw new NotDoneException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String communicate(long run, String toSite, Set<String> sids) {
        return "nothing was sent: tell people yourself that they work at " + toSite + " now";
    }

    @Override
    public String call(Hook hook) throws NotDoneException {
        return hooks.call(hook);
    }
}
