package dev.understudy.dataset.internal.decode;

import dev.understudy.dataset.internal.download.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A PNG. The decoder is given nothing but what the pixels are made of, so that neither a colour profile nor a damaged
 * comment changes or stops anything.
 */
final class PngFile implements EncodedImage {
    private static final int SIGNATURE = 8;
    private static final int PALETTE = 3;
    private static final int MOST_EXIF = 1 << 16;
    private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "IDAT");

    private final ImageInputStream in;
    private final int width;
    private final int height;
    private final int colour;
    private final ByteArrayOutputStream lean = new ByteArrayOutputStream();
    private int @Nullable [] clear;
    private int orientation = Exif.UPRIGHT;

    private PngFile(ImageInputStream in, int width, int height, int colour) {
        this.in = in;
        this.width = width;
        this.height = height;
        this.colour = colour;
    }

    static PngFile read(ImageInputStream in) throws IOException {
        in.seek(SIGNATURE + 8);
        int width = in.readInt();
        int height = in.readInt();
        in.skipBytes(1);
        return new PngFile(in, width, height, in.readUnsignedByte());
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
        Bytes.copy(in, SIGNATURE, lean);
        boolean more = true;
        while (more) {
            more = chunk();
        }
        lean.write(new byte[4]);
        lean.write("IEND\u00AEB`\u0082".getBytes(StandardCharsets.ISO_8859_1));
        BufferedImage image = JavaReader.PNG.image(lean.toByteArray());
        return new DecodedImage(RawSamples.planes(image, clear), orientation);
    }

    /** Takes the next chunk; false after the last. */
    private boolean chunk() throws IOException {
        long length;
        try {
            length = in.readUnsignedInt();
        } catch (EOFException end) {
            return false;
        }
        byte[] name = Bytes.of(in, 4);
        String kind = new String(name, StandardCharsets.ISO_8859_1);
        long end = in.getStreamPosition() + length + 4;
        if (PIXELS.contains(kind)) {
            keep(name, checked(kind, name, Bytes.of(in, length)));
        } else if (kind.equals("tRNS")) {
            transparency(name, checked(kind, name, Bytes.of(in, length)));
        } else if (kind.equals("eXIf") && length < MOST_EXIF) {
            orientation = Exif.orientation(Bytes.of(in, length));
        }
        in.seek(end);
        return !kind.equals("IEND");
    }

    private byte[] checked(String kind, byte[] name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        if (in.readUnsignedInt() != sum.getValue()) {
            throw new IOException("its part " + kind + " does not have the checksum it announces");
        }
        return content;
    }

    private void keep(byte[] name, byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        lean.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        lean.writeBytes(name);
        lean.writeBytes(content);
        lean.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    /** A palette's belongs to the decoder; otherwise it is one sample, or one of each colour. */
    private void transparency(byte[] name, byte[] content) {
        if (colour == PALETTE) {
            keep(name, content);
            return;
        }
        int[] samples = new int[content.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (content[2 * i] & 0xFF) << 8 | (content[2 * i + 1] & 0xFF);
        }
        clear = samples;
    }
}
