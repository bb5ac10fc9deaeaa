package dev.profilekeep.notify;

import dev.profilekeep.config.NotificationsConfig.Mail;
import dev.profilekeep.config.NotificationsConfig.Security;
import dev.profilekeep.config.SecretSource;
import dev.profilekeep.text.Visible;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that takes our mail ([RFC 5321], [RFC 3207]). With STARTTLS nothing is said before TLS stands, and the server's
 * name must be that of its certificate. Plain text, UTF-8. Safe for several threads: each message has a connection of its own.
 */
final class MailServer {
    private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);

    /** From the first try to connect until the server has taken it. */
    static final Duration WITHIN = Duration.ofSeconds(90);

    private static final int LONGEST_ANSWER = 1_000;
    private static final String CONNECT_MILLIS = "10000";
    private static final String ANSWER_MILLIS = "30000";

    private final Mail config;
    private final Duration within;
    private final @Nullable String trusted;
    private final boolean checkName;

    MailServer(Mail config) {
        this(config, WITHIN, null, true);
    }

    /**
     * For tests.
     *
     * @param within so long a try may last
     * @param trusted names of servers whose certificates are taken from whoever made them, or {@code *}; null to trust whom this
     *     machine's Java trusts
     * @param checkName whether the certificate must be of the server's name
     */
    MailServer(Mail config, Duration within, @Nullable String trusted, boolean checkName) {
        this.config = config;
        this.within = within;
        this.trusted = trusted;
        this.checkName = checkName;
    }

    /**
     * Hands one message over. Takes no longer than {@link #WITHIN}, whatever the server does.
     *
     * @param id the same whenever the same message is sent again
     */
    void send(String id, List<String> to, String subject, String text, Instant at) throws NotSentException {
        try (MailConnection connection = new MailConnection(within)) {
            send(connection, id, to, subject, text, at);
        }
    }

    private void send(MailConnection connection, String id, List<String> to, String subject, String text, Instant at)
            throws NotSentException {
        Session session = Session.getInstance(properties(connection));
        try {
            MimeMessage message = message(session, id, to, subject, text, at);
            Transport transport = session.getTransport(config.security() == Security.TLS ? "smtps" : "smtp");
            try {
                transport.connect(config.host(), config.port(), config.username(), password());
                transport.sendMessage(message, message.getAllRecipients());
            } finally {
                leave(transport);
            }
        } catch (SendFailedException e) {
            throw new NotSentException("the mail server refused it: " + told(connection, e), refusedForGood(e), e);
        } catch (MessagingException e) {
            throw new NotSentException(
                    "the mail server " + config.host() + ":" + config.port() + " did not take it: "
                            + told(connection, e),
                    false,
                    e);
        } catch (IOException e) {
            throw new NotSentException("notifications.mail.passwordFrom: " + e.getMessage(), false, e);
        }
    }

    /** How a server takes a farewell changes nothing of what it said before ([RFC 5321] 4.1.1.10). */
    private static void leave(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("a mail server hung up first", e);
        }
    }

    /** @throws NotSentException for what can be no address */
    static InternetAddress address(String text) throws NotSentException {
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            if (parsed.length == 1 && !parsed[0].isGroup()) {
                parsed[0].validate();
                if (parsed[0].getPersonal() != null) {
                    parsed[0].setPersonal(parsed[0].getPersonal(), StandardCharsets.UTF_8.name());
                }
                return parsed[0];
            }
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new NotSentException("not a mail address: " + Visible.oneLine(text), true, e);
        }
        throw new NotSentException("not one mail address: " + Visible.oneLine(text), true, null);
    }

    private MimeMessage message(Session session, String id, List<String> to, String subject, String text, Instant at)
            throws MessagingException, NotSentException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + id + ">");
            }
        };
        message.setFrom(address(config.from()));
        String replyTo = config.replyTo();
        if (replyTo != null) {
            message.setReplyTo(new InternetAddress[] {address(replyTo)});
        }
        List<InternetAddress> recipients = new ArrayList<>();
        for (String one : to) {
            recipients.add(address(one));
        }
        message.setRecipients(Message.RecipientType.TO, recipients.toArray(new InternetAddress[0]));
        message.setSubject(Visible.oneLine(subject), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(at));
        // Nobody's absence notice shall answer us ([RFC 3834]; the second is Exchange's own).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        message.setText(text, StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private Properties properties(MailConnection connection) {
        Properties properties = new Properties();
        String protocol = config.security() == Security.TLS ? "mail.smtps" : "mail.smtp";
        properties.setProperty(protocol + ".connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(protocol + ".timeout", ANSWER_MILLIS);
        properties.setProperty(protocol + ".writetimeout", ANSWER_MILLIS);
        properties.setProperty(protocol + ".quitwait", "false");
        properties.setProperty(protocol + ".auth", Boolean.toString(config.username() != null));
        properties.setProperty(protocol + ".ssl.checkserveridentity", Boolean.toString(checkName));
        properties.setProperty(protocol + ".ssl.protocols", "TLSv1.3 TLSv1.2");
        if (config.security() == Security.STARTTLS) {
            properties.setProperty("mail.smtp.starttls.enable", "true");
            properties.setProperty("mail.smtp.starttls.required", "true");
        }
        if (trusted != null) {
            properties.setProperty(protocol + ".ssl.trust", trusted);
        }
        properties.put(protocol + ".socketFactory", connection);
        // nor by a socket that nobody would close
        properties.setProperty(protocol + ".socketFactory.fallback", "false");
        return properties;
    }

    private @Nullable String password() throws IOException {
        SecretSource source = config.passwordFrom();
        return source == null ? null : source.read();
    }

    /** Whether the server said that this will never do ([RFC 5321] 4.2.1: 5yz); that we may not sign in is no such word. */
    private static boolean refusedForGood(SendFailedException e) {
        for (Exception cause = e; cause != null; ) {
            if (cause instanceof SMTPAddressFailedException address && address.getReturnCode() / 100 == 5) {
                return true;
            }
            if (cause instanceof SMTPSendFailedException sent
                    && sent.getReturnCode() / 100 == 5
                    && sent.getReturnCode() != 530) {
                return true;
            }
            cause = cause instanceof MessagingException messaging ? messaging.getNextException() : null;
        }
        return false;
    }

    private static String told(MailConnection connection, MessagingException e) {
        String cutOff = connection.cutOff();
        return cutOff == null ? told(e) : cutOff;
    }

    private static String told(MessagingException e) {
        StringBuilder told = new StringBuilder();
        for (Exception cause = e; cause != null; ) {
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (told.indexOf(message.strip()) < 0) {
                told.append(told.length() == 0 ? "" : "; ").append(message.strip());
            }
            cause = cause instanceof MessagingException messaging ? messaging.getNextException() : null;
        }
        return Visible.oneLine(told.substring(0, Math.min(LONGEST_ANSWER, told.length())));
    }
}
