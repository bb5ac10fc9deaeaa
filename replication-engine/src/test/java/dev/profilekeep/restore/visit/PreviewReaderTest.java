package dev.profilekeep.restore.visit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PreviewReaderTest {
    private static Preview read(byte[] bytes) throws IOException {
        return PreviewReader.read(new MemoryDevice(bytes));
    }

    private static void text(String text, Charset charset, String encoding) throws IOException {
        assertThat(read(text.getBytes(charset)))
                .isEqualTo(new Preview.Text(text.replace("\ufeff", ""), encoding, false));
    }

    private static Preview.Why none(byte[] bytes) throws IOException {
        return ((Preview.None) read(bytes)).why();
    }

    @Test
    void text_is_told_in_the_encodings_that_windows_writes() throws IOException {
        text("Grüße aus Köln\r\n日本", UTF_8, "UTF-8");
        text("\ufeffGrüße", UTF_8, "UTF-8");
        text("\ufeffGrüße", UTF_16LE, "UTF-16LE");
        text("\ufeffGrüße", UTF_16BE, "UTF-16BE");
        text("[settings]\r\nname=value", UTF_16LE, "UTF-16LE");
        text("Grüße aus Köln", ISO_8859_1, "windows-1252");
        text("<script>alert(1)</script>", UTF_8, "UTF-8");
    }

    @Test
    void of_long_text_the_beginning_is_shown_and_no_letter_is_cut_in_two() throws IOException {
        Preview.Text shown = (Preview.Text) read("ä".repeat(Preview.MOST_TEXT).getBytes(UTF_8));
        assertThat(shown.more()).isTrue();
        assertThat(shown.text()).isEqualTo("ä".repeat(Preview.MOST_TEXT / 2));
        Preview.Text odd = (Preview.Text) read(("x" + "ä".repeat(Preview.MOST_TEXT)).getBytes(UTF_8));
        assertThat(odd.text()).isEqualTo("x" + "ä".repeat(Preview.MOST_TEXT / 2 - 1));
        assertThat(odd.encoding()).isEqualTo("UTF-8");
    }

    @Test
    void of_a_file_of_gigabytes_no_more_is_read_than_is_shown() throws IOException {
        long[] read = {0};
        BlockDevice endless = new BlockDevice() {
            @Override
            public long size() {
                return 1L << 30;
            }

            @Override
            public void readFully(long offset, ByteBuffer destination) {
                read[0] += destination.remaining();
                while (destination.hasRemaining()) {
                    destination.put((byte) '<');
                }
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
        assertThat(PreviewReader.read(endless)).isInstanceOfSatisfying(Preview.Text.class, shown -> {
            assertThat(shown.text()).hasSize(Preview.MOST_TEXT);
            assertThat(shown.more()).isTrue();
        });
        assertThat(read[0]).isLessThanOrEqualTo(Preview.MOST_TEXT + 16);
    }

    @Test
    void a_picture_is_one_by_its_bytes_whatever_it_is_called() throws IOException {
        byte[] png = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 100);
        assertThat(read(png)).isInstanceOfSatisfying(Preview.Picture.class, picture -> {
            assertThat(picture.type()).isEqualTo("image/png");
            assertThat(picture.bytes()).isEqualTo(png);
        });
        byte[] webp = Arrays.copyOf("RIFF\1\1\1\1WEBPVP8 ".getBytes(ISO_8859_1), 60);
        assertThat(((Preview.Picture) read(webp)).type()).isEqualTo("image/webp");
        assertThat(((Preview.Picture) read(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0})).type())
                .isEqualTo("image/jpeg");
        assertThat(((Preview.Picture) read("GIF89a....".getBytes(UTF_8))).type())
                .isEqualTo("image/gif");
        assertThat(none(Arrays.copyOf(png, Preview.MOST_PICTURE + 1))).isEqualTo(Preview.Why.TOO_LARGE);
    }

    @Test
    void what_could_run_is_text_and_what_is_neither_is_not_shown() throws IOException {
        assertThat(read("<svg onload='x()'/>".getBytes(UTF_8))).isInstanceOf(Preview.Text.class);
        assertThat(none(new byte[0])).isEqualTo(Preview.Why.EMPTY);
        assertThat(none(new byte[] {'M', 'Z', 0, 0, 3, 0, 0, 0})).isEqualTo(Preview.Why.OTHER);
        assertThat(none(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})).isEqualTo(Preview.Why.OTHER);
        assertThat(none("RIFF\1\1\1\1AVI \1\2\3\4\5\6\7".getBytes(ISO_8859_1))).isEqualTo(Preview.Why.OTHER);
    }
}
