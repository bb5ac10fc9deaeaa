package dev.profilekeep.batch;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.Throttle;
import dev.profilekeep.storage.layer.ThrottledStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * A program of its own that runs the inventory with the real engine, and tells on its standard output how it goes. Killed in
 * the middle by {@link KilledProcessIT}.
 */
final class InventoryProcess {
    private InventoryProcess() {}

    public static void main(String[] args) throws Exception {
        Path config = Path.of(args[0]);
        double operationsPerSecond = Double.parseDouble(args[1]);
        try (var context = new AnnotationConfigApplicationContext()) {
            context.register(BatchModuleConfiguration.class);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(Engine.class, () -> open(config, operationsPerSecond));
            context.refresh();
            JobRuns runs = context.getBean(JobRuns.class);
            runs.recent(0, 1).forEach(InventoryProcess::tell);
            CompletableFuture<Void> end = new CompletableFuture<>();
            try (var subscription = runs.subscribe(view -> {
                tell(view);
                if (view.endedAt() != null) {
                    end.complete(null);
                }
            })) {
                if (runs.count() == 0) {
                    runs.start("inventory", "Grace", true);
                } else {
                    runs.restart(runs.recent(0, 1).get(0).id(), "Grace");
                }
                end.join();
            }
        }
    }

    private static Engine open(Path config, double operationsPerSecond) {
        Throttle throttle = new Throttle(operationsPerSecond, Double.POSITIVE_INFINITY);
        try {
            return Engine.open(
                    ConfigFile.read(config),
                    Clock.systemUTC(),
                    location -> new ThrottledStorage(
                            Storages.connect(StorageAddress.parse(location.address()), StorageOptions.local()),
                            throttle));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tell(JobRunView view) {
        System.out.println("RUN %d %s %d %b".formatted(view.id(), view.status(), view.done(), view.restartable()));
        view.failures().forEach(failure -> System.out.println("WHY " + failure));
    }
}
