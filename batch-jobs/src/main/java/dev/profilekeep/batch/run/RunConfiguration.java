package dev.profilekeep.batch.run;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.explore.JobExplorer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The beans behind {@link JobRuns}. Needs the catalog's DataSource with its tables in place, Spring Batch, a Clock, a
 * {@link NodeName} and every {@link RunnableJob}.
 */
@Configuration(proxyBeanMethods = false)
public class RunConfiguration {
    /** One for each process, whatever its number of application contexts. */
    private static final String PROCESS = UUID.randomUUID().toString();

    /** Stopped after Quartz, which starts jobs, and before whatever the jobs work with. */
    private static final int PHASE = Integer.MAX_VALUE - 1000;

    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(25);

    /**
     * What this node is called, and whom it shares the database with.
     *
     * @param name not that of any other node, nor of this one before its last start
     * @param shared other processes may use the database at the same time
     */
    public record NodeName(String name, boolean shared) {}

    @Bean
    RunViews runViews(DataSource dataSource) {
        return new RunViews(dataSource);
    }

    @Bean
    RunTable runTable(DataSource dataSource, RunViews views, NodeName node) {
        return new RunTable(dataSource, views, new RunTable.Owner(node.name(), PROCESS));
    }

    @Bean
    LocalRuns localRuns(RunTable table, Clock clock) {
        return new LocalRuns(table, clock);
    }

    @Bean
    RunFailures runFailures(LocalRuns local) {
        return new RunFailures(local);
    }

    @Bean
    EngineSteps engineSteps(
            JobRepository repository,
            PlatformTransactionManager transactions,
            RunFailures failures,
            StopRequests stops) {
        return new EngineSteps(repository, transactions, failures, stops);
    }

    @Bean
    RunThreads runThreads() {
        return new RunThreads();
    }

    @Bean
    RunWatch runWatch(RunViews views, RunThreads threads) {
        return new RunWatch(views, threads.tellers);
    }

    @Bean
    CatalogJobRuns jobRuns(
            ObjectProvider<RunnableJob> jobs,
            ObjectProvider<RunListener> listeners,
            RunTable table,
            RunViews views,
            LocalRuns local,
            RunWatch watch,
            RunThreads threads,
            LeftBehind leftBehind,
            JobRepository repository,
            Clock clock) {
        return new CatalogJobRuns(
                byName(jobs),
                table,
                views,
                local,
                leftBehind,
                watch,
                repository,
                threads.runs,
                List.copyOf(listeners.orderedStream().toList()),
                clock);
    }

    @Bean
    LeftBehind leftBehind(
            RunTable table,
            JobRepository repository,
            JobExplorer explorer,
            ObjectProvider<RunnableJob> jobs,
            NodeName node,
            LocalRuns local,
            Clock clock) {
        var me = new RunTable.Owner(node.name(), PROCESS);
        return new LeftBehind(table, repository, explorer, byName(jobs), me, node.shared(), local, clock);
    }

    @Bean
    History runHistory(
            RunTable table, JobRepository repository, JobExplorer explorer, ObjectProvider<RunnableJob> jobs) {
        return new History(table, repository, explorer, byName(jobs).keySet(), 30, 5000);
    }

    @Bean
    RunLifecycle runLifecycle(
            CatalogJobRuns runs,
            LocalRuns local,
            LeftBehind leftBehind,
            RunWatch watch,
            History history,
            RunThreads threads) {
        return new RunLifecycle(runs, local, leftBehind, watch, history, threads);
    }

    private static Map<String, RunnableJob> byName(ObjectProvider<RunnableJob> jobs) {
        return jobs.stream()
                .collect(Collectors.toUnmodifiableMap(job -> job.job().getName(), Function.identity()));
    }

    /** Kept out of the container's sight: an Executor bean would replace the one that Spring Boot gives to others. */
    static final class RunThreads implements AutoCloseable {
        /** As many as there are jobs under way, and of each job there is one at most. */
        final ExecutorService runs = Executors.newCachedThreadPool(named("job-"));

        final ExecutorService tellers = Executors.newFixedThreadPool(2, named("job-news-"));
        final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(named("job-pulse-"));
        final ScheduledExecutorService rounds = Executors.newScheduledThreadPool(2, named("job-rounds-"));

        private static ThreadFactory named(String prefix) {
            AtomicInteger number = new AtomicInteger();
            return task -> {
                Thread thread = new Thread(task, prefix + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }

        @Override
        public void close() {
            rounds.shutdownNow();
            pulse.shutdownNow();
            runs.shutdownNow();
            tellers.shutdown();
        }
    }

    /** Begins by ending what was left behind; ends by stopping what runs here. */
    static final class RunLifecycle implements SmartLifecycle {
        private static final Logger LOG = LoggerFactory.getLogger(RunLifecycle.class);

        private final CatalogJobRuns runs;
        private final LocalRuns local;
        private final LeftBehind leftBehind;
        private final RunWatch watch;
        private final History history;
        private final RunThreads threads;
        private volatile boolean running;

        RunLifecycle(
                CatalogJobRuns runs,
                LocalRuns local,
                LeftBehind leftBehind,
                RunWatch watch,
                History history,
                RunThreads threads) {
            this.runs = runs;
            this.local = local;
            this.leftBehind = leftBehind;
            this.watch = watch;
            this.history = history;
            this.threads = threads;
        }

        @Override
        public void start() {
            leftBehind.endAll();
            threads.pulse.scheduleWithFixedDelay(local::pulse, 500, 500, TimeUnit.MILLISECONDS);
            threads.rounds.scheduleWithFixedDelay(watch::look, 500, 500, TimeUnit.MILLISECONDS);
            threads.rounds.scheduleWithFixedDelay(this::round, 15, 15, TimeUnit.SECONDS);
            threads.rounds.scheduleWithFixedDelay(history::tidy, 10, 60, TimeUnit.MINUTES);
            running = true;
        }

        private void round() {
            try {
                leftBehind.endAll();
            } catch (RuntimeException e) {
                LOG.warn("runs left behind could not be looked for; tried again reason={}", Reasons.of(e));
            }
        }

        @Override
        public void stop() {
            runs.close(PATIENCE_AT_SHUTDOWN);
            watch.look(); // the final state of what ended just now
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return PHASE;
        }
    }
}
