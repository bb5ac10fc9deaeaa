package dev.profilekeep.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Failure;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.run.JobRuns;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.batch.BatchAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

/** The module as the portal has it: with the real engine, within Spring Boot and all its own configurations. */
class ModuleIT {
    @TempDir
    Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(BatchModuleConfiguration.class)
    static class Application {
        static Path config;

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Engine engine(Clock clock) throws Exception {
            return Engine.open(ConfigFile.read(config), clock);
        }
    }

    private ConfigurableApplicationContext start(String database) throws Exception {
        for (String site : new String[] {"fra", "lon"}) {
            Path home = Files.createDirectories(
                    folder.resolve(site).resolve("S-1-5-21-1004336348-1177238915-682003330-1001_anna"));
            Files.writeString(home.resolve("Profile_anna.vhdx"), "not a disk");
        }
        Application.config = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                %s
                sites:
                  - {id: fra, name: Frankfurt, zone: Europe/Berlin}
                  - {id: lon, name: London, zone: Europe/London}
                locations:
                  - {id: fra-profiles, site: fra, address: fra}
                  - {id: lon-profiles, site: lon, address: lon}
                  - {id: lon-away, site: lon, address: nowhere}
                sets:
                  - {id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-profiles, lon-profiles]}
                  - {id: other, replication: CLOUD_CACHE, activeSite: lon, locations: [lon-away]}
                inventory: {cron: "0 0 3 1 1 ?", zone: Europe/Berlin}
                """
                        .formatted(database));
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run();
    }

    @Test
    void springs_own_configurations_step_aside_for_those_of_the_module() throws Exception {
        try (var context = start("")) {
            assertThat(context.getBeansOfType(DataSource.class)).containsOnlyKeys("catalogDataSource");
            assertThat(context.getBeansOfType(PlatformTransactionManager.class)).containsOnlyKeys("transactionManager");
            assertThat(context.getBeansOfType(Flyway.class)).containsOnlyKeys("jobsFlyway");
            assertThat(context.getBeansOfType(SchedulerFactoryBean.class)).containsOnlyKeys("&quartzScheduler");
            assertThat(context.getBeansOfType(JobRepository.class)).hasSize(1);
            assertThat(context.getBeansOfType(BatchAutoConfiguration.class)).isEmpty();
            assertThat(context.getBeanNamesForType(QuartzAutoConfiguration.class))
                    .hasSizeLessThan(2);
            assertThat(context.getBeansOfType(Executor.class)).containsOnlyKeys("applicationTaskExecutor");
            assertThat(context.getBean(JobRuns.class).count()).isZero();
        }
    }

    @Test
    void the_real_engine_is_run_and_what_it_could_not_read_is_told() throws Exception {
        try (var context = start("")) {
            JobRunView run = runOnce(context);

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.total()).isEqualTo(2);
            assertThat(run.done()).isEqualTo(2);
            assertThat(run.counts()).containsEntry("unreadable", 2L);
            String disk = "S-1-5-21-1004336348-1177238915-682003330-1001_anna/Profile_anna.vhdx";
            assertThat(run.failures())
                    .extracting(Failure::where)
                    .containsExactly("location lon-away", "fra-profiles: " + disk, "lon-profiles: " + disk);
            assertThat(run.failures())
                    .allSatisfy(failure -> assertThat(failure.reason()).isNotBlank());
            assertThat(context.getBean(Engine.class).containers().count(ContainerFilter.ALL))
                    .isEqualTo(1);
        }
    }

    @Test
    void runs_and_schedules_are_there_after_a_restart_of_the_program() throws Exception {
        long id;
        try (var context = start("")) {
            id = runOnce(context).id();
            context.getBean(ScheduleService.class)
                    .change("inventory", "0 15 4 * * ?", ZoneId.of("Europe/London"), "Grace");
        }
        try (var context = start("")) {
            assertThat(context.getBean(JobRuns.class).find(id)).isPresent();
            Schedule schedule = context.getBean(ScheduleService.class).all().stream()
                    .filter(one -> one.job().equals("inventory"))
                    .findFirst()
                    .orElseThrow();
            assertThat(schedule.cron()).isEqualTo("0 15 4 * * ?");
            assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/London"));
            assertThat(schedule.fromFile()).isEqualTo("0 0 3 1 1 ?");
        }
    }

    @Test
    void postgresql_does_as_well() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                var context = start(
                        "database: {url: \"" + server.getJdbcUrl("postgres", "postgres") + "\", user: postgres}")) {
            assertThat(runOnce(context).status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(runOnce(context).id()).isEqualTo(2);
            var jdbc = JdbcClient.create(context.getBean(DataSource.class));
            assertThat(jdbc.sql("SELECT COUNT(*) FROM jobs_history WHERE success")
                            .query(Long.class)
                            .single())
                    .isGreaterThanOrEqualTo(3);
            assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
        }
    }

    private static JobRunView runOnce(ConfigurableApplicationContext context) throws Exception {
        JobRuns runs = context.getBean(JobRuns.class);
        CompletableFuture<JobRunView> end = new CompletableFuture<>();
        try (var subscription = runs.subscribe(view -> {
            if (view.endedAt() != null) {
                end.complete(view);
            }
        })) {
            runs.start("inventory", "Grace Hopper", true);
            return end.get(60, TimeUnit.SECONDS);
        }
    }
}
