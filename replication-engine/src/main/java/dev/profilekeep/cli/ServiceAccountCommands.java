package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profilekeep.account.ServiceAccount;
import java.time.Instant;
import picocli.CommandLine;

/** The group {@code service-account}. */
final class ServiceAccountCommands {
    static final String PATH = "/api/v1/service-accounts";

    private ServiceAccountCommands() {}

    static CommandLine group(Context context) {
        return ProfileKeepCli.group("service-account", "Programs that ask over REST by a token.")
                .addSubcommand(new ServiceAccountCreateCommand(context))
                .addSubcommand(new ServiceAccountListCommand(context))
                .addSubcommand(new ServiceAccountRevokeCommand(context));
    }

    /** With the names of the REST API. */
    static ObjectNode json(ServiceAccount account, Instant now) {
        ObjectNode json = Json.MAPPER.valueToTree(account);
        json.put("state", account.stateAt(now).name());
        return json;
    }
}
