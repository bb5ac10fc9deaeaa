package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2Packet;
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

/**
 * A connection that dies at once. SMBJ's own says goodbye to a server that is gone, waiting a full timeout for each word,
 * while calls under way and new ones wait with it; this one first cuts the line, then fails every call. It shares nothing
 * with other connections: SMBJ remembers servers by name only, and takes two on one host for an impostor.
 */
final class SmbConnection extends Connection {
    private volatile boolean broken;
    private volatile @Nullable Throwable why;
    private final long previousSession;

    private SmbConnection(SmbConfig config, SMBEventBus bus, long previousSession) {
        super(config, new SMBClient(config, bus), bus, new ServerList());
        this.previousSession = previousSession;
    }

    /** @param previousSession ended by the server as this connection signs in; 0 if there is none */
    static SmbConnection create(SmbConfig config, long previousSession) {
        return new SmbConnection(config, new SMBEventBus(), previousSession);
    }

    @Override
    public <T extends SMB2Packet> Future<T> send(SMB2Packet packet) throws TransportException {
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

    /** Cuts the line and fails what is under way. */
    void breakOff(Throwable why) {
        if (!broken) {
            this.why = why;
        }
        broken = true;
        super.handleError(why);
        // A call may have been registered while the line was being cut. Now none can be sent any more: fail those too.
        super.handleError(why);
    }

    @Override
    public void handleError(Throwable cause) {
        breakOff(cause);
    }

    /** Whatever goes wrong with a message would end SMBJ's reader in silence, and calls would wait for nothing. */
    @Override
    public void handle(SMBPacketData<?> packet) throws TransportException {
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
