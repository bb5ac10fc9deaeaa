package dev.profilekeep.config;

import dev.profilekeep.config.SignInConfig.IdentityProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a sound file needs around it on this machine. */
public final class Prerequisites {
    private Prerequisites() {}

    /**
     * Looks whether all secrets are there and the data directory can be used. Keeps no secret and makes nothing.
     *
     * @throws ConfigException with everything that is missing
     */
    public static void require(ProfileKeepConfig config) throws ConfigException {
        List<ConfigProblem> problems = new ArrayList<>(SecretCheck.missing(config, System.getenv()));
        DataDirectory.problem(config).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new ConfigException(config.file(), problems);
        }
    }

    /**
     * Looks whether the portal can sign, and whether the files that sign-in is told by are there. It starts without the latter
     * and looks again; whoever checks a configuration wants to know.
     *
     * @throws ConfigException with everything that is wrong
     */
    public static void requireSignIn(ProfileKeepConfig config) throws ConfigException {
        List<ConfigProblem> problems = new ArrayList<>(SigningKeyCheck.problems(config));
        SignInConfig signIn = config.signIn();
        if (signIn != null) {
            metadata(signIn, problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(config.file(), problems);
        }
    }

    private static void metadata(SignInConfig signIn, List<ConfigProblem> problems) {
        for (int i = 0; i < signIn.identityProviders().size(); i++) {
            IdentityProvider provider = signIn.identityProviders().get(i);
            if (provider.metadata().startsWith("file:")) {
                Path file = Path.of(provider.metadata().substring("file:".length()));
                String key = "signIn.identityProviders[" + i + "].metadata (" + provider.id() + ")";
                if (!Files.exists(file)) {
                    problems.add(new ConfigProblem(
                            0, key, "there is no file " + file, "save the identity provider's metadata there"));
                } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                    problems.add(new ConfigProblem(
                            0,
                            key,
                            file + " is no file that can be read",
                            "name the file, and let this account read it"));
                }
            }
        }
    }

    /** What the portal needs beyond the command line, each with its key; empty if nothing is missing. */
    public static List<String> missingForPortal(ProfileKeepConfig config) {
        List<String> missing = new ArrayList<>();
        if (config.portal().publicUrl() == null) {
            missing.add("portal.publicUrl: the address that people type, such as https://profiles.example.com;"
                    + " identity providers send people back to it");
        }
        if (config.signIn() == null) {
            missing.add("signIn: at least one identity provider and who has which role; docs/sign-in.md has samples");
        }
        return missing;
    }
}
