package dev.profilekeep.storage.smb;

import com.hierynomus.msdtyp.SecurityInformation;
import com.hierynomus.mssmb2.SMB2FileId;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoRequest;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoRequest.SMB2QueryInfoType;
import com.hierynomus.mssmb2.messages.SMB2QueryInfoResponse;
import com.hierynomus.mssmb2.messages.SMB2SetInfoRequest;
import com.hierynomus.mssmb2.messages.SMB2SetInfoRequest.SMB2InfoType;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sids;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.smb.SmbRequests.Access;
import java.util.EnumSet;
import java.util.Set;

/** Owner, group and DACL over SMB, [MS-SMB2] 2.2.37 and 2.2.39. The bytes of the DACL are passed on as they are. */
final class SmbSecurity {
    private SmbSecurity() {}

    /**
     * What is to be set.
     *
     * @param parts which of owner, group and DACL
     */
    record Change(Set<SecurityInformation> parts, byte[] descriptor) {
        boolean isEmpty() {
            return parts.isEmpty();
        }

        int access() {
            boolean owner = parts.contains(SecurityInformation.OWNER_SECURITY_INFORMATION)
                    || parts.contains(SecurityInformation.GROUP_SECURITY_INFORMATION);
            boolean dacl = parts.contains(SecurityInformation.DACL_SECURITY_INFORMATION);
            return (owner ? Access.WRITE_OWNER : 0) | (dacl ? Access.WRITE_DAC : 0);
        }
    }

    static Change change(StoragePath path, FileSecurity security) throws StorageException {
        try {
            Set<SecurityInformation> parts = EnumSet.noneOf(SecurityInformation.class);
            SecurityDescriptor given = SecurityDescriptor.parse(security.descriptor());
            byte[] owner = Sids.bytes(security.ownerSid());
            byte[] group = Sids.bytes(security.groupSid());
            if (owner.length > 0) {
                parts.add(SecurityInformation.OWNER_SECURITY_INFORMATION);
            }
            if (group.length > 0) {
                parts.add(SecurityInformation.GROUP_SECURITY_INFORMATION);
            }
            if (given.hasDacl()) {
                parts.add(SecurityInformation.DACL_SECURITY_INFORMATION);
            }
            return new Change(parts, new SecurityDescriptor(given.control(), owner, group, given.dacl()).toSet());
        } catch (IllegalArgumentException e) {
            throw new StorageException.Failed("set security of " + path + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("NullAway") // SMBJ takes null for what does not apply and is not annotated
    static FileSecurity read(SmbSession.Ask ask, SmbSession session, SMB2FileId id) throws StorageException {
        SMB2QueryInfoRequest request = new SMB2QueryInfoRequest(
                session.dialect(),
                session.sessionId(),
                session.treeId(),
                id,
                SMB2QueryInfoType.SMB2_0_INFO_SECURITY,
                null,
                null,
                null,
                EnumSet.of(
                        SecurityInformation.OWNER_SECURITY_INFORMATION,
                        SecurityInformation.GROUP_SECURITY_INFORMATION,
                        SecurityInformation.DACL_SECURITY_INFORMATION));
        byte[] answer = session.<SMB2QueryInfoResponse>call(
                        ask, request, session.options().responseTimeout())
                .getOutputBuffer();
        try {
            SecurityDescriptor parsed = SecurityDescriptor.parse(answer);
            return new FileSecurity(Sids.text(parsed.owner()), Sids.text(parsed.group()), answer);
        } catch (IllegalArgumentException e) {
            throw new StorageException.Failed(ask.what() + ": the server's answer is wrong: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("NullAway") // SMBJ takes null for what does not apply and is not annotated
    static void write(SmbSession.Ask ask, SmbSession session, SMB2FileId id, Change change) throws StorageException {
        session.call(
                ask,
                new SMB2SetInfoRequest(
                        session.dialect(),
                        session.sessionId(),
                        session.treeId(),
                        SMB2InfoType.SMB2_0_INFO_SECURITY,
                        id,
                        null,
                        change.parts(),
                        change.descriptor()),
                session.options().responseTimeout());
    }
}
