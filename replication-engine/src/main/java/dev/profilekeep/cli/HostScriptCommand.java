package dev.profilekeep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code host script}: needs no configuration. */
@Command(
        name = "script",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the PowerShell script by which session hosts report to this version's portal:",
            "profilekeep host script > ProfileKeep-HostReport.ps1"
        })
final class HostScriptCommand implements Callable<Integer> {
    private static final String SCRIPT = "/host-report/ProfileKeep-HostReport.ps1";

    private final Context context;

    HostScriptCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream script = HostScriptCommand.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new IllegalStateException("the program lacks its file " + SCRIPT);
            }
            context.out().print(new String(script.readAllBytes(), StandardCharsets.US_ASCII));
            context.out().flush();
        }
        return ProfileKeepCli.OK;
    }
}
