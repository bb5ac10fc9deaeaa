package dev.profilekeep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an answer goes byte by byte: what is in a file, and names as they are. */
final class Output {
    private Output() {}

    /** The answer cannot be written. It is told at the end, in one place, and not where it happens. */
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) {
            super(cause);
        }

        /** Whether an error is one of these, or comes of one. */
        static boolean isIn(@Nullable Throwable error) {
            for (Throwable one = error; one != null; one = one.getCause()) {
                if (one instanceof Gone) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What an answer is written to: every failure to write is {@link Gone}, and the first one is kept, as writers of text swallow it. */
    static Answer answer(OutputStream to) {
        return new Answer(to);
    }

    /** For one thread at a time. */
    static final class Answer extends OutputStream {
        private final OutputStream to;
        private volatile @Nullable IOException failure;

        private Answer(OutputStream to) {
            this.to = to;
        }

        /** Why not all of it was written; empty if all was, or nobody reads it any more, as behind {@code | head}: no reason to complain. */
        Optional<String> unwritten() {
            IOException why = failure;
            String words = why == null ? "" : String.valueOf(why.getMessage());
            return why == null || words.toLowerCase(Locale.ROOT).contains("pipe")
                    ? Optional.empty()
                    : Optional.of("the answer cannot be written: " + words);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                to.write(bytes, from, count);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                }
                throw new Gone(e);
            }
        }
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
