package dev.profilekeep.storage.smb;

import com.hierynomus.mserref.NtStatus;
import com.hierynomus.mssmb2.SMB2Packet;
import com.hierynomus.mssmb2.SMB2PacketHeader;
import com.hierynomus.mssmb2.messages.SMB2SessionSetup;
import com.hierynomus.protocol.transport.TransportException;
import com.hierynomus.smb.SMBPacketData;
import com.hierynomus.smbj.SMBClient;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.connection.Connection;
import com.hierynomus.smbj.event.SMBEventBus;
import com.hierynomus.smbj.server.ServerList;
import java.io.IOException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that dies at once. SMBJ's own says goodbye to a server that is gone, waiting a full timeout for each word,
 * while calls under way and new ones wait with it; this one first cuts the line, then fails every call. It shares nothing
 * with other connections: SMBJ remembers servers by name only, and takes two on one host for an impostor.
 */
final class SmbConnection extends Connection {
    private static final Logger LOG = LoggerFactory.getLogger(SmbConnection.class);

    private volatile boolean broken;
    private volatile @Nullable Throwable why;
    private final NoDelaySockets sockets;
    private final long previousSession;

    private SmbConnection(SmbConfig config, NoDelaySockets sockets, SMBEventBus bus, long previousSession) {
        super(config, new SMBClient(config, bus), bus, new ServerList());
        this.sockets = sockets;
        this.previousSession = previousSession;
    }

    /**
     * @param sockets of this connection alone, and the ones that {@code config} names
     * @param previousSession ended by the server as this connection signs in; 0 if there is none
     */
    static SmbConnection create(SmbConfig config, NoDelaySockets sockets, long previousSession) {
        return new SmbConnection(config, sockets, new SMBEventBus(), previousSession);
    }

    @Override
    public <T extends SMB2Packet> Future<T> send(SMB2Packet packet) throws TransportException {
        if (broken) {
            throw new TransportException("the connection was given up");
        }
        return super.send(
                previousSession != 0 && packet instanceof SMB2SessionSetup setup
                        ? new SmbRequests.EndingSetup(setup, previousSession)
                        : packet);
    }

    boolean isUsable() {
        return !broken && isConnected();
    }

    /** What broke it first; whoever sends after that only learns that it is gone. Null while it is whole. */
    @Nullable
    Throwable whyBroken() {
        return why;
    }

    /** Cuts the line and fails what is under way. Does not wait for whoever is sending: the cut ends that too. */
    void breakOff(Throwable why) {
        if (!broken) {
            this.why = why;
        }
        broken = true;
        sockets.cut();
        super.handleError(why);
        // A call may have been registered while the line was being cut. Now none can be sent any more: fail those too.
        super.handleError(why);
    }

    @Override
    public void handleError(Throwable cause) {
        breakOff(cause);
    }

    /**
     * That a session is gone its server cannot sign, for the key is gone with it ([MS-SMB2] 3.3.5.2.9; Samba says that it signed
     * and did not). SMBJ drops what it cannot verify, and every call would wait out its time. To believe it gives an attacker on
     * the line nothing that cutting the line does not: the connection is given up, and nothing in the answer is used.
     *
     * <p>Whatever goes wrong with a message would end SMBJ's reader in silence, and calls would wait for nothing.
     */
    @Override
    public void handle(SMBPacketData<?> packet) throws TransportException {
        if (packet.getHeader() instanceof SMB2PacketHeader header && SmbErrors.endsSession(header.getStatusCode())) {
            NtStatus status = NtStatus.valueOf(header.getStatusCode());
            LOG.info("smb session ended by the server status={} session={}", status, header.getSessionId());
            breakOff(new IOException("the server ended the session (" + status + ")"));
            return;
        }
        try {
            super.handle(packet);
        } catch (RuntimeException e) {
            throw new TransportException(e);
        }
    }

    @Override
    public void close(boolean force) throws IOException {
        try {
            super.close(force || broken);
        } catch (NullPointerException e) {
            // SMBJ names the server in its farewell and has none to name before the dialect is agreed.
            broken = true;
        }
    }
}
