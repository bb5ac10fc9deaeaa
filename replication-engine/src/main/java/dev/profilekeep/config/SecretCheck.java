package dev.profilekeep.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks whether the secrets a configuration refers to are there, and are ones. */
final class SecretCheck {
    private static final int LEAST_CHARACTERS = 16;

    private SecretCheck() {}

    static List<ConfigProblem> missing(ProfileKeepConfig config, Map<String, String> environment) {
        List<ConfigProblem> problems = new ArrayList<>();
        look("database.passwordFrom", config.database().passwordFrom(), environment, problems);
        for (int i = 0; i < config.credentials().size(); i++) {
            CredentialsConfig entry = config.credentials().get(i);
            look(
                    "credentials[" + i + "].passwordFrom (" + entry.id() + ")",
                    entry.passwordFrom(),
                    environment,
                    problems);
        }
        for (int i = 0; i < config.repositories().size(); i++) {
            RepositoryConfig entry = config.repositories().get(i);
            look(
                    "repositories[" + i + "]." + (entry.key() ? "keyFrom" : "passphraseFrom") + " (" + entry.id() + ")",
                    entry.secret(),
                    environment,
                    problems);
        }
        NotificationsConfig.Mail mail = config.notifications().mail();
        if (mail != null) {
            look("notifications.mail.passwordFrom", mail.passwordFrom(), environment, problems);
        }
        for (NotificationsConfig.Channel channel : config.notifications().channels()) {
            if (channel.target() instanceof NotificationsConfig.Target.Webhook webhook) {
                look(
                        "notifications.channels (" + channel.id() + ").secretFrom",
                        webhook.secretFrom(),
                        environment,
                        problems);
                tooShort(
                        "notifications.channels (" + channel.id() + ").secretFrom",
                        webhook.secretFrom(),
                        environment,
                        problems);
            }
        }
        SignInConfig signIn = config.signIn();
        if (signIn != null) {
            look("signIn.signingKeyFrom", signIn.signingKeyFrom(), environment, problems);
            look("signIn.signingCertificateFrom", signIn.signingCertificateFrom(), environment, problems);
        }
        return problems;
    }

    /** Whoever hears one call could try every short secret until its signature is the same. */
    private static void tooShort(
            String key, SecretSource source, Map<String, String> environment, List<ConfigProblem> problems) {
        int length;
        try {
            length = source.read(environment).length();
        } catch (IOException e) {
            return; // told already
        }
        if (length < LEAST_CHARACTERS) {
            problems.add(new ConfigProblem(
                    0,
                    key,
                    "the secret behind " + source + " has " + length + " characters: it could be guessed",
                    "take at least " + LEAST_CHARACTERS + ", random ones: openssl rand -hex 32"));
        }
    }

    private static void look(
            String key, @Nullable SecretSource source, Map<String, String> environment, List<ConfigProblem> problems) {
        if (source == null) {
            return;
        }
        try {
            source.read(environment);
        } catch (IOException e) {
            problems.add(new ConfigProblem(0, key, String.valueOf(e.getMessage()), ""));
        }
    }
}
