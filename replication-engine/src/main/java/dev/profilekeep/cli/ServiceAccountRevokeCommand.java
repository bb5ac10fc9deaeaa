package dev.profilekeep.cli;

import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code service-account revoke}: an audited act. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Refuses a service account's token from now on, for good. The act is recorded.")
final class ServiceAccountRevokeCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "ID", description = "The account: ten letters and digits, as in its token.")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded.")
    private String reason = "";

    @Mixin
    private ConfigOption config = new ConfigOption();

    ServiceAccountRevokeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!id.matches("[a-z0-9]{10}")) {
            throw new CliProblem("'" + id + "' is no id of a service account; 'service-account list' has them");
        }
        GivenReason.fault(reason.strip()).ifPresent(fault -> {
            throw new CliProblem("--reason " + fault);
        });
        ProfileKeepConfig read = context.config(config.file);
        try (Engine engine = context.open(read)) {
            Optional<ServiceAccount> revoked = engine.serviceAccounts().revoke(id, context.actor(), reason);
            if (revoked.isEmpty()) {
                throw new CliProblem("there is no service account '" + id + "'");
            }
        } catch (CatalogInUseException e) {
            PortalClient.of(read, e)
                    .post(ServiceAccountCommands.PATH + "/" + id + "/revoke", Map.of("reason", reason.strip()));
        }
        context.out().printf("The token of %s is refused from now on.%n", id);
        return ProfileKeepCli.OK;
    }
}
