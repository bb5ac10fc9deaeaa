package dev.profilekeep.portal.poster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");
    private static final int SCALE = 6;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://profiles.example.com/me",
                "http://localhost:8097/me",
                "https://a-rather-long-name-of-a-host.profiles.department.example.com/portal/me"
            })
    void a_camera_reads_the_link(String link) throws Exception {
        assertThat(read(QrCode.svg(link, "name"))).isEqualTo(link);
    }

    @Test
    void it_has_a_name_for_those_who_do_not_see_it() {
        assertThat(QrCode.svg("x", "a \"<b>\" & c")).contains("aria-label=\"a &quot;&lt;b>&quot; &amp; c\"");
    }

    @Test
    void what_no_code_holds_is_refused() {
        assertThatThrownBy(() -> QrCode.svg("x".repeat(5_000), "name")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Draws what the SVG says, as a browser would, and reads the picture. */
    private static String read(String svg) throws Exception {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int size = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, 0xFFFFFF);
        Matcher run = RUN.matcher(svg);
        while (run.find()) {
            int x = Integer.parseInt(run.group(1)) * SCALE;
            int y = Integer.parseInt(run.group(2)) * SCALE;
            int length = Integer.parseInt(run.group(3)) * SCALE;
            for (int row = y; row < y + SCALE; row++) {
                Arrays.fill(pixels, row * size + x, row * size + x + length, 0);
            }
        }
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels))))
                .getText();
    }
}
