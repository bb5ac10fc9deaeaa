package dev.profilekeep.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks whether the secrets a configuration refers to are there. */
final class SecretCheck {
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
            }
        }
        SignInConfig signIn = config.signIn();
        if (signIn != null) {
            look("signIn.signingKeyFrom", signIn.signingKeyFrom(), environment, problems);
            look("signIn.signingCertificateFrom", signIn.signingCertificateFrom(), environment, problems);
        }
        return problems;
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
