package dev.profilekeep.batch.compaction;

import dev.profilekeep.batch.BatchModuleConfiguration;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.Throttle;
import dev.profilekeep.storage.layer.ThrottledStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** People's disks in a folder that is ours alone, with the jobs and the real engine upon them. */
final class CompactionEstate implements AutoCloseable {
    private final Engine engine;
    private final AnnotationConfigApplicationContext context;

    private CompactionEstate(Path folder, double operationsPerSecond) {
        Throttle throttle = new Throttle(operationsPerSecond, Double.POSITIVE_INFINITY);
        this.engine = Engine.open(
                ConfigFile.read(folder.resolve("profilekeep.yml")).inDemo(),
                Clock.systemUTC(),
                location -> new ThrottledStorage(
                        Storages.connect(StorageAddress.parse(location.address()), StorageOptions.local()), throttle));
        this.context = new AnnotationConfigApplicationContext();
        context.register(BatchModuleConfiguration.class);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Engine.class, () -> engine, bean -> bean.setDestroyMethodName(""));
        context.refresh();
    }

    /** Lays disks out in which much does not count, and takes an inventory. */
    static CompactionEstate layOut(Path folder, int people) throws Exception {
        byte[] disk = StaleDisk.bytes();
        for (int i = 0; i < people; i++) {
            StaleDisk.lay(disk(folder, "user" + i), disk);
        }
        configure(folder, "minimumPercent: 0, minimumBytes: 0, canaries: 0, until: never");
        CompactionEstate estate = open(folder);
        estate.inventory();
        return estate;
    }

    /** @param compaction keys of the policy */
    static void configure(Path folder, String compaction) throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                locations: [{id: fra-profiles, site: fra, address: fra, mode: ACT}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-profiles]}]
                inventory: {cron: "0 0 3 1 1 ?"}
                policies: {compaction: {keepFreePercent: 0, %s}}
                """
                        .formatted(compaction));
    }

    static CompactionEstate open(Path folder) {
        return new CompactionEstate(folder, Double.POSITIVE_INFINITY);
    }

    static CompactionEstate open(Path folder, double operationsPerSecond) {
        return new CompactionEstate(folder, operationsPerSecond);
    }

    static Path disk(Path folder, String who) {
        int number = 2000 + who.hashCode() % 1000;
        return folder.resolve("fra")
                .resolve("S-1-5-21-1004336348-1177238915-682003330-" + number + "_" + who)
                .resolve("Profile_" + who + ".vhdx");
    }

    static long size(Path folder, String who) throws IOException {
        return Files.size(disk(folder, who));
    }

    void inventory() {
        try {
            engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    Engine engine() {
        return engine;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    JobRuns runs() {
        return context.getBean(JobRuns.class);
    }

    /** Starts a job and waits for its end. */
    JobRunView run(String job) throws Exception {
        return end(runs().start(job, "Grace", true));
    }

    JobRunView end(long run) {
        return await(run, view -> view.endedAt() != null);
    }

    JobRunView await(long run, Predicate<JobRunView> wanted) {
        CompletableFuture<JobRunView> seen = new CompletableFuture<>();
        try (var subscription = runs().subscribe(view -> {
            if (view.id() == run && wanted.test(view)) {
                seen.complete(view);
            }
        })) {
            runs().find(run).filter(wanted).ifPresent(seen::complete);
            return seen.get(90, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("run " + run + " is " + runs().find(run), e);
        }
    }

    @Override
    public void close() {
        context.close();
        engine.close();
    }
}
