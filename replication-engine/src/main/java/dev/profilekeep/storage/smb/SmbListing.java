package dev.profilekeep.storage.smb;

import com.hierynomus.msfscc.FileInformationClass;
import com.hierynomus.mssmb2.SMB2FileId;
import com.hierynomus.mssmb2.messages.SMB2QueryDirectoryRequest;
import com.hierynomus.mssmb2.messages.SMB2QueryDirectoryRequest.SMB2QueryDirectoryFlags;
import com.hierynomus.mssmb2.messages.SMB2QueryDirectoryResponse;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One listing of a folder, page by page. It can be begun anew over another connection: names already given are left out then,
 * so each is given at most once.
 */
final class SmbListing {
    private final SmbSession.Ask ask;
    private final StoragePath folder;
    private final Consumer<? super StoredFile> each;
    /** Only names are kept, not pages: some 100 bytes an entry. */
    private final Set<String> given = new HashSet<>();

    SmbListing(SmbSession.Ask ask, StoragePath folder, Consumer<? super StoredFile> each) {
        this.ask = ask;
        this.folder = folder;
        this.each = each;
    }

    Boolean run(SmbSession session, SMB2FileId id) throws StorageException {
        boolean first = true;
        while (true) {
            SMB2QueryDirectoryResponse answer = session.call(
                    ask,
                    request(session, id, first),
                    session.options().responseTimeout(),
                    SmbErrors.NO_MORE_FILES,
                    SmbErrors.NO_SUCH_FILE);
            byte[] page = answer.getOutputBuffer();
            if (answer.getHeader().getStatusCode() != SmbErrors.SUCCESS || page == null || page.length == 0) {
                return true;
            }
            SmbRecords.directoryPage(ask, folder, page, file -> {
                if (given.add(file.name())) {
                    each.accept(file);
                }
            });
            first = false;
        }
    }

    @SuppressWarnings("NullAway") // SMBJ takes null for "all names" and is not annotated
    private static SMB2QueryDirectoryRequest request(SmbSession session, SMB2FileId id, boolean first) {
        return new SMB2QueryDirectoryRequest(
                session.dialect(),
                session.sessionId(),
                session.treeId(),
                id,
                FileInformationClass.FileIdBothDirectoryInformation,
                first
                        ? EnumSet.of(SMB2QueryDirectoryFlags.SMB2_RESTART_SCANS)
                        : EnumSet.noneOf(SMB2QueryDirectoryFlags.class),
                0,
                null,
                session.maxListing());
    }
}
