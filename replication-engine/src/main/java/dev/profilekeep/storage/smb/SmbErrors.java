package dev.profilekeep.storage.smb;

import com.hierynomus.mserref.NtStatus;
import dev.profilekeep.storage.StorageException;

/** What NTSTATUS values mean ([MS-ERREF] 2.3); the only place that knows. */
final class SmbErrors {
    static final long SUCCESS = 0;
    static final long BUFFER_OVERFLOW = 0x80000005L;
    static final long NO_MORE_FILES = 0x80000006L;
    static final long NO_SUCH_FILE = 0xC000000FL;
    static final long INVALID_PARAMETER = 0xC000000DL;
    static final long END_OF_FILE = 0xC0000011L;
    static final long ACCESS_DENIED = 0xC0000022L;
    static final long FILE_IS_A_DIRECTORY = 0xC00000BAL;
    static final long FILE_CLOSED = 0xC0000128L;

    static final long DELETE_PENDING = 0xC0000056L;

    private SmbErrors() {}

    /** Somebody else's open or lock is in the way. */
    static boolean isHeld(long status) {
        return switch ((int) status) {
            case 0xC0000043, 0xC0000054, 0xC0000055 -> true; // SHARING_VIOLATION, FILE_LOCK_CONFLICT, LOCK_NOT_GRANTED
            default -> false;
        };
    }

    static boolean isAbsent(long status) {
        return switch ((int) status) {
            case 0xC000000F, 0xC0000034, 0xC000003A, 0xC0000225, 0xC0000123 -> true; // as below
            default -> false;
        };
    }

    /**
     * @param what verb and path, for the message
     * @param right what the account needs for it, in the words of Windows' dialogs
     */
    static StorageException of(String what, String right, long status) {
        String text = what + ": ";
        return switch ((int) status) {
            case 0xC000000F, 0xC0000034, 0xC000003A, 0xC0000225, 0xC0000123 -> // NO_SUCH_FILE, OBJECT_NAME_NOT_FOUND,
                // OBJECT_PATH_NOT_FOUND, NOT_FOUND, FILE_DELETED
                new StorageException.NotFound(text + "there is nothing of that name" + suffix(status), null);
            case 0xC0000056 -> // DELETE_PENDING
                new StorageException.NotFound(
                        text + "there is nothing of that name any more: it goes when the last who has it open lets go"
                                + suffix(status),
                        null);
            case 0xC0000103 -> new StorageException.NotFound(text + "it is no folder" + suffix(status), null);
            case 0xC0000035 -> new StorageException.Exists(text + "the name is taken" + suffix(status), null);
            case 0xC0000043,
                    0xC0000054,
                    0xC0000055,
                    0xC0000107 -> // SHARING_VIOLATION, FILE_LOCK_CONFLICT, LOCK_NOT_GRANTED,
                // FILES_OPEN
                new StorageException.Busy(text + "somebody holds it open" + suffix(status), null);
            case 0xC0000022 -> // ACCESS_DENIED
                new StorageException.Denied(
                        text + "the account lacks the right '" + right + "'" + suffix(status), null);
            case 0xC0000061 -> // PRIVILEGE_NOT_HELD
                new StorageException.Denied(
                        text
                                + "the account lacks a privilege at the server (owner of another's name: SeRestorePrivilege)"
                                + suffix(status),
                        null);
            case 0xC000005A -> // INVALID_OWNER
                new StorageException.Denied(
                        text + "the account may not make that SID the owner: it needs SeRestorePrivilege at the server"
                                + suffix(status),
                        null);
            case 0xC0000121 -> // CANNOT_DELETE
                new StorageException.Denied(text + "it is read-only or in use as a program" + suffix(status), null);
            case 0xC00000A2 -> // MEDIA_WRITE_PROTECTED
                new StorageException.Denied(text + "the share or its volume is read-only" + suffix(status), null);
            case 0xC000006D, 0xC000006A, 0xC0000064 -> // LOGON_FAILURE, WRONG_PASSWORD, NO_SUCH_USER
                new StorageException.Denied(
                        text + "user name or password is wrong; check the location's credentials and their domain"
                                + suffix(status),
                        null);
            case 0xC0000071, 0xC0000224 -> // PASSWORD_EXPIRED, PASSWORD_MUST_CHANGE
                new StorageException.Denied(text + "the account's password has expired" + suffix(status), null);
            case 0xC0000072, 0xC0000234, 0xC0000193 -> // ACCOUNT_DISABLED, ACCOUNT_LOCKED_OUT, ACCOUNT_EXPIRED
                new StorageException.Denied(
                        text + "the account is disabled, locked out or expired" + suffix(status), null);
            case 0xC000006E,
                    0xC000006F,
                    0xC0000070,
                    0xC000015B,
                    0xC0000413 -> // ACCOUNT_RESTRICTION, INVALID_LOGON_HOURS,
                // INVALID_WORKSTATION, LOGON_TYPE_NOT_GRANTED, AUTHENTICATION_FIREWALL_FAILED
                new StorageException.Denied(
                        text + "the account may not sign in to this server from here" + suffix(status), null);
            case 0xC00000BB, 0xC0000002, 0xC0000010 -> // NOT_SUPPORTED, NOT_IMPLEMENTED, INVALID_DEVICE_REQUEST
                new StorageException.Failed(text + "the server cannot do this" + suffix(status), null);
            case 0xC000007F, 0xC0000044, 0xC0000802 -> // DISK_FULL, QUOTA_EXCEEDED, DISK_QUOTA_EXCEEDED
                new StorageException.Full(text + "no room or quota is left on the volume" + suffix(status), null);
            case 0xC00000CC -> // BAD_NETWORK_NAME
                new StorageException.NotFound(
                        text + "the server has no share of that name (or cannot reach what is behind it)"
                                + suffix(status),
                        null);
            case 0xC0000257 -> // PATH_NOT_COVERED
                new StorageException.Failed(
                        text
                                + "this is a DFS link to another server, which is not followed yet: give the address of the"
                                + " server and share behind it" + suffix(status),
                        null);
            case 0x8000002D, 0xC0000279 -> // STOPPED_ON_SYMLINK, IO_REPARSE_TAG_NOT_HANDLED
                new StorageException.Denied(
                        text + "a symbolic link or junction is on the way and is not followed" + suffix(status), null);
            case 0xC00000BA -> new StorageException.Failed(text + "it is a folder" + suffix(status), null);
            case 0xC0000101 -> new StorageException.Failed(text + "the folder is not empty" + suffix(status), null);
            case 0xC0000033,
                    0xC000003B,
                    0xC0000039 -> // OBJECT_NAME_INVALID, OBJECT_PATH_SYNTAX_BAD, OBJECT_PATH_INVALID
                new StorageException.Failed(text + "the server does not accept such a name" + suffix(status), null);
            case 0xC00000D4 -> new StorageException.Failed(text + "that is on another volume" + suffix(status), null);
            case 0xC0000128,
                    0xC0000008,
                    0xC0000203,
                    0xC00000C9,
                    0xC000035C,
                    0xC000020C,
                    0xC000020D,
                    0xC00000B5 -> // FILE_CLOSED,
                // INVALID_HANDLE, USER_SESSION_DELETED, NETWORK_NAME_DELETED, NETWORK_SESSION_EXPIRED,
                // CONNECTION_DISCONNECTED,
                // CONNECTION_RESET, IO_TIMEOUT
                new StorageException.Unreachable(
                        text + "the server ended the session or the open file" + suffix(status), null);
            case 0xC00000AC, 0xC00000AE -> // PIPE_NOT_AVAILABLE, PIPE_BUSY
                new StorageException.Unreachable(text + "the server has no pipe free" + suffix(status), null);
            case 0xC000009A, 0xC0000205, 0xC00000D0, 0xC000011F, 0xC000022D, 0xC000026E -> // INSUFFICIENT_RESOURCES,
                // INSUFF_SERVER_RESOURCES, REQUEST_NOT_ACCEPTED, TOO_MANY_OPENED_FILES, RETRY, VOLUME_DISMOUNTED
                new StorageException.Unreachable(
                        text + "the server is overloaded or its volume is away" + suffix(status), null);
            default -> new StorageException.Failed(text + "the server refused" + suffix(status), null);
        };
    }

    /** Whether every handle of the session is gone with this answer. */
    static boolean endsSession(long status) {
        return switch ((int) status) {
            case 0xC0000203, 0xC00000C9, 0xC000035C, 0xC000020C, 0xC000020D -> true;
            default -> false;
        };
    }

    private static String suffix(long status) {
        NtStatus known = NtStatus.valueOf(status);
        String hex = String.format("0x%08X", status);
        return known == NtStatus.STATUS_OTHER ? " (" + hex + ")" : " (" + known.name() + " " + hex + ")";
    }
}
