package dev.understudy.dataset.internal.decode;

import dev.understudy.dataset.internal.download.Bytes;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG. Its marks say which colours it holds, by libjpeg's rules; the decoder is given the frame, the tables and the
 * pixels alone, so that neither a colour profile nor a damaged remark changes or stops anything.
 */
final class JpegFile implements EncodedImage {
    private static final int SCAN = 0xDA;
    private static final int END = 0xD9;
    private static final Set<Integer> WITHOUT_LENGTH =
            Set.of(0x01, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8);
    private static final Set<Integer> NO_FRAMES = Set.of(0xC4, 0xC8, 0xCC);
    private static final int FIRST_APPLICATION = 0xE0;
    private static final int EXIF = 0xE1;
    private static final int ADOBE = 0xEE;
    private static final int COMMENT = 0xFE;
    private static final int SHORTEST_JFIF = 14;
    private static final int SHORTEST_ADOBE = 12;

    private final ImageInputStream in;
    private final ByteArrayOutputStream lean = new ByteArrayOutputStream();
    private final long scans;
    private final JpegFrame frame;
    private final JpegColor colour;
    private final int orientation;

    private JpegFile(ImageInputStream in) throws IOException {
        this.in = in;
        boolean jfif = false;
        int transform = JpegColor.NO_ADOBE;
        int held = Exif.UPRIGHT;
        JpegFrame found = null;
        lean.write(0xFF);
        lean.write(0xD8);
        in.seek(2);
        int mark = mark();
        while (mark != SCAN) {
            byte[] content = Bytes.of(in, Math.max(0, in.readUnsignedShort() - 2));
            if (mark == FIRST_APPLICATION) {
                jfif |= content.length >= SHORTEST_JFIF && begins(content, "JFIF\0");
            } else if (mark == ADOBE && content.length >= SHORTEST_ADOBE && begins(content, "Adobe")) {
                transform = content[SHORTEST_ADOBE - 1] & 0xFF;
            } else if (mark == EXIF && Exif.startsWithName(content)) {
                held = Exif.orientation(content);
            } else if (mark >> 4 == 0xC && !NO_FRAMES.contains(mark)) {
                found = JpegFrame.of(mark, content);
            }
            if (mark >> 4 != FIRST_APPLICATION >> 4 && mark != COMMENT) {
                keep(mark, content);
            }
            mark = mark();
        }
        scans = in.getStreamPosition() - 2;
        frame = present(found);
        colour = JpegColor.of(frame, jfif, transform);
        orientation = held;
    }

    static JpegFile read(ImageInputStream in) throws IOException {
        return new JpegFile(in);
    }

    private static JpegFrame present(@Nullable JpegFrame frame) throws IOException {
        if (frame == null) {
            throw new IOException("its pixels come before their size");
        }
        return frame;
    }

    /** The next mark that has a content; whatever lies before it is skipped, as libjpeg does. */
    private int mark() throws IOException {
        int mark = 0;
        while (mark == 0 || mark == 0xFF || WITHOUT_LENGTH.contains(mark)) {
            int before = mark == 0xFF ? 0xFF : in.readUnsignedByte();
            while (before != 0xFF) {
                before = in.readUnsignedByte();
            }
            mark = in.readUnsignedByte();
        }
        if (mark == END) {
            throw new IOException("there is no image in it");
        }
        return mark;
    }

    private static boolean begins(byte[] content, String start) {
        return new String(content, 0, start.length(), StandardCharsets.ISO_8859_1).equals(start);
    }

    private void keep(int mark, byte[] content) {
        lean.write(0xFF);
        lean.write(mark);
        lean.write((content.length + 2) >> 8);
        lean.write(content.length + 2);
        lean.writeBytes(content);
    }

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public int height() {
        return frame.height();
    }

    @Override
    public DecodedImage decode() throws IOException {
        int head = lean.size();
        in.seek(scans);
        Bytes.copyRest(in, lean);
        byte[] bytes = lean.toByteArray();
        if (!ends(bytes, head)) {
            throw new EOFException();
        }
        Raster raster = raster(bytes);
        byte[][] planes = new byte[raster.getNumBands()][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = frame.smooth(i, plane(raster, i), raster.getWidth());
        }
        return new DecodedImage(colour.planes(raster.getWidth(), raster.getHeight(), planes), orientation);
    }

    /** Whether the end's mark follows the scans; the decoder would make up what is missing. */
    private static boolean ends(byte[] jpeg, int scans) {
        int at = scans;
        while (at + 1 < jpeg.length) {
            int mark = jpeg[at + 1] & 0xFF;
            if (jpeg[at] != (byte) 0xFF || mark == 0 || WITHOUT_LENGTH.contains(mark)) {
                at++;
            } else if (mark == END) {
                return true;
            } else if (mark == 0xFF || at + 3 >= jpeg.length) {
                at++;
            } else {
                at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
            }
        }
        return false;
    }

    private Raster raster(byte[] bytes) throws IOException {
        Raster raster;
        try {
            raster = JavaReader.JPEG.raster(bytes);
        } catch (IOException e) {
            if (frame.arithmetic()) {
                throw new UnreadableImageException(
                        "a JPEG with arithmetic coding is not read by this Java; save it with Huffman's", e);
            }
            throw e;
        }
        if (raster.getWidth() != frame.width()
                || raster.getHeight() != frame.height()
                || raster.getNumBands() != frame.components()) {
            throw new IOException("it has two sizes");
        }
        return raster;
    }

    private static byte[] plane(Raster raster, int band) {
        int width = raster.getWidth();
        byte[] plane = new byte[width * raster.getHeight()];
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = (byte) row[x];
            }
        }
        return plane;
    }
}
