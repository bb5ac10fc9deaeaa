package dev.profilekeep.cli;

import dev.profilekeep.config.EnvironmentText;
import dev.profilekeep.config.SecretSource;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.Secret;
import dev.profilekeep.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a share is read. A password is never an argument: arguments are seen by everybody on the machine. */
final class SmbAccountOptions {
    private static final String PASSWORD = "PROFILEKEEP_SMB_PASSWORD";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Account for a share; also $PROFILEKEEP_SMB_USER. Without one the share is read anonymously.")
    @Nullable
    String user;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "Its domain; also $PROFILEKEEP_SMB_DOMAIN, DOMAIN\\NAME or NAME@DOMAIN.")
    @Nullable
    String domain;

    @Option(
            names = "--password-from",
            paramLabel = "env:NAME|file:PATH",
            description = "Where its password is; also $PROFILEKEEP_SMB_PASSWORD itself.")
    @Nullable
    String passwordFrom;

    StorageOptions options(Map<String, String> environment) {
        String name = user != null ? user : environment.getOrDefault("PROFILEKEEP_SMB_USER", "");
        String realm = domain != null ? domain : environment.getOrDefault("PROFILEKEEP_SMB_DOMAIN", "");
        if (name.isEmpty()) {
            return StorageOptions.builder()
                    .credentials(Credentials.anonymous())
                    .signingRequired(false)
                    .build();
        }
        Secret password = password(environment);
        Credentials account = realm.isEmpty() ? Credentials.of(name, password) : new Credentials(name, realm, password);
        return StorageOptions.of(account);
    }

    private Secret password(Map<String, String> environment) {
        String from = passwordFrom;
        if (from == null) {
            String password = environment.get(PASSWORD);
            if (password == null) {
                throw new CliProblem("an account needs a password: --password-from env:NAME or file:PATH");
            }
            try {
                return Secret.of(EnvironmentText.whole(PASSWORD, password));
            } catch (IOException e) {
                throw new CliProblem(String.valueOf(e.getMessage()), e);
            }
        }
        if (!from.startsWith("env:") && !from.startsWith("file:")) {
            throw new CliProblem("--password-from takes env:NAME or file:PATH and never the password itself: arguments"
                    + " are seen by everybody on this machine");
        }
        try {
            return Secret.of(
                    SecretSource.parse(from, Path.of("").toAbsolutePath()).read(environment));
        } catch (IllegalArgumentException | IOException e) {
            throw new CliProblem("--password-from: " + e.getMessage(), e);
        }
    }
}
