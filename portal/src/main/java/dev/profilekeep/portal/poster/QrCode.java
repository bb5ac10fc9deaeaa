package dev.profilekeep.portal.poster;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code as one path of an SVG: sharp at every size, black on white whatever the theme, since cameras need it. */
public final class QrCode {
    /** Modules of white around it, [ISO/IEC 18004] 6.3.8. */
    private static final int QUIET = 4;

    private QrCode() {}

    /**
     * @param name what it is, for those who do not see it
     * @throws IllegalArgumentException if the text is too long for any QR code
     */
    public static String svg(String text, String name) {
        ByteMatrix modules;
        try {
            // Quartile: a quarter may be scratched off a poster.
            modules = Encoder.encode(text, ErrorCorrectionLevel.Q).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("no QR code holds this: " + e.getMessage(), e);
        }
        int size = modules.getWidth() + 2 * QUIET;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); ) {
                int end = x;
                while (end < modules.getWidth() && modules.get(end, y) == 1) {
                    end++;
                }
                if (end > x) {
                    path.append('M').append(x + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(end - x)
                            .append("v1h-")
                            .append(end - x)
                            .append('z');
                }
                x = Math.max(end, x + 1);
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + ' ' + size
                + "\" role=\"img\" aria-label=\"" + escaped(name) + "\" shape-rendering=\"crispEdges\">"
                + "<rect width=\"" + size + "\" height=\"" + size + "\" fill=\"#fff\"/><path fill=\"#000\" d=\"" + path
                + "\"/></svg>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
