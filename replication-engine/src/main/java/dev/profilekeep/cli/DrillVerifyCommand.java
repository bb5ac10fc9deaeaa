package dev.profilekeep.cli;

import dev.profilekeep.drill.DrillReport;
import dev.profilekeep.drill.SignedReport;
import dev.profilekeep.site.OpenKey;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drill verify}: needs neither portal, nor catalog, nor configuration. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Proves that the report of a drill is, byte by byte, what an installation of ProfileKeep signed.",
            "A report carries the key that it is signed with, so anybody can sign one with a key of their own: --key says"
                    + " whose it has to be. Needs no portal, no catalog and no configuration."
        },
        footer = {
            "",
            "Exit code 1 means that it was altered, or is signed by another key, or does not follow the previous one;"
                    + " 2 that it could not be read."
        })
final class DrillVerifyCommand implements Callable<Integer> {
    private static final long LONGEST = 64L << 20;

    private final Context context;

    @Parameters(index = "0", paramLabel = "REPORT", description = "File of the report.")
    private Path report = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Public key of the installation, as 'drill key' printed it there.")
    private @Nullable Path key;

    @Option(
            names = "--previous",
            paramLabel = "FILE",
            description = "File of the report before this one: fails if this one does not follow it.")
    private @Nullable Path previous;

    DrillVerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        SignedReport read;
        try {
            read = SignedReport.read(bytes(report));
        } catch (SignedReport.AlteredException e) {
            return fails("altered", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CliProblem(report + " is no report that can be read: " + e.getMessage(), e);
        }
        DrillReport said = read.report();
        Path keyFile = key;
        if (keyFile != null) {
            OpenKey wanted = wanted(keyFile);
            if (!wanted.encoded().equals(read.key().encoded())) {
                return fails(
                        "of another installation",
                        "it is signed by the key " + read.key().id() + ", and " + keyFile + " is " + wanted.id());
            }
        }
        Path before = previous;
        if (before != null) {
            String hash = SignedReport.hash(bytes(before));
            if (!hash.equals(said.previous())) {
                return fails(
                        "not the one after " + before,
                        said.previous().isEmpty()
                                ? "it says that it is the first one"
                                : "it follows a file with SHA-256 " + said.previous() + ", and that one has " + hash);
            }
        }
        context.out()
                .printf(
                        "%s is as it was signed by the key %s.%n",
                        report, read.key().id());
        if (keyFile == null) {
            context.out().println("Whose key that is, the report cannot prove: compare it, or give --key.");
        }
        context.out()
                .printf(
                        "Drill %d of %s, version %s, from %s to %s: %s. %s.%n",
                        said.number(),
                        Visible.oneLine(said.plan()),
                        Visible.oneLine(said.version()),
                        said.started(),
                        said.ended(),
                        said.result(),
                        Visible.oneLine(said.signIn()));
        return ProfileKeepCli.OK;
    }

    private int fails(String what, String why) {
        context.out().printf("%s is %s: %s.%n", report, what, Visible.oneLine(why));
        return ProfileKeepCli.FINDINGS;
    }

    private static OpenKey wanted(Path file) {
        try {
            return OpenKey.read(file);
        } catch (NoSuchFileException e) {
            throw new CliProblem("there is no file " + file, e);
        } catch (IOException e) {
            throw new CliProblem("--key: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LONGEST) {
                throw new CliProblem(file + " is no report: it has " + Files.size(file) + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CliProblem("there is no file " + file, e);
        }
    }
}
