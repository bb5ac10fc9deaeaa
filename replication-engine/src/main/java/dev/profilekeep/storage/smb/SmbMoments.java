package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2FileId;
import dev.profilekeep.storage.StorageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The moments that a share can be read as of: FSCTL_SRV_ENUMERATE_SNAPSHOTS, [MS-SMB2] 2.2.32.2. */
final class SmbMoments {
    private static final long ENUMERATE = 0x00144064L;
    /** Number of snapshots, of those that are returned, and the bytes of their names. */
    private static final int HEADER = 12;
    /** The least that may be asked for, [MS-SMB2] 3.3.5.15.1. */
    private static final int PROBE = 16;
    /** Some 40,000 names; no server keeps so many. */
    private static final int MOST = 2 << 20;

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'@GMT-'uuuu.MM.dd-HH.mm.ss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private SmbMoments() {}

    /** The latest first; empty if the server knows nothing of them. */
    static List<Instant> list(SmbSession.Ask ask, SmbSession session, SMB2FileId folder) throws StorageException {
        try {
            long bytes = size(answer(ask, session, folder, PROBE));
            if (bytes == 0) {
                return List.of();
            }
            // Meanwhile there may be one more.
            int most = (int) Math.min(MOST, HEADER + bytes + 512);
            return parse(answer(ask, session, folder, most));
        } catch (StorageException.Failed | StorageException.NotFound e) {
            return List.of(); // the server does not know the question
        }
    }

    private static byte[] answer(SmbSession.Ask ask, SmbSession session, SMB2FileId folder, int most)
            throws StorageException {
        byte[] answer = session.control(ask, folder, ENUMERATE, new byte[0], most, SmbErrors.INVALID_PARAMETER)
                .getOutputBuffer();
        return answer == null ? new byte[0] : answer;
    }

    private static long size(byte[] answer) {
        return answer.length < HEADER
                ? 0
                : Integer.toUnsignedLong(
                        ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getInt(8));
    }

    /** Names of another form than ours are passed over, as are numbers that fit nothing. */
    static List<Instant> parse(byte[] answer) {
        int end = (int) Math.min(answer.length, HEADER + size(answer));
        if (end <= HEADER) {
            return List.of();
        }
        String names = new String(answer, HEADER, end - HEADER, StandardCharsets.UTF_16LE);
        List<Instant> moments = new ArrayList<>();
        for (String name : names.split("\\x00")) {
            try {
                moments.add(LocalDateTime.parse(name, NAME).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                continue;
            }
        }
        moments.sort(Comparator.reverseOrder());
        return moments.stream().distinct().toList();
    }
}
