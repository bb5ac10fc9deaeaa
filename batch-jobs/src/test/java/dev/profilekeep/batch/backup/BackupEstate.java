package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.batch.EngineNode;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** People's disks and a repository in folders, with the jobs and the real engine upon them. */
final class BackupEstate extends EngineNode {
    private final Path folder;

    private BackupEstate(Path folder, double operationsPerSecond) {
        super(folder, operationsPerSecond, config -> config);
        this.folder = folder;
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

    static void put(Path folder, String who, byte[] bytes) {
        try {
            Path disk = disk(folder, who);
            Files.createDirectories(disk.getParent());
            Files.write(disk, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }
}
