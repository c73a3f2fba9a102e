package dev.understudy.dataset.internal.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/** Moves bytes of a file whose announced lengths are not believed: no more memory is taken than there are bytes. */
public final class Bytes {
    private static final int PIECE = 8192;

    private Bytes() {}

    /** Copies so many bytes; where there are fewer, the file ends too early. */
    public static void copy(ImageInputStream in, long length, ByteArrayOutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; left -= PIECE) {
            int next = (int) Math.min(PIECE, left);
            in.readFully(piece, 0, next);
            out.write(piece, 0, next);
        }
    }

    /** Copies all that is left. */
    public static void copyRest(ImageInputStream in, ByteArrayOutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int got = in.read(piece); got > 0; got = in.read(piece)) {
            out.write(piece, 0, got);
        }
    }

    /** So many bytes. */
    public static byte[] of(ImageInputStream in, long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(in, length, out);
        return out.toByteArray();
    }
}
