package dev.understudy.dataset.internal.decode;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * The first frame of a GIF on its screen. Where the frame leaves the screen free, it is transparent where the frame has
 * a transparent colour, and has the table's first colour otherwise, as Pillow reads it.
 */
final class GifFile implements EncodedImage {
    private static final int SCREEN = 6;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TABLE = 0x80;

    private final ImageInputStream in;
    private final int left;
    private final int top;
    private final int width;
    private final int height;

    private GifFile(ImageInputStream in, int left, int top, int width, int height) {
        this.in = in;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
    }

    static GifFile read(ImageInputStream in) throws IOException {
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        in.seek(SCREEN);
        int width = in.readUnsignedShort();
        int height = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        in.skipBytes(2);
        if ((flags & TABLE) != 0) {
            in.skipBytes(3 << ((flags & 7) + 1));
        }
        toFirstFrame(in);
        int left = in.readUnsignedShort();
        int top = in.readUnsignedShort();
        int right = left + in.readUnsignedShort();
        int bottom = top + in.readUnsignedShort();
        return new GifFile(in, left, top, Math.max(width, right), Math.max(height, bottom));
    }

    private static void toFirstFrame(ImageInputStream in) throws IOException {
        int block = in.readUnsignedByte();
        while (block == EXTENSION) {
            in.skipBytes(1);
            for (int length = in.readUnsignedByte(); length > 0; length = in.readUnsignedByte()) {
                in.skipBytes(length);
            }
            block = in.readUnsignedByte();
        }
        if (block != IMAGE) {
            throw new IOException("there is no image in it");
        }
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
        BufferedImage frame = JavaReader.GIF.image(in);
        Planes planes = RawSamples.planes(frame, null);
        boolean whole = planes.width() == width && planes.height() == height;
        return new DecodedImage(whole ? planes : onScreen(planes, background(frame)), Exif.UPRIGHT);
    }

    private static int background(BufferedImage frame) {
        return frame.getColorModel() instanceof IndexColorModel palette && palette.getTransparentPixel() < 0
                ? palette.getRGB(0)
                : 0;
    }

    private Planes onScreen(Planes frame, int background) {
        return Planes.filled(width, height, background).with(frame, left, top);
    }
}
