package dev.profilekeep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Where an answer goes byte by byte: what is in a file, and names as they are. */
final class Output {
    private Output() {}

    /** Nobody reads the answer any more, as behind {@code | head}: no reason to complain. */
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) {
            super(cause);
        }
    }

    /** Turns every failure to write into {@link Gone}: nothing else fails while an answer is written. */
    static OutputStream answer(OutputStream to) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                try {
                    to.write(bytes, from, count);
                } catch (IOException e) {
                    throw new Gone(e);
                }
            }
        };
    }

    /** For callers who want text: UTF-8, and a replacement for what is none. */
    static OutputStream into(PrintWriter text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        return new OutputStream() {
            /** What was written of a character whose other bytes have not come yet. */
            private ByteBuffer pending = ByteBuffer.allocate(0);

            @Override
            public void write(int value) {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                ByteBuffer all = ByteBuffer.allocate(pending.remaining() + count)
                        .put(pending)
                        .put(bytes, from, count)
                        .flip();
                CharBuffer characters = CharBuffer.allocate(all.remaining() + 1);
                decoder.decode(all, characters, false);
                text.append(characters.flip());
                pending = all.slice();
            }
        };
    }
}
