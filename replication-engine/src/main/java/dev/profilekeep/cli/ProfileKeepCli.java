package dev.profilekeep.cli;

import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.config.ConfigException;
import dev.profilekeep.text.Visible;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Exit codes: 0 all is well, 1 something was found, 2 wrong usage or something that could not be read.
 * Stdout is the answer and nothing else; errors are one line on stderr, with a stack trace only under {@code --debug}.
 */
public final class ProfileKeepCli {
    static final int OK = 0;
    static final int FINDINGS = 1;
    static final int FAILED = 2;

    private static final long HEAP_MIB = Runtime.getRuntime().maxMemory() >> 20;
    private static final String NO_MEMORY = "not enough memory: Java may take " + HEAP_MIB
            + " MiB here; set PROFILEKEEP_HEAP=" + 2 * HEAP_MIB + "m for script/profilekeep, or give Java more by -Xmx";
    /** More heap would make it worse. */
    private static final String NO_THREADS =
            "this machine lets Java start no more threads: end what else runs here, or raise the limit of processes (ulimit -u) or of the service (TasksMax)";

    private final Context context;

    /** For use inside a program: nobody looks at a terminal, and what is no text is made one. */
    public ProfileKeepCli(PrintWriter out, PrintWriter err, Map<String, String> environment, Clock clock) {
        this(new Context(out, Output.into(out), err, Terminal.NONE, environment, clock));
    }

    ProfileKeepCli(Context context) {
        this.context = context;
    }

    @Command(
            name = "profilekeep",
            description = "Keeps FSLogix profile containers usable, small, restorable and present at a second site.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:all is well", "1:something was found", "2:wrong usage, or something could not be read"})
    static final class Root {
        @Option(
                names = "--debug",
                scope = ScopeType.INHERIT,
                description = "Show where an error came from, and what is logged.")
        boolean debug;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ProfileKeepCli.class.getPackage().getImplementationVersion();
            return new String[] {"profilekeep " + (version == null ? "(not packaged)" : version)};
        }
    }

    public static void main(String... arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/profilekeep/cli/logback-cli.xml");
            System.setProperty("profilekeep.log", Arrays.asList(arguments).contains("--debug") ? "DEBUG" : "ERROR");
        }
        OutputStream bytes = Output.answer(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var context = new Context(out, bytes, err, Terminal.ofThisProcess(), System.getenv(), Clock.systemUTC());
        int code = new ProfileKeepCli(context).run(arguments);
        System.exit(code);
    }

    /** Runs one command in this process. */
    public int run(String... arguments) {
        Root root = new Root();
        CommandLine commands = new CommandLine(root)
                .addSubcommand("disk", DiskCommands.group(context))
                .addSubcommand("backup", BackupCommands.group(context))
                .addSubcommand(new InventoryCommand(context))
                .addSubcommand(new CompactCommand(context))
                .addSubcommand(new VerifyCommand(context))
                .addSubcommand(new ReplicateCommand(context))
                .addSubcommand(new HealthCommand(context))
                .addSubcommand(new SpaceCommand(context))
                .addSubcommand(
                        "location",
                        group("location", "The locations, and what may be written at them.")
                                .addSubcommand(new LocationListCommand(context))
                                .addSubcommand(new LocationModeCommand(context)))
                .addSubcommand("host", HostCommands.group(context))
                .addSubcommand("site", SiteCommands.group(context))
                .addSubcommand("drill", DrillCommands.group(context))
                .addSubcommand(
                        "lock",
                        group("lock", "Locks: who holds them, whether they are stale, and clearing those that are.")
                                .addSubcommand(new LockShowCommand(context))
                                .addSubcommand(new LockClearCommand(context)))
                .addSubcommand("account", AccountCommands.group(context))
                .addSubcommand(
                        "users",
                        group("users", "Who exists, by exported lists.").addSubcommand(new UsersImportCommand(context)))
                .addSubcommand(
                        "config",
                        group("config", "The configuration file.").addSubcommand(new ConfigCheckCommand(context)))
                .addSubcommand("service-account", ServiceAccountCommands.group(context))
                .addSubcommand(
                        "sessions",
                        group("sessions", "Who works at which session host, as brokers tell it.")
                                .addSubcommand(new SessionsImportCommand(context)))
                .addSubcommand(
                        "audit",
                        group("audit", "The record of everything that was done.")
                                .addSubcommand(new AuditVerifyCommand(context))
                                .addSubcommand(new AuditListCommand(context)))
                .setOut(context.out())
                .setErr(context.err())
                // its colours are controls of the terminal, which nothing here may send
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((error, line, parsed) -> fail(error, root.debug, line));
        CommandLine.IParameterExceptionHandler usage = commands.getParameterExceptionHandler();
        commands.setParameterExceptionHandler((error, given) -> {
            JsonErrors.answer(context, error.getCommandLine(), List.of(given), String.valueOf(error.getMessage()));
            return usage.handleParseException(error, given);
        });
        try {
            return context.written(commands.execute(arguments));
        } catch (OutOfMemoryError e) {
            List<CommandLine> parsed = commands.getParseResult().asCommandLineList();
            return context.written(fail(new CliProblem(noMemory(e), e), root.debug, parsed.get(parsed.size() - 1)));
        } finally {
            context.answered();
        }
    }

    static CommandLine group(String name, String description) {
        CommandLine group = new CommandLine(new Group());
        group.getCommandSpec()
                .name(name)
                .usageMessage()
                .description(description)
                .synopsisSubcommandLabel("COMMAND");
        group.getCommandSpec().mixinStandardHelpOptions(true);
        return group;
    }

    /** A command that only holds others. */
    @Command
    static final class Group {}

    private int fail(Exception error, boolean debug, CommandLine line) {
        if (Output.Gone.isIn(error)) {
            return FAILED; // told at the end, if anybody is to know
        }
        String message = message(error);
        if (!(error instanceof Answered)) {
            JsonErrors.answer(context, line, List.of(), message);
        }
        context.err().println("profilekeep: " + message);
        if (debug) {
            error.printStackTrace(context.err());
        }
        return FAILED;
    }

    private static Optional<OutOfMemoryError> ofMemory(Exception error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof OutOfMemoryError full) {
                return Optional.of(full);
            }
        }
        return Optional.empty();
    }

    private static String noMemory(OutOfMemoryError full) {
        return String.valueOf(full.getMessage()).contains("thread") ? NO_THREADS : NO_MEMORY;
    }

    private static String message(Exception error) {
        Optional<OutOfMemoryError> full = ofMemory(error);
        if (full.isPresent()) {
            return noMemory(full.get());
        }
        String message = error.getMessage();
        boolean told = error instanceof CliProblem
                || error instanceof ConfigException
                || error instanceof CatalogException
                || error instanceof IOException
                || error instanceof UncheckedIOException
                || error instanceof CancellationException
                || error instanceof IllegalArgumentException;
        if (told && message != null && !message.isBlank()) {
            // Of these alone the lines are ours; in others a line end comes from a name.
            return error instanceof ConfigException || error instanceof CatalogException
                    ? message
                    : Visible.oneLine(message);
        }
        return "an error in ProfileKeep itself: " + error + " (--debug shows where)";
    }
}
