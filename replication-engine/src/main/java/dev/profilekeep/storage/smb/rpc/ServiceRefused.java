package dev.profilekeep.storage.smb.rpc;

import java.io.IOException;
import java.util.Map;

/** The service answered with a Windows error code ([MS-ERREF] 2.2) or an RPC fault ([C706] appendix E) instead of what was asked. */
public final class ServiceRefused extends IOException {
    private static final long serialVersionUID = 1L;

    public static final long FILE_NOT_FOUND = 2;
    public static final long ACCESS_DENIED = 5;
    public static final long NOT_SUPPORTED = 50;
    public static final long INVALID_LEVEL = 124;
    /** NERR_FileIdNotFound: there is no open of that number. */
    public static final long NO_SUCH_FILE_ID = 2314;
    /** nca_s_op_rng_error: the server has no such call. */
    public static final long NO_SUCH_CALL = 0x1C010002L;

    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(1L, "ERROR_INVALID_FUNCTION"),
            Map.entry(FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND"),
            Map.entry(ACCESS_DENIED, "ERROR_ACCESS_DENIED"),
            Map.entry(NOT_SUPPORTED, "ERROR_NOT_SUPPORTED"),
            Map.entry(53L, "ERROR_BAD_NETPATH"),
            Map.entry(87L, "ERROR_INVALID_PARAMETER"),
            Map.entry(120L, "ERROR_CALL_NOT_IMPLEMENTED"),
            Map.entry(INVALID_LEVEL, "ERROR_INVALID_LEVEL"),
            Map.entry(2123L, "NERR_BufTooSmall"),
            Map.entry(2310L, "NERR_NetNameNotFound"),
            Map.entry(2312L, "NERR_ClientNameNotFound"),
            Map.entry(NO_SUCH_FILE_ID, "NERR_FileIdNotFound"),
            Map.entry(0x1C010003L, "nca_s_unk_if"),
            Map.entry(NO_SUCH_CALL, "nca_s_op_rng_error"));

    private final long code;

    public ServiceRefused(long code) {
        super(name(code));
        this.code = code;
    }

    public long code() {
        return code;
    }

    /** The account may not. */
    public boolean isDenied() {
        return code == ACCESS_DENIED;
    }

    /** The server has no such call, or not in this form. */
    public boolean isUnsupported() {
        return code == NO_SUCH_CALL || code == NOT_SUPPORTED || code == INVALID_LEVEL || code == 120 || code == 1;
    }

    private static String name(long code) {
        return NAMES.getOrDefault(code, code > 0xFFFF ? String.format("0x%08X", code) : "Windows error " + code);
    }
}
