package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2FileId;
import com.hierynomus.mssmb2.messages.SMB2Close;
import com.hierynomus.mssmb2.messages.SMB2CreateResponse;
import com.hierynomus.mssmb2.messages.SMB2IoctlRequest;
import com.hierynomus.mssmb2.messages.SMB2IoctlResponse;
import com.hierynomus.mssmb2.messages.SMB2ReadRequest;
import com.hierynomus.mssmb2.messages.SMB2ReadResponse;
import com.hierynomus.smbj.io.ArrayByteChunkProvider;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import dev.profilekeep.storage.smb.rpc.RpcPipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pipe of a session's server, held open. Not safe for several threads. */
final class SmbPipe implements RpcPipe {
    private static final Logger LOG = LoggerFactory.getLogger(SmbPipe.class);
    /** FSCTL_PIPE_TRANSCEIVE, [MS-FSCC] 2.3. */
    private static final long TRANSCEIVE = 0x0011C017L;
    /** Reading, writing, attributes: what a client of a pipe asks for. */
    private static final int ACCESS = 0x0012019F;
    /** At once; more is read after it. */
    private static final int MOST = 64 * 1024;

    private final SmbSession session;
    private final SmbSession.Ask ask;
    private final long tree;
    private final SMB2FileId id;

    private SmbPipe(SmbSession session, SmbSession.Ask ask, long tree, SMB2FileId id) {
        this.session = session;
        this.ask = ask;
        this.tree = tree;
        this.id = id;
    }

    static SmbPipe open(SmbSession session, SmbSession.Ask ask, String name) throws StorageException {
        long tree = session.pipeTree(ask);
        Opening opening = Opening.existing(ACCESS, 0);
        SMB2CreateResponse answer = session.call(
                ask,
                new SmbRequests.Create(session.dialect(), session.sessionId(), tree, opening, name),
                session.options().responseTimeout());
        return new SmbPipe(session, ask, tree, answer.getFileId());
    }

    @Override
    public byte[] transact(byte[] message) throws StorageException {
        SMB2IoctlRequest request = new SMB2IoctlRequest(
                session.dialect(),
                session.sessionId(),
                tree,
                TRANSCEIVE,
                id,
                new ArrayByteChunkProvider(message, 0, message.length, 0),
                true,
                MOST);
        SMB2IoctlResponse answer =
                session.call(ask, request, session.options().slowTimeout(), SmbErrors.BUFFER_OVERFLOW);
        byte[] output = answer.getOutputBuffer();
        return output == null ? new byte[0] : output;
    }

    @Override
    public byte[] read() throws StorageException {
        SMB2ReadRequest request = new SMB2ReadRequest(session.dialect(), id, session.sessionId(), tree, 0, MOST);
        SMB2ReadResponse answer =
                session.call(ask, request, session.options().slowTimeout(), SmbErrors.BUFFER_OVERFLOW);
        byte[] data = answer.getData();
        return data == null ? new byte[0] : data;
    }

    /** Never fails: a pipe keeps nobody out, so one that cannot be closed is left to the end of its session. */
    void close() {
        if (!session.isUsable()) {
            return;
        }
        try {
            session.call(
                    ask,
                    new SMB2Close(session.dialect(), session.sessionId(), tree, id),
                    session.options().responseTimeout(),
                    SmbErrors.FILE_CLOSED);
        } catch (StorageException e) {
            LOG.debug("smb pipe not closed", e);
        }
    }
}
