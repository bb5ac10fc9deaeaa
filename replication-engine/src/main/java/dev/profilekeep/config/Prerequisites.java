package dev.profilekeep.config;

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
