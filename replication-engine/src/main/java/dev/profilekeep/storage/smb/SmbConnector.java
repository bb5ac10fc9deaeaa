package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2Dialect;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.protocol.transport.TransportException;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.auth.NtlmAuthenticator;
import com.hierynomus.smbj.session.Session;
import com.hierynomus.smbj.session.SessionContext;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.Share;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects, signs in and opens the share, once: for each try another one of these. */
final class SmbConnector {
    private static final Logger LOG = LoggerFactory.getLogger(SmbConnector.class);
    private static final String NO_KEY =
            ": the server does not know this account and let us in as its guest, whose messages"
                    + " cannot be signed; check the user name and its domain, or, to read a share that is meant for guests, leave the"
                    + " account out (--user on the command line, 'credentials' of a location)";

    private final StorageAddress.Smb address;
    private final StorageOptions options;
    private final SmbDeadline deadline;
    private final long previousSession;

    private final Object guard = new Object(); // guards the two below
    private @Nullable SmbConnection connecting;
    private boolean givenUp;

    /**
     * @param deadline of the calls over the session that comes about
     * @param previousSession ended by the server as this one signs in; 0 if there is none
     */
    SmbConnector(StorageAddress.Smb address, StorageOptions options, SmbDeadline deadline, long previousSession) {
        this.address = address;
        this.options = options;
        this.deadline = deadline;
        this.previousSession = previousSession;
    }

    /**
     * As {@link #connect()}, and never longer than so, whatever it hangs at: the name, the socket, the sign-in.
     */
    SmbSession connectWithin(Duration longest) throws StorageException {
        CompletableFuture<SmbSession> made = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        SmbSession session = connect();
                        if (!made.complete(session)) {
                            session.connection().breakOff(new TimeoutException("connected too late"));
                        }
                    } catch (StorageException | RuntimeException | Error e) {
                        made.completeExceptionally(e);
                    }
                },
                "smb-connect");
        thread.setDaemon(true);
        thread.start();
        try {
            return made.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StorageException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            SmbSession late = made.completeExceptionally(e) ? null : made.getNow(null);
            giveUp(e);
            if (late != null) {
                late.connection().breakOff(e);
            }
            throw new StorageException.Unreachable(
                    "connect to " + address.host() + ":" + address.port()
                            + (e instanceof TimeoutException
                                    ? ": no answer within " + longest.toMillis() + " ms"
                                    : ": interrupted"),
                    e);
        }
    }

    private void giveUp(Exception why) {
        SmbConnection underWay;
        synchronized (guard) {
            givenUp = true;
            underWay = connecting;
        }
        if (underWay != null) {
            underWay.breakOff(why);
        }
    }

    private void begin(SmbConnection connection) throws StorageException {
        synchronized (guard) {
            if (givenUp) {
                throw new StorageException.Unreachable("connect to " + address.host() + ": given up before", null);
            }
            connecting = connection;
        }
    }

    /** Without an account as nobody, and where the server lets nobody in, as its guest. */
    SmbSession connect() throws StorageException {
        Credentials credentials = options.credentials();
        if (!credentials.isAnonymous()) {
            String domain = credentials.domain().isEmpty() ? null : credentials.domain();
            return connect(credentials.password().use(password -> context(credentials.username(), password, domain)));
        }
        try {
            return connect(AuthenticationContext.anonymous());
        } catch (StorageException.Denied nobody) {
            try {
                return connect(AuthenticationContext.guest());
            } catch (StorageException.Denied guest) {
                throw new StorageException.Denied(
                        nobody.getMessage() + "; nor is it open to guests: give an account that may read it"
                                + " (--user on the command line, 'credentials' of a location)",
                        nobody);
            }
        }
    }

    private SmbSession connect(AuthenticationContext account) throws StorageException {
        NoDelaySockets sockets = new NoDelaySockets(options.connectTimeout());
        SmbConnection connection = SmbConnection.create(config(sockets), sockets, previousSession);
        begin(connection);
        String step = "connect to " + address.host() + ":" + address.port();
        boolean signingIn = false;
        boolean done = false;
        try {
            connection.connect(address.host(), address.port());
            signingIn = true;
            step = "sign in to " + address.host() + " as "
                    + options.credentials().account();
            Session session = connection.authenticate(account);
            requireWhatWasAskedFor(step, connection, session);
            step = "open share " + address.unc();
            Share share = session.connectShare(address.share());
            if (!(share instanceof DiskShare disk)) {
                throw new StorageException.Failed(step + ": it is no share of files but a printer or pipe", null);
            }
            done = true;
            SmbSession made = new SmbSession(connection, session, disk, options, deadline);
            if (made.isEncrypted()) {
                FastSecurityProvider.warmUp();
            }
            LOG.info(
                    "smb connected address={} dialect={} encrypted={} signed={} account={}",
                    address,
                    made.dialect(),
                    made.isEncrypted(),
                    made.isSigned(),
                    options.credentials().account());
            return made;
        } catch (SMBApiException e) {
            throw refused(step, e);
        } catch (IOException | RuntimeException e) {
            throw unreachable(step, signingIn, e, connection.whyBroken());
        } finally {
            if (!done) {
                connection.breakOff(new IOException("the connection did not come about"));
            }
        }
    }

    /** What SMBJ leaves open: it takes an unsigned answer from a server that insists on encryption, and signs no null session. */
    private void requireWhatWasAskedFor(String step, SmbConnection connection, Session session)
            throws StorageException, TransportException {
        boolean nobody = session.isAnonymous() || session.isGuest();
        if (nobody && options.signingRequired()) {
            throw new StorageException.Denied(step + NO_KEY, null);
        }
        if (nobody || options.credentials().isAnonymous()) {
            // Nobody has no key ([MS-SMB2] 3.2.5.3.1); what was made of zeros must neither sign nor encrypt.
            forgetKeys(session.getSessionContext());
        }
        if (options.signingRequired()) {
            session.getSessionContext().setSigningRequired(true);
        }
        if (options.encryption() == Encryption.REQUIRED && !session.shouldEncryptData()) {
            throw new StorageException.Denied(
                    step + ": the server does not encrypt (it speaks "
                            + connection.getNegotiatedProtocol().getDialect()
                            + "), and this location requires it; turn encryption on at the server or set it to PREFERRED",
                    null);
        }
    }

    @SuppressWarnings("NullAway") // SMBJ takes null for "no key" and is not annotated
    private static void forgetKeys(SessionContext context) {
        context.setSigningRequired(false);
        context.setSessionKey(null);
        context.setSigningKey(null);
        context.setEncryptionKey(null);
        context.setDecryptionKey(null);
    }

    private StorageException refused(String step, SMBApiException e) {
        long status = e.getStatusCode();
        if (status == SmbErrors.ACCESS_DENIED && options.encryption() == Encryption.OFF) {
            return new StorageException.Denied(
                    step + ": refused; perhaps the server insists on encryption, which is off for this location"
                            + " (STATUS_ACCESS_DENIED 0xC0000022)",
                    e);
        }
        return SmbErrors.of(step, "access this computer from the network, and read on the share", status);
    }

    private StorageException unreachable(String step, boolean signingIn, Exception e, @Nullable Throwable broken) {
        if (e instanceof StorageException already) {
            return already;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return new StorageException.Unreachable(step + ": no such host", e);
            }
            if (cause instanceof java.util.concurrent.TimeoutException
                    || cause instanceof java.net.SocketTimeoutException) {
                return new StorageException.Unreachable(
                        step + ": no answer within " + options.connectTimeout().toMillis() + " ms", e);
            }
            if (cause instanceof java.net.ConnectException) {
                return new StorageException.Unreachable(
                        step + ": " + cause.getMessage() + "; is a file server running?", e);
            }
            if (cause instanceof InterruptedException) {
                return new StorageException.Unreachable(step + ": interrupted", e);
            }
            if (cause.getClass().getSimpleName().equals("SMB2GuestSigningRequiredException")) {
                return new StorageException.Denied(step + NO_KEY, e);
            }
        }
        Throwable root = rootOf(broken == null ? e : broken);
        if (!(root instanceof IOException)) {
            return new StorageException.Failed(step + ": an error in ProfileKeep or its SMB client: " + root, e);
        }
        String why = root instanceof EOFException
                ? "it closed the connection"
                : root.getMessage() == null
                        ? "the connection broke"
                        : root.getMessage().toLowerCase(Locale.ROOT);
        return new StorageException.Unreachable(
                signingIn ? step + ": " + why : step + ": it does not speak SMB (" + why + ")", e);
    }

    /** What happened, below the wrappers of SMBJ. */
    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    @SuppressWarnings("NullAway") // SMBJ takes null for "no domain" and is not annotated
    private static AuthenticationContext context(String user, char[] password, @Nullable String domain) {
        return new AuthenticationContext(user, password, domain);
    }

    private SmbConfig config(NoDelaySockets sockets) {
        boolean anonymous = options.credentials().isAnonymous();
        boolean encrypt = options.encryption() != Encryption.OFF && !anonymous;
        SmbConfig.Builder config = SmbConfig.builder()
                .withSecurityProvider(new FastSecurityProvider())
                .withSocketFactory(sockets)
                .withAuthenticators(anonymous ? new NobodyAuthenticator.Factory() : new NtlmAuthenticator.Factory())
                .withSigningRequired(options.signingRequired())
                .withEncryptData(encrypt)
                .withDfsEnabled(false)
                .withNegotiatedBufferSize()
                .withTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        if (options.encryption() == Encryption.REQUIRED) {
            config.withDialects(SMB2Dialect.SMB_3_1_1, SMB2Dialect.SMB_3_0_2, SMB2Dialect.SMB_3_0);
        }
        return config.build();
    }
}
