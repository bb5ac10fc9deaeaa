package dev.profilekeep.batch;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.InventoryRunningException;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.layer.Throttle;
import dev.profilekeep.storage.layer.ThrottledStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The jobs upon the real engine, with people's disks in a folder. */
public abstract class EngineNode implements AutoCloseable {
    private final Engine engine;
    private final AnnotationConfigApplicationContext context;

    /**
     * @param folder with {@code profilekeep.yml}
     * @param as what becomes of the configuration that is read there
     */
    protected EngineNode(Path folder, double operationsPerSecond, UnaryOperator<ProfileKeepConfig> as) {
        Throttle throttle = new Throttle(operationsPerSecond, Double.POSITIVE_INFINITY);
        this.engine = Engine.open(
                as.apply(ConfigFile.read(folder.resolve("profilekeep.yml"))),
                Clock.systemUTC(),
                location -> new ThrottledStorage(
                        Storages.connect(StorageAddress.parse(location.address()), StorageOptions.local()), throttle));
        this.context = new AnnotationConfigApplicationContext();
        context.register(BatchModuleConfiguration.class);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(Engine.class, () -> engine, bean -> bean.setDestroyMethodName(""));
        context.refresh();
    }

    /** Where the profile of a person lies, below the folder of Frankfurt. */
    public static Path disk(Path folder, String who) {
        int number = 2000 + who.hashCode() % 1000;
        return folder.resolve("fra")
                .resolve("S-1-5-21-1004336348-1177238915-682003330-" + number + "_" + who)
                .resolve("Profile_" + who + ".vhdx");
    }

    public void inventory() {
        try {
            engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
    }

    public Engine engine() {
        return engine;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public JobRuns runs() {
        return context.getBean(JobRuns.class);
    }

    /** Starts a job and waits for its end. */
    public JobRunView run(String job) throws Exception {
        return end(runs().start(job, "Grace", true));
    }

    public JobRunView end(long run) {
        return await(run, view -> view.endedAt() != null);
    }

    public JobRunView await(long run, Predicate<JobRunView> wanted) {
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
