package dev.profilekeep.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.DiskSync;
import dev.profilekeep.catalog.sql.SqlWords;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.config.SecretSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * The database behind the catalog: an H2 file for one process, PostgreSQL for several. Opening brings the tables up to date;
 * tables of a newer ProfileKeep are refused. Safe for several threads.
 */
public final class Catalog implements Closeable {
    private static final String HISTORY = "catalog_history";
    private static final int H2_IN_USE = 90020;
    private static final int H2_READ_ONLY = 90097;
    private static final int H2_CORRUPT = 90030;
    private static final int H2_CORRUPT_MESSAGE = 90043;
    private static final int H2_GENERAL = 50000;
    private static final int H2_IO = 90028;
    private static final String H2_FILE = "jdbc:h2:file:";

    private final HikariDataSource pool;
    private final boolean shared;
    /** PostgreSQL has on disk what it has committed. */
    private final @Nullable DiskSync disk;

    private Catalog(HikariDataSource pool, boolean shared) {
        this.pool = pool;
        this.shared = shared;
        this.disk = shared ? null : new DiskSync(pool);
    }

    /**
     * @throws CatalogInUseException if another process has the H2 file open
     * @throws CatalogException if the database cannot be reached, or was written by a newer version
     */
    public static Catalog open(DatabaseConfig config) {
        String url = url(config);
        Properties account = account(config);
        // The first connection says what is wrong in its own words, and keeps an H2 file open until the pool has it.
        try (Connection first = DriverManager.getConnection(url, account)) {
            HikariDataSource pool = pool(url, account, config.postgres());
            boolean ready = false;
            try {
                migrate(url, account);
                AccountOrder.complete(new Database(pool));
                SearchText.complete(new Database(pool));
                ready = true;
                return new Catalog(pool, config.postgres());
            } finally {
                if (!ready) {
                    pool.close();
                }
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_IN_USE) {
                throw new CatalogInUseException(config.url(), e);
            }
            throw new CatalogException(cannotBeOpened(config, e), e);
        }
    }

    /** For other modules' tables (jobs, preferences) in the same database. */
    public DataSource dataSource() {
        return pool;
    }

    /** Transactions on it. */
    public Database database() {
        return new Database(pool, disk);
    }

    /** Whether other processes may work with it at the same time. */
    public boolean shared() {
        return shared;
    }

    @Override
    public void close() {
        if (disk != null) {
            disk.close();
        }
        pool.close();
    }

    private static String url(DatabaseConfig config) {
        String url = config.url();
        if (!url.startsWith(H2_FILE)) {
            return url;
        }
        int options = url.indexOf(';');
        Path file = Path.of(url.substring(H2_FILE.length(), options < 0 ? url.length() : options));
        requireWritable(file);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                OwnFolder.make(folder);
            }
            // There before H2 writes to it, which would make it readable for everybody; H2 takes an empty file for a
            // new one.
            Path data = Path.of(file + ".mv.db");
            if (!Files.exists(data)) {
                Files.createFile(data);
            }
            OwnFolder.close(data);
        } catch (FileAlreadyExistsException e) {
            // somebody else was quicker, and has closed it
        } catch (IOException e) {
            throw new CatalogException("the folder of the catalog " + file + " cannot be made: " + e.getMessage(), e);
        }
        return url + ";AUTO_SERVER=FALSE;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=30000;CACHE_SIZE=65536;TRACE_LEVEL_FILE=0";
    }

    private static void requireWritable(Path file) {
        Path stored = Path.of(file + ".mv.db");
        Path folder = stored.toAbsolutePath().getParent();
        String user = System.getProperty("user.name", "this account");
        for (Path each : Files.exists(stored) && folder != null ? new Path[] {stored, folder} : new Path[0]) {
            if (!Files.isWritable(each)) {
                throw new CatalogException(
                        "the catalog " + stored + " cannot be opened: '" + user + "' may not write "
                                + (each.equals(stored) ? "it" : "in its folder")
                                + "; run this as the account that runs the portal, or give '" + user
                                + "' the permission to write",
                        null);
            }
        }
    }

    private static String cannotBeOpened(DatabaseConfig config, SQLException e) {
        String url = config.url();
        int options = url.indexOf(';');
        String file = url.startsWith(H2_FILE)
                ? url.substring(H2_FILE.length(), options < 0 ? url.length() : options) + ".mv.db"
                : url;
        return "the catalog " + file + " cannot be opened: "
                + switch (e.getErrorCode()) {
                    case H2_CORRUPT, H2_CORRUPT_MESSAGE, H2_GENERAL ->
                        "the file is damaged (" + SqlWords.of(e)
                                + "); restore it from a backup, or move it away: an inventory makes a new one, without"
                                + " the growth, the audit trail and the modes of the old";
                    case H2_READ_ONLY, H2_IO ->
                        "it cannot be written (" + SqlWords.of(e)
                                + "); give this account the permission, and look whether the volume is read-only or full";
                    default -> SqlWords.of(e);
                };
    }

    private static Properties account(DatabaseConfig config) {
        Properties account = new Properties();
        String user = config.user() != null ? config.user() : config.postgres() ? null : "sa";
        if (user != null) {
            account.setProperty("user", user);
        }
        SecretSource source = config.passwordFrom();
        try {
            if (source != null) {
                account.setProperty("password", source.read());
            }
        } catch (IOException e) {
            throw new CatalogException("the catalog's password: " + e.getMessage(), e);
        }
        return account;
    }

    /** For a connection: a person waits behind it, who is better told that the database is away. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** For an answer, however much was asked: a database that hangs is as one that is away. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private static HikariDataSource pool(String url, Properties account, boolean postgres) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("catalog");
        config.setJdbcUrl(url);
        config.setUsername(account.getProperty("user"));
        config.setPassword(account.getProperty("password"));
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        if (postgres) {
            config.addDataSourceProperty("tcpKeepAlive", "true");
            unlessSaid(config, url, "connectTimeout", LONGEST_WAIT);
            unlessSaid(config, url, "socketTimeout", LONGEST_ANSWER);
        }
        return new HikariDataSource(config);
    }

    private static void unlessSaid(HikariConfig config, String url, String property, Duration time) {
        if (!url.contains(property + "=")) {
            config.addDataSourceProperty(property, Long.toString(time.toSeconds()));
        }
    }

    /** Over a connection of its own, without limits of time: a table of years may take its time. */
    private static void migrate(String url, Properties account) {
        Flyway flyway = Flyway.configure(Catalog.class.getClassLoader())
                .dataSource(url, account.getProperty("user"), account.getProperty("password"))
                .locations("classpath:db/catalog")
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .validateMigrationNaming(true)
                .load();
        try {
            MigrationInfo[] known = flyway.info().all();
            Arrays.stream(known)
                    .filter(info -> info.getState() == MigrationState.FUTURE_SUCCESS
                            || info.getState() == MigrationState.FUTURE_FAILED)
                    .findFirst()
                    .ifPresent(future -> {
                        throw new CatalogException(
                                "the catalog was written by a newer ProfileKeep (its tables are of version "
                                        + future.getVersion() + "); start that version, or restore an older catalog",
                                null);
                    });
            flyway.migrate();
        } catch (FlywayException e) {
            throw new CatalogException("the catalog's tables cannot be brought up to date: " + why(e), e);
        }
    }

    private static String why(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getErrorCode() == H2_READ_ONLY
                        ? "it cannot be written (" + SqlWords.of(sql) + "); give this account the permission to"
                        : SqlWords.of(sql);
            }
        }
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
