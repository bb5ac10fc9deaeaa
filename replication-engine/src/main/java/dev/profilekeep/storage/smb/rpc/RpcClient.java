package dev.profilekeep.storage.smb.rpc;

import dev.profilekeep.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/**
 * Connection-oriented DCE/RPC without its own authentication (the pipe's session has one), [C706] chapter 12. All messages begin
 * so, little-endian:
 *
 * <pre>
 * offset size field
 *  0     1    version 5        1  1  minor version 0
 *  2     1    kind             3  1  flags: 1 first, 2 last fragment
 *  4     4    10 00 00 00: little-endian, ASCII, IEEE
 *  8     2    length of this fragment with its header
 * 10     2    length of the authentication: 0
 * 12     4    number of the call
 * </pre>
 *
 * Not safe for several threads.
 */
final class RpcClient {
    private static final int REQUEST = 0;
    private static final int RESPONSE = 2;
    private static final int FAULT = 3;
    private static final int BIND = 11;
    private static final int BIND_ACK = 12;
    private static final int BIND_NAK = 13;
    private static final int HEADER = 16;
    private static final int LAST = 2;
    private static final int WHOLE = 1 | LAST;
    /** What Windows and Samba use over pipes. */
    private static final int FRAGMENT = 4280;

    /** NDR, version 2: 8a885d04-1ceb-11c9-9fe8-08002b104860. */
    private static final byte[] NDR = {
        0x04,
        0x5D,
        (byte) 0x88,
        (byte) 0x8A,
        (byte) 0xEB,
        0x1C,
        (byte) 0xC9,
        0x11,
        (byte) 0x9F,
        (byte) 0xE8,
        8,
        0,
        0x2B,
        0x10,
        0x48,
        0x60,
        2,
        0,
        0,
        0
    };

    private final String what;
    private final RpcPipe pipe;
    private final long end;
    private int call = 1;
    private byte[] received = new byte[0];

    private RpcClient(String what, RpcPipe pipe, Duration within) {
        this.what = what;
        this.pipe = pipe;
        this.end = System.nanoTime() + within.toNanos();
    }

    /**
     * @param what it is for, for messages
     * @param service UUID and version as they go over the wire, 20 bytes
     * @param within all calls together are to be answered; later is Unreachable
     */
    static RpcClient bind(String what, RpcPipe pipe, byte[] service, Duration within) throws StorageException {
        RpcClient client = new RpcClient(what, pipe, within);
        ByteBuffer bind = message(BIND, client.call, 12 + 4 + service.length + NDR.length);
        bind.putShort((short) FRAGMENT).putShort((short) FRAGMENT).putInt(0);
        bind.put((byte) 1).put((byte) 0).putShort((short) 0); // one context, number 0, below
        bind.putShort((short) 0).put((byte) 1).put((byte) 0).put(service).put(NDR);
        Fragment answer = client.fragment(pipe.transact(bind.array()));
        if (answer.kind == BIND_NAK) {
            throw client.garbled("it refuses to be bound");
        }
        if (answer.kind != BIND_ACK) {
            throw client.garbled("it answers a bind with a message of kind " + answer.kind);
        }
        ByteBuffer body = answer.body();
        try {
            int address = body.getShort(8) & 0xFFFF;
            int results = 10 + address + (-(10 + address) & 3);
            int result = body.getShort(results + 4);
            if (body.get(results) < 1 || result != 0) {
                throw client.garbled("it does not offer the service (result " + result + ", reason "
                        + body.getShort(results + 6) + ")");
            }
        } catch (IndexOutOfBoundsException e) {
            throw client.garbled("its answer to a bind is cut short");
        }
        return client;
    }

    private static ByteBuffer message(int kind, int call, int length) {
        return ByteBuffer.allocate(HEADER + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 5)
                .put((byte) 0)
                .put((byte) kind)
                .put((byte) WHOLE)
                .putInt(0x10)
                .putShort((short) (HEADER + length))
                .putShort((short) 0)
                .putInt(call);
    }

    /**
     * One call.
     *
     * @param most bytes of the answer
     * @return the answer's stub
     */
    byte[] call(int operation, byte[] stub, int most) throws StorageException, ServiceRefused {
        call++;
        requireInTime();
        if (stub.length > FRAGMENT - HEADER - 8) {
            throw new IllegalArgumentException("too long to be asked in one fragment: " + stub.length + " bytes");
        }
        ByteBuffer request = message(REQUEST, call, 8 + stub.length);
        request.putInt(stub.length)
                .putShort((short) 0)
                .putShort((short) operation)
                .put(stub);
        byte[] came = pipe.transact(request.array());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (true) {
            Fragment fragment = fragment(came);
            ByteBuffer body = fragment.body();
            if (fragment.kind == FAULT && body.remaining() >= 12) {
                throw new ServiceRefused(body.getInt(8) & 0xFFFFFFFFL);
            }
            if (fragment.kind != RESPONSE || body.remaining() < 8) {
                throw garbled("a message of kind " + fragment.kind + " and " + body.remaining() + " bytes came");
            }
            if (answer.size() + body.remaining() - 8 > most) {
                throw garbled("it is longer than " + most + " bytes");
            }
            answer.write(fragment.bytes, HEADER + 8, body.remaining() - 8);
            if (fragment.last) {
                return answer.toByteArray();
            }
            came = new byte[0];
        }
    }

    private record Fragment(int kind, boolean last, byte[] bytes) {
        ByteBuffer body() {
            return ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** The next fragment, of which {@code came} is what came first. */
    private Fragment fragment(byte[] came) throws StorageException {
        append(came);
        require(HEADER);
        ByteBuffer header = ByteBuffer.wrap(received).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getShort(8) & 0xFFFF;
        if (header.get(0) != 5 || header.get(4) != 0x10) {
            throw garbled("it does not begin as DCE/RPC does");
        }
        if (length < HEADER || header.getShort(10) != 0) {
            throw garbled("a fragment of " + length + " bytes with authentication of " + header.getShort(10));
        }
        if (header.getInt(12) != call) {
            throw garbled("it answers call " + header.getInt(12) + " instead of " + call);
        }
        require(length);
        byte[] whole = Arrays.copyOf(received, length);
        received = Arrays.copyOfRange(received, length, received.length);
        return new Fragment(whole[2], (whole[3] & LAST) != 0, whole);
    }

    private void require(int length) throws StorageException {
        while (received.length < length) {
            requireInTime();
            byte[] more = pipe.read();
            if (more.length == 0) {
                throw garbled("it ends too soon");
            }
            append(more);
        }
    }

    private void requireInTime() throws StorageException {
        if (System.nanoTime() - end > 0) {
            throw new StorageException.Unreachable(what + ": the file server did not answer in time", null);
        }
    }

    private void append(byte[] more) {
        int had = received.length;
        received = Arrays.copyOf(received, had + more.length);
        System.arraycopy(more, 0, received, had, more.length);
    }

    private StorageException.Failed garbled(String why) {
        return new StorageException.Failed(what + ": the file server's answer cannot be understood: " + why, null);
    }
}
