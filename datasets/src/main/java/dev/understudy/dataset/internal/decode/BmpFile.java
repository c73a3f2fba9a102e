package dev.understudy.dataset.internal.decode;

import dev.understudy.dataset.internal.download.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** A BMP. */
final class BmpFile implements EncodedImage {
    private static final int FILE_HEADER = 14;
    private static final int OLDEST = 12;
    private static final int USUAL = 40;

    /** Of OS/2 2: it begins as the usual one does. */
    private static final int OS2 = 64;

    /** Compressions above have another meaning under OS/2: Huffman's, and runs of 24 bits. */
    private static final int OS2_MOST_COMPRESSION = 2;

    private final ImageInputStream in;
    private final int headerSize;
    private final int width;
    private final int height;

    private BmpFile(ImageInputStream in, int headerSize, int width, int height) {
        this.in = in;
        this.headerSize = headerSize;
        this.width = width;
        this.height = height;
    }

    static BmpFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(FILE_HEADER);
        int size = in.readInt();
        boolean oldest = size == OLDEST;
        int width = oldest ? in.readUnsignedShort() : in.readInt();
        int height = oldest ? in.readUnsignedShort() : Math.abs(in.readInt());
        return new BmpFile(in, size, width, height);
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
        in.seek(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Bytes.copyRest(in, bytes);
        byte[] bmp = headerSize == OS2 ? shortened(bytes.toByteArray()) : bytes.toByteArray();
        return new DecodedImage(RawSamples.planes(JavaReader.BMP.image(bmp), null), Exif.UPRIGHT);
    }

    /** With the usual header instead of OS/2's longer one, which Java does not know. */
    private static byte[] shortened(byte[] bmp) throws IOException {
        int more = OS2 - USUAL;
        ByteBuffer whole = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
        int compression = whole.capacity() < FILE_HEADER + OS2 ? 0 : whole.getInt(FILE_HEADER + 16);
        if (compression > OS2_MOST_COMPRESSION) {
            throw new UnreadableImageException(
                    "an OS/2 BMP of compression " + compression + " is not read; save it as PNG");
        }
        ByteBuffer shorter = ByteBuffer.allocate(Math.max(0, bmp.length - more)).order(ByteOrder.LITTLE_ENDIAN);
        shorter.put(bmp, 0, FILE_HEADER + USUAL).put(bmp, FILE_HEADER + OS2, bmp.length - FILE_HEADER - OS2);
        shorter.putInt(10, whole.getInt(10) - more).putInt(FILE_HEADER, USUAL);
        return shorter.array();
    }
}
