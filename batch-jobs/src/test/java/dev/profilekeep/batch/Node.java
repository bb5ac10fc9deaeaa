package dev.profilekeep.batch;

import dev.profilekeep.batch.inventory.FakeInventory;
import dev.profilekeep.batch.inventory.FakeInventoryBeans;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.batch.run.RunConfiguration.NodeName;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.batch.schedule.ScheduledJob;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The jobs in an application context of their own, upon a database and a fake engine. */
public final class Node implements AutoCloseable {
    /** Never due while a test runs, unless it is run at New Year's midnight. */
    public static final String NEW_YEAR = "0 0 0 1 1 ?";

    private final AnnotationConfigApplicationContext context;
    private final TestDatabase database;

    private Node(AnnotationConfigApplicationContext context, TestDatabase database) {
        this.context = context;
        this.database = database;
    }

    public static Node start(TestDatabase database, FakeInventory engine) {
        return start(database, engine, NEW_YEAR);
    }

    public static Node start(TestDatabase database, FakeInventory engine, String cron) {
        return start(database, engine, cron, ZoneId.of("UTC"));
    }

    public static Node start(TestDatabase database, FakeInventory engine, String cron, ZoneId zone, Object... more) {
        return start(
                database,
                engine,
                new ScheduledJob("inventory", cron, zone, Duration.ofHours(4), "profilekeep.yml: inventory.cron"),
                more);
    }

    public static Node start(TestDatabase database, FakeInventory engine, ScheduledJob times, Object... more) {
        JobTables.bringUpToDate(database.dataSource());
        var context = new AnnotationConfigApplicationContext();
        context.register(BatchInfrastructure.class);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(
                "catalogDataSource", DataSource.class, database::dataSource, bean -> bean.setDestroyMethodName(""));
        context.registerBean(
                NodeName.class,
                () -> new NodeName("node-" + UUID.randomUUID().toString().substring(0, 8), database.shared()));
        context.registerBean(FakeInventoryBeans.class, engine, times);
        for (Object bean : more) {
            registerAsIs(context, bean);
        }
        context.refresh();
        return new Node(context, database);
    }

    @SuppressWarnings("unchecked")
    private static <T> void registerAsIs(AnnotationConfigApplicationContext context, T bean) {
        context.registerBean((Class<T>) bean.getClass(), () -> bean);
    }

    public JobRuns runs() {
        return context.getBean(JobRuns.class);
    }

    public ScheduleService schedules() {
        return context.getBean(ScheduleService.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(database.dataSource());
    }

    /** Waits until the run has ended. */
    public JobRunView end(long run) {
        return await(run, view -> view.endedAt() != null);
    }

    /** Waits until the run is as wanted. */
    public JobRunView await(long run, Predicate<JobRunView> wanted) {
        CompletableFuture<JobRunView> seen = new CompletableFuture<>();
        try (var subscription = runs().subscribe(view -> {
            if (view.id() == run && wanted.test(view)) {
                seen.complete(view);
            }
        })) {
            runs().find(run).filter(wanted).ifPresent(seen::complete);
            return seen.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("run " + run + " is " + runs().find(run), e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
