package dev.profilekeep.storage.smb.rpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A server at the other end of a pipe that accepts a bind and then answers by plan. */
final class ScriptedPipe implements RpcPipe {
    private static final byte[] FAULT = {};

    private final Deque<byte[]> plan = new ArrayDeque<>();
    private final List<byte[]> asked = new ArrayList<>();
    private byte[] always = FAULT;
    private int fault;
    private int fragment = 4000;
    private int read = 64 * 1024;
    private int bindResult;
    private int damagedAt = -1;
    private byte damage;
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private byte[] endless = {};

    ScriptedPipe answer(byte[] stub) {
        plan.add(stub);
        return this;
    }

    void answerAlways(byte[] stub) {
        always = stub;
    }

    void fault(int status) {
        plan.add(FAULT);
        fault = status;
    }

    /** @param bytes of a stub in each; 0: none, and no end of them */
    ScriptedPipe fragments(int bytes) {
        fragment = bytes;
        return this;
    }

    ScriptedPipe reads(int bytes) {
        read = bytes;
        return this;
    }

    void bindResult(int result) {
        bindResult = result;
    }

    /** One byte of the next message is another. */
    ScriptedPipe damage(int at, byte value) {
        damagedAt = at;
        damage = value;
        return this;
    }

    void forget() {
        plan.clear();
        waiting = ByteBuffer.allocate(0);
        damagedAt = -1;
    }

    List<Integer> operations() {
        return asked.stream().map(one -> (int) one[22]).toList();
    }

    /** The last so many numbers of the last question. */
    List<Long> lastWords(int count) {
        byte[] last = asked.get(asked.size() - 1);
        List<Long> words = new ArrayList<>();
        for (int i = count; i > 0; i--) {
            words.add(ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).getInt(last.length - 4 * i) & 0xFFFFFFFFL);
        }
        return words;
    }

    @Override
    public byte[] transact(byte[] message) {
        int call = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        waiting = message[2] == 11 ? bound(call) : answered(call, message);
        if (message[2] != 11 && damagedAt >= 0 && damagedAt < waiting.limit()) {
            waiting.put(damagedAt, damage);
        }
        return read();
    }

    private ByteBuffer answered(int call, byte[] message) {
        asked.add(message);
        byte[] stub = plan.isEmpty() ? always : plan.remove();
        if (stub == FAULT) {
            ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            return message(3, 3, call, body.putInt(0).putInt(0).putInt(fault).array());
        }
        if (fragment == 0) {
            endless = message(2, 0, call, new byte[8]).array();
            return ByteBuffer.wrap(endless);
        }
        List<ByteBuffer> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(stub.length, from + fragment);
            byte[] body = new byte[8 + to - from];
            System.arraycopy(stub, from, body, 8, to - from);
            parts.add(message(2, to == stub.length ? 2 : 0, call, body));
            from = to;
        } while (from < stub.length);
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::limit).sum());
        parts.forEach(all::put);
        return all.flip();
    }

    private ByteBuffer bound(int call) {
        ByteBuffer body = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
        body.putShort((short) 4280).putShort((short) 4280).putInt(1);
        body.putShort((short) 13).put("\\PIPE\\srvsvc\0".getBytes(StandardCharsets.US_ASCII));
        body.position(24);
        body.put((byte) 1).position(28);
        body.putShort((short) bindResult);
        return message(12, 3, call, body.array());
    }

    private static ByteBuffer message(int kind, int flags, int call, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(16 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        message.put((byte) 5).put((byte) 0).put((byte) kind).put((byte) flags).putInt(0x10);
        message.putShort((short) message.capacity())
                .putShort((short) 0)
                .putInt(call)
                .put(body);
        return message.flip();
    }

    @Override
    public byte[] read() {
        if (!waiting.hasRemaining() && endless.length > 0) {
            waiting = ByteBuffer.wrap(endless);
        }
        byte[] piece = new byte[Math.min(read, waiting.remaining())];
        waiting.get(piece);
        return piece;
    }
}
