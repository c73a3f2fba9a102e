package dev.understudy.dataset.internal.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.stream.ImageInputStream;

/** The formats that are read; a file's first bytes say which it is, not its name. */
enum ImageFormat {
    PNG("\u0089PNG\r\n\u001A\n"),
    JPEG("\u00FF\u00D8\u00FF"),
    BMP("BM"),
    GIF("GIF8"),
    WEBP("RIFF....WEBP");

    /** What people also keep images in. */
    private static final Map<String, String> OTHERS = Map.of(
            "II*\0", "TIFF",
            "MM\0*", "TIFF",
            "....ftypavif", "AVIF",
            "....ftypheic", "HEIC",
            "....ftypmif1", "HEIF",
            "\0\0\0\fjP  ", "JPEG 2000",
            "\0\0\0\fJXL ", "JPEG XL",
            "\u00FF\n", "JPEG XL",
            "8BPS", "Photoshop");

    private static final int LONGEST_START = 12;

    private final String start;

    ImageFormat(String start) {
        this.start = start;
    }

    /** Reads the header of an image, from the file's beginning. */
    static EncodedImage header(ImageInputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST_START];
        int length = Math.max(0, in.read(bytes));
        in.seek(0);
        String first = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        for (ImageFormat format : values()) {
            if (begins(first, format.start)) {
                return format.read(in);
            }
        }
        throw new UnreadableImageException("wanted an image (PNG, JPEG, BMP, GIF or WebP), got " + other(first));
    }

    private EncodedImage read(ImageInputStream in) throws IOException {
        return switch (this) {
            case PNG -> PngFile.read(in);
            case JPEG -> JpegFile.read(in);
            case BMP -> BmpFile.read(in);
            case GIF -> GifFile.read(in);
            case WEBP -> WebpFile.read(in);
        };
    }

    private static String other(String first) {
        return OTHERS.entrySet().stream()
                .filter(other -> begins(first, other.getKey()))
                .findFirst()
                .map(other -> "a " + other.getValue() + " file, which is not read; save it as PNG")
                .orElse("something else");
    }

    /** A point stands for any byte. */
    private static boolean begins(String first, String start) {
        return first.length() >= start.length()
                && IntStream.range(0, start.length())
                        .allMatch(i -> start.charAt(i) == '.' || start.charAt(i) == first.charAt(i));
    }
}
