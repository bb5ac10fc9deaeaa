package dev.profilekeep.backup.care;

import dev.profilekeep.backup.care.CareRun.Phase;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Two people in a repository, and restore tests of them. */
final class Trials implements AutoCloseable {
    private final Estate estate;

    /** @param to what restoreTestTo says */
    Trials(Path folder, String more, String to) throws Exception {
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("backups.key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve("backups")))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        estate = new Estate(folder);
        estate.clock().set(Instant.now());
        estate.put("fra-profiles", Estate.ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        estate.put("fra-profiles", Estate.BEN + "_ben/Profile_ben.VHDX", "gpt-4kn.vhdx");
        estate.with(
                """
                %s
                repositories: [{id: backups, site: lon, address: backups, keyFrom: file:backups.key}]
                policies: {backups: {repository: backups, until: never, restoreTestTo: {%s}}}
                """
                        .formatted(more, to));
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        estate.engine().backups().runAll("Ada", true, RunControl.NEVER_STOP);
    }

    CareRun test() throws Exception {
        return run(CareKind.RESTORE_TEST);
    }

    CareRun run(CareKind kind) throws Exception {
        CareService care = estate.engine().care();
        long run = care.begin(kind, "Ada").id();
        try {
            care.run(run, RunControl.NEVER_STOP);
            return care.finish(run);
        } catch (IOException e) {
            care.abort(run, Phase.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    Engine engine() {
        return estate.engine();
    }

    void later(Duration time) {
        estate.clock().forward(time);
    }

    List<RestoreEvidence> evidence() {
        return estate.engine().care().evidence(10);
    }

    @Override
    public void close() {
        estate.close();
    }
}
