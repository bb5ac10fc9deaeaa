package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.batch.BatchModuleConfiguration;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.Throttle;
import dev.profilekeep.storage.layer.ThrottledStorage;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** People's disks and a repository in folders, with the jobs and the real engine upon them. */
final class BackupEstate implements AutoCloseable {
    private final Path folder;
    private final Engine engine;
    private final AnnotationConfigApplicationContext context;

    private BackupEstate(Path folder, double operationsPerSecond) {
        this.folder = folder;
        Throttle throttle = new Throttle(operationsPerSecond, Double.POSITIVE_INFINITY);
        this.engine = Engine.open(
                ConfigFile.read(folder.resolve("profilekeep.yml")),
                Clock.systemUTC(),
                location -> new ThrottledStorage(
                        Storages.connect(StorageAddress.parse(location.address()), StorageOptions.local()), throttle));
        this.context = new AnnotationConfigApplicationContext();
        context.register(BatchModuleConfiguration.class);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Engine.class, () -> engine, bean -> bean.setDestroyMethodName(""));
        context.refresh();
    }

    /** Lays people's disks out, makes a repository, and takes an inventory. */
    static BackupEstate layOut(Path folder, int people) throws Exception {
        for (int i = 0; i < people; i++) {
            put(folder, "user" + i, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        }
        make(folder.resolve("backups"), folder.resolve("key"));
        configure(
                folder,
                "repositories: [{id: backups, site: fra, address: backups, keyFrom: file:key}]\n"
                        + "policies: {backups: {repository: backups, shardSize: 2, parallel: 2, until: never}}\n");
        BackupEstate estate = open(folder);
        estate.inventory();
        return estate;
    }

    static void configure(Path folder, String backups) throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                locations: [{id: fra-profiles, site: fra, address: fra}]
                sets: [{id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-profiles]}]
                inventory: {cron: "0 0 3 1 1 ?"}
                """
                        + backups);
    }

    /** As {@link #layOut}, with a second repository that has a key of its own, and copies. */
    static BackupEstate layOutWithSecond(Path folder, int people) throws Exception {
        for (int i = 0; i < people; i++) {
            put(folder, "user" + i, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        }
        make(folder.resolve("backups"), folder.resolve("key"));
        make(folder.resolve("second"), folder.resolve("key2"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                locations: [{id: fra-profiles, site: fra, address: fra}]
                sets: [{id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-profiles]}]
                inventory: {cron: "0 0 3 1 1 ?"}
                repositories:
                  - {id: backups, site: fra, address: backups, keyFrom: file:key}
                  - {id: second, site: lon, address: second, keyFrom: file:key2}
                policies: {backups: {repository: backups, copyTo: [second], shardSize: 2, parallel: 2, until: "05:30"}}
                """);
        BackupEstate estate = open(folder);
        estate.inventory();
        return estate;
    }

    private static void make(Path repository, Path keyFile) throws IOException {
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(keyFile, key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(repository))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
    }

    static BackupEstate open(Path folder) {
        return new BackupEstate(folder, Double.POSITIVE_INFINITY);
    }

    static BackupEstate open(Path folder, double operationsPerSecond) {
        return new BackupEstate(folder, operationsPerSecond);
    }

    static Path disk(Path folder, String who) {
        int number = 2000 + who.hashCode() % 1000;
        return folder.resolve("fra")
                .resolve("S-1-5-21-1004336348-1177238915-682003330-" + number + "_" + who)
                .resolve("Profile_" + who + ".vhdx");
    }

    static void put(Path folder, String who, byte[] bytes) {
        try {
            Path disk = disk(folder, who);
            Files.createDirectories(disk.getParent());
            Files.write(disk, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void inventory() {
        try {
            engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    Path folder() {
        return folder;
    }

    Engine engine() {
        return engine;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
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
