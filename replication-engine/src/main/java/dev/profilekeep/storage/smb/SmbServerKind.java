package dev.profilekeep.storage.smb;

import com.hierynomus.msfscc.FileSystemInformationClass;
import com.hierynomus.mssmb2.SMB2Dialect;
import com.hierynomus.mssmb2.SMB2FileId;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoRequest;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoRequest.SMB2QueryInfoType;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoResponse;
import com.hierynomus.ntlm.messages.WindowsVersion;
import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.smb.SmbRequests.Access;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import dev.profilekeep.storage.smb.SmbRequests.Options;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server can do as far as it tells without being written to. What it does not tell is assumed to be the worse: that it
 * replaces files others hold, that our account may set no other owner, that Samba, which says so of every share, keeps no
 * DACL as it was set (without acl_xattr it does not). {@code CapabilityProbe} finds out by trying.
 */
final class SmbServerKind {
    private static final Pattern BUILD = Pattern.compile(", (\\d{1,5}), ");
    private static final Map<SMB2Dialect, String> DIALECTS = Map.of(
            SMB2Dialect.SMB_2_0_2, "SMB 2.0.2",
            SMB2Dialect.SMB_2_1, "SMB 2.1",
            SMB2Dialect.SMB_3_0, "SMB 3.0",
            SMB2Dialect.SMB_3_0_2, "SMB 3.0.2",
            SMB2Dialect.SMB_3_1_1, "SMB 3.1.1");

    private SmbServerKind() {}

    static Capabilities of(SmbSession.Ask ask, SmbSession session, String folder) throws StorageException {
        SmbRecords.FileSystem fileSystem = session.with(
                ask,
                Opening.existing(Access.READ_ATTRIBUTES | Access.SYNCHRONIZE, Options.FOLDER),
                folder,
                id -> fileSystem(ask, session, id));
        WindowsVersion version = session.connection().getConnectionContext().getWindowsVersion();
        int build = build(version);
        boolean windows = build > 0;
        boolean links = (fileSystem.flags() & SmbRecords.FileSystem.HARD_LINKS) != 0;
        return new Capabilities(
                name(version != null, build, session),
                true,
                !windows,
                windows ? links : true,
                false,
                windows && (fileSystem.flags() & SmbRecords.FileSystem.PERSISTENT_ACLS) != 0,
                true,
                session.isSigned(),
                session.isEncrypted(),
                true);
    }

    /** Samba signs in as a Windows without a build number; observed: 4.17. */
    private static String name(boolean known, int build, SmbSession session) {
        String kind = !known ? "SMB server" : build > 0 ? "Windows or alike, build " + build : "Samba or alike";
        return kind + ", "
                + DIALECTS.getOrDefault(session.dialect(), session.dialect().name());
    }

    /** SMBJ keeps the number to itself except in this text. */
    private static int build(@Nullable WindowsVersion version) {
        Matcher number = BUILD.matcher(String.valueOf(version));
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    /** Room as this account has it. */
    static Optional<Volume> volume(SmbSession.Ask ask, SmbSession session, String folder) throws StorageException {
        byte[] answer = session.with(
                ask,
                Opening.existing(Access.READ_ATTRIBUTES | Access.SYNCHRONIZE, Options.FOLDER),
                folder,
                id -> ofFileSystem(ask, session, id, FileSystemInformationClass.FileFsFullSizeInformation));
        return SmbRecords.volume(answer);
    }

    private static SmbRecords.FileSystem fileSystem(SmbSession.Ask ask, SmbSession session, SMB2FileId id)
            throws StorageException {
        return SmbRecords.FileSystem.parse(
                ofFileSystem(ask, session, id, FileSystemInformationClass.FileFsAttributeInformation));
    }

    @SuppressWarnings("NullAway") // SMBJ takes null for what does not apply and is not annotated
    private static byte[] ofFileSystem(
            SmbSession.Ask ask, SmbSession session, SMB2FileId id, FileSystemInformationClass what)
            throws StorageException {
        SMB2QueryInfoRequest request = new SMB2QueryInfoRequest(
                session.dialect(),
                session.sessionId(),
                session.treeId(),
                id,
                SMB2QueryInfoType.SMB2_0_INFO_FILESYSTEM,
                null,
                what,
                null,
                null);
        SMB2QueryInfoResponse answer =
                session.call(ask, request, session.options().responseTimeout(), SmbErrors.BUFFER_OVERFLOW);
        return answer.getOutputBuffer();
    }
}
