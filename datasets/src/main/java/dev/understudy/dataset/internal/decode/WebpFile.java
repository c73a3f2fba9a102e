package dev.understudy.dataset.internal.decode;

import dev.understudy.dataset.internal.download.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A WebP, decoded by libwebp; of an animated one the first frame on a black canvas. */
final class WebpFile implements EncodedImage {
    /** By its name: its jar has no module's name that a module could lastingly ask for. */
    private static final String LIBRARY = "com.luciad.imageio.webp.WebPImageReaderSpi";

    private static final int FIRST_CHUNK = 12;
    private static final int MOST_EXIF = 1 << 16;
    private static final int ALPHA = 0x10;

    private final ImageInputStream in;
    private final int width;
    private final int height;
    private final ByteArrayOutputStream lean = new ByteArrayOutputStream();
    private Frame frame;
    private boolean found;
    private int orientation = Exif.UPRIGHT;

    /** Where an image lies on the canvas. */
    private record Frame(int left, int top, int width, int height) {}

    private WebpFile(ImageInputStream in, int width, int height) {
        this.in = in;
        this.width = width;
        this.height = height;
        this.frame = new Frame(0, 0, width, height);
    }

    static WebpFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(FIRST_CHUNK);
        String kind = kind(in);
        in.skipBytes(4);
        if (kind.equals("VP8X")) {
            in.skipBytes(4);
            return new WebpFile(in, 1 + three(in), 1 + three(in));
        }
        Frame frame = coded(kind, in);
        return new WebpFile(in, frame.width, frame.height);
    }

    /** The size that coded pixels announce. */
    private static Frame coded(String kind, ImageInputStream in) throws IOException {
        if (kind.equals("VP8L")) {
            in.skipBytes(1);
            int sizes = in.readInt();
            return new Frame(0, 0, 1 + (sizes & 0x3FFF), 1 + (sizes >> 14 & 0x3FFF));
        }
        if (kind.equals("VP8 ")) {
            in.skipBytes(6);
            return new Frame(0, 0, in.readUnsignedShort() & 0x3FFF, in.readUnsignedShort() & 0x3FFF);
        }
        throw new IOException("its first part is neither VP8X, VP8L nor VP8");
    }

    private static String kind(ImageInputStream in) throws IOException {
        return new String(Bytes.of(in, 4), StandardCharsets.ISO_8859_1);
    }

    private static int three(ImageInputStream in) throws IOException {
        return in.readUnsignedShort() | in.readUnsignedByte() << 16;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public DecodedImage decode() throws IOException {
        in.seek(FIRST_CHUNK);
        boolean more = true;
        while (more) {
            more = chunk();
        }
        if (!found) {
            throw new IOException("there is no image in it");
        }
        Planes planes = RawSamples.planes(image(), null);
        boolean whole = frame.width == width && frame.height == height;
        return new DecodedImage(
                whole ? planes : Planes.filled(width, height, 0).with(planes, frame.left, frame.top), orientation);
    }

    /** Takes the next part; false after the last. */
    private boolean chunk() throws IOException {
        String kind;
        long length;
        try {
            kind = kind(in);
            length = in.readUnsignedInt();
        } catch (EOFException end) {
            return false;
        }
        long end = in.getStreamPosition() + length + (length & 1);
        switch (kind) {
            case "ANMF" -> {
                if (found) {
                    break;
                }
                frame = new Frame(2 * three(in), 2 * three(in), 1 + three(in), 1 + three(in));
                if (frame.left + frame.width > width || frame.top + frame.height > height) {
                    throw new IOException("its first frame does not lie on its canvas");
                }
                in.skipBytes(4);
                return true;
            }
            case "ALPH", "VP8 ", "VP8L" -> keep(kind, length);
            case "EXIF" -> {
                if (length < MOST_EXIF) {
                    orientation = Exif.orientation(Bytes.of(in, length));
                }
            }
            default -> {}
        }
        in.seek(end);
        return true;
    }

    /** What the pixels of the first frame are made of; neither a colour profile nor another frame. */
    private void keep(String kind, long length) throws IOException {
        if (found) {
            return;
        }
        found = !kind.equals("ALPH");
        if (found) {
            checkSize(kind);
        }
        lean.writeBytes(kind.getBytes(StandardCharsets.ISO_8859_1));
        lean.writeBytes(little(length));
        Bytes.copy(in, length, lean);
        if (length % 2 == 1) {
            lean.write(0);
        }
    }

    /** The decoder believes what the coded pixels announce. */
    private void checkSize(String kind) throws IOException {
        long start = in.getStreamPosition();
        Frame coded = coded(kind, in);
        in.seek(start);
        if (coded.width != frame.width || coded.height != frame.height) {
            throw new IOException("it announces " + frame.width + " x " + frame.height + " pixels and holds "
                    + coded.width + " x " + coded.height);
        }
    }

    private static byte[] little(long number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) number)
                .array();
    }

    private BufferedImage image() throws IOException {
        ImageReader reader = library().createReaderInstance();
        try {
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file())), true, true);
            return reader.read(0);
        } catch (OutOfMemoryError e) {
            if (e.getMessage() != null) {
                throw e;
            }
            // libwebp's word for a damaged transparency; Java's own heap says that it is the heap
            throw new IOException("its transparency is damaged", e);
        } catch (LinkageError e) {
            throw new UnreadableImageException(
                    "WebP is read by a library of the system's own code, which does not load here: " + e.getMessage(),
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReaderSpi library() throws UnreadableImageException {
        try {
            return Class.forName(LIBRARY)
                    .asSubclass(ImageReaderSpi.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new UnreadableImageException(
                    "WebP is read by com.github.usefulness:webp-imageio, which is not there", e);
        }
    }

    private byte[] file() {
        byte[] parts = lean.toByteArray();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] head = new byte[0];
        if (parts[0] == 'A') {
            head = ByteBuffer.allocate(18)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put("VP8X".getBytes(StandardCharsets.ISO_8859_1))
                    .putInt(10)
                    .putInt(ALPHA)
                    .putShort((short) (frame.width - 1))
                    .put((byte) ((frame.width - 1) >> 16))
                    .putShort((short) (frame.height - 1))
                    .put((byte) ((frame.height - 1) >> 16))
                    .array();
        }
        file.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(little(4L + head.length + parts.length));
        file.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(head);
        file.writeBytes(parts);
        return file.toByteArray();
    }
}
