package dev.profilekeep.storage.smb.rpc;

import dev.profilekeep.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the server service we need, [MS-SRVS] 3.1.4. Long lists are taken page by page. Not safe for several threads.
 */
public final class ServerService {
    /** 4b324fc8-1670-01d3-1278-5a47bf6ee188, version 3.0. */
    private static final byte[] SERVICE = {
        (byte) 0xC8,
        0x4F,
        0x32,
        0x4B,
        0x70,
        0x16,
        (byte) 0xD3,
        1,
        0x12,
        0x78,
        0x5A,
        0x47,
        (byte) 0xBF,
        0x6E,
        (byte) 0xE1,
        (byte) 0x88,
        3,
        0,
        0,
        0
    };

    private static final int FILE_ENUM = 9;
    private static final int FILE_GET_INFO = 10;
    private static final int FILE_CLOSE = 11;
    private static final int SESSION_ENUM = 12;
    private static final int SHARE_GET_INFO = 16;
    private static final int REMOTE_TIME_OF_DAY = 28;

    private static final long SUCCESS = 0;
    private static final long MORE_DATA = 234;

    /** What we ask for at once; a server may send more. */
    private static final int PAGE = 1024 * 1024;
    /** Longest answer taken: some 200,000 open files, which Samba sends in one. */
    private static final int LONGEST = 64 * 1024 * 1024;
    /** Of all pages together. */
    private static final int MOST_ENTRIES = 500_000;

    private static final int SHORT = 64 * 1024;
    private static final int PERMISSION_WRITE = 2;

    private final String what;
    private final String server;
    private final RpcClient client;

    private ServerService(String what, String server, RpcClient client) {
        this.what = what;
        this.server = server;
        this.client = client;
    }

    /**
     * @param what it is for, for messages
     * @param host its name, as in {@code \\host}
     * @param within everything asked of it must be answered
     */
    public static ServerService bind(String what, RpcPipe pipe, String host, Duration within) throws StorageException {
        return new ServerService(what, "\\\\" + host, RpcClient.bind(what, pipe, SERVICE, within));
    }

    /** FILE_INFO_3, [MS-SRVS] 2.2.4.7. */
    public record OpenFileInfo(long id, boolean writes, int locks, String path, String account) {}

    /** SESSION_INFO_1 or, without {@code opens}, SESSION_INFO_10, [MS-SRVS] 2.2.4.13 and following; times in seconds. */
    public record SessionInfo(String client, String account, OptionalInt opens, long connected, long idle) {}

    /**
     * NetrFileEnum, level 3.
     *
     * @param below only what begins with this path of the server; some servers do not heed it
     */
    public List<OpenFileInfo> files(@Nullable String below) throws StorageException, ServiceRefused {
        return pages(
                FILE_ENUM,
                3,
                () -> new NdrWriter().uniqueString(server).uniqueString(below).nullPointer(),
                ServerService::files);
    }

    /** NetrSessionEnum, level 1 or 10. */
    public List<SessionInfo> sessions(boolean withOpens) throws StorageException, ServiceRefused {
        return pages(
                SESSION_ENUM,
                withOpens ? 1 : 10,
                () -> new NdrWriter().uniqueString(server).nullPointer().nullPointer(),
                (answer, count, all) -> sessions(answer, count, withOpens, all));
    }

    /** Reads so many entries. */
    private interface Entries<T> {
        void read(NdrReader answer, long count, List<T> all) throws StorageException;
    }

    /** @param whose what is asked about, the beginning of each page's question */
    private <T> List<T> pages(int operation, int level, Supplier<NdrWriter> whose, Entries<T> entries)
            throws StorageException, ServiceRefused {
        List<T> all = new ArrayList<>();
        long resume = 0;
        while (true) {
            NdrWriter ask = whose.get();
            ask.u32(level).u32(level).pointer().u32(0).nullPointer(); // a list that is empty yet
            ask.u32(PAGE).pointer().u32(resume);
            byte[] stub = client.call(operation, ask.toBytes(), LONGEST);
            long code = code(stub);
            if (code != SUCCESS && code != MORE_DATA) {
                throw new ServiceRefused(code);
            }
            NdrReader answer = new NdrReader(what, stub, stub.length - 4);
            int before = all.size();
            page(answer, level, entries, all);
            answer.u32(); // how many there are in all, as far as the server knows
            long next = answer.pointer() ? answer.u32() : 0;
            if (code == SUCCESS) {
                return all;
            }
            if (all.size() == before || next == resume) {
                throw answer.garbled("it says that there is more and does not come to an end");
            }
            if (all.size() > MOST_ENTRIES) {
                throw answer.garbled("more than " + MOST_ENTRIES + " entries");
            }
            resume = next;
        }
    }

    private static <T> void page(NdrReader answer, int level, Entries<T> entries, List<T> all) throws StorageException {
        answer.expect(level, "the level");
        answer.expect(level, "the level");
        if (!answer.pointer()) {
            return;
        }
        long count = answer.u32();
        if (answer.pointer()) {
            answer.expect(count, "the length of the list");
            entries.read(answer, count, all);
        } else if (count != 0) {
            throw answer.garbled("it announces " + count + " entries and brings none");
        }
    }

    private static void files(NdrReader answer, long said, List<OpenFileInfo> all) throws StorageException {
        long[][] fixed = fixed(answer, said, 5);
        for (long[] one : fixed) {
            String path = one[3] == 0 ? "" : answer.string();
            String account = one[4] == 0 ? "" : answer.string();
            boolean writes = (one[1] & PERMISSION_WRITE) != 0;
            all.add(new OpenFileInfo(one[0], writes, positive(one[2]), path, account));
        }
    }

    private static void sessions(NdrReader answer, long said, boolean withOpens, List<SessionInfo> all)
            throws StorageException {
        int times = withOpens ? 3 : 2;
        for (long[] one : fixed(answer, said, withOpens ? 6 : 4)) {
            String from = one[0] == 0 ? "" : answer.string();
            String account = one[1] == 0 ? "" : answer.string();
            OptionalInt opens = withOpens ? OptionalInt.of(positive(one[2])) : OptionalInt.empty();
            all.add(new SessionInfo(from, account, opens, past(one[times]), past(one[times + 1])));
        }
    }

    /** Of every entry the part of fixed length; the strings come after all of these. */
    private static long[][] fixed(NdrReader answer, long said, int fields) throws StorageException {
        long[][] entries = new long[answer.count(said, 4 * fields)][fields];
        for (long[] entry : entries) {
            for (int field = 0; field < fields; field++) {
                entry[field] = answer.u32();
            }
        }
        return entries;
    }

    /** Seconds. Samba rounds the beginning of a session up, so that one just begun lasts less than nothing. */
    private static long past(long seconds) {
        return seconds > Integer.MAX_VALUE ? 0 : seconds;
    }

    private static int positive(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** NetrShareGetInfo, level 2: where the share lies, in the server's own words, such as {@code D:\profiles}. */
    public String sharePath(String share) throws StorageException, ServiceRefused {
        byte[] stub = client.call(
                SHARE_GET_INFO,
                new NdrWriter().uniqueString(server).string(share).u32(2).toBytes(),
                SHORT);
        NdrReader answer = succeeded(stub);
        answer.expect(2, "the level");
        if (!answer.pointer()) {
            throw answer.garbled("it says nothing about the share");
        }
        boolean name = answer.pointer();
        answer.u32(); // kind
        boolean remark = answer.pointer();
        answer.u32(); // permissions
        answer.u32(); // most users
        answer.u32(); // users now
        boolean path = answer.pointer();
        answer.pointer(); // password, which comes after what we want
        if (name) {
            answer.string();
        }
        if (remark) {
            answer.string();
        }
        return path ? answer.string() : "";
    }

    /** NetrFileGetInfo, level 3. Refuses an unknown number with {@link ServiceRefused#NO_SUCH_FILE_ID}. */
    public void requireFile(long id) throws StorageException, ServiceRefused {
        succeeded(client.call(
                FILE_GET_INFO,
                new NdrWriter().uniqueString(server).u32(id).u32(3).toBytes(),
                SHORT));
    }

    /** NetrFileClose. */
    public void closeFile(long id) throws StorageException, ServiceRefused {
        succeeded(client.call(
                FILE_CLOSE, new NdrWriter().uniqueString(server).u32(id).toBytes(), SHORT));
    }

    /** NetrRemoteTOD: what the server's clock shows, to the hundredth of a second. */
    public Instant timeOfDay() throws StorageException, ServiceRefused {
        byte[] stub = client.call(
                REMOTE_TIME_OF_DAY, new NdrWriter().uniqueString(server).toBytes(), SHORT);
        NdrReader answer = succeeded(stub);
        if (!answer.pointer()) {
            throw answer.garbled("it does not say the time");
        }
        long seconds = answer.u32(); // since 1970, UTC
        for (int field = 0; field < 4; field++) {
            answer.u32(); // milliseconds since the server's start, hours, minutes, seconds
        }
        long hundredths = answer.u32();
        return Instant.ofEpochSecond(seconds, Math.min(hundredths, 99) * 10_000_000);
    }

    private NdrReader succeeded(byte[] stub) throws StorageException, ServiceRefused {
        long code = code(stub);
        if (code != SUCCESS) {
            throw new ServiceRefused(code);
        }
        return new NdrReader(what, stub, stub.length - 4);
    }

    /** Of every call, the last four bytes. */
    private long code(byte[] stub) throws StorageException {
        if (stub.length < 4) {
            throw new NdrReader(what, stub, stub.length).garbled("it ends too soon");
        }
        byte[] last = Arrays.copyOfRange(stub, stub.length - 4, stub.length);
        return new NdrReader(what, last, 4).u32();
    }
}
