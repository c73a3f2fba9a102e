package dev.understudy.dataset.internal.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The one thing of an image's EXIF block that is wanted: how the camera was held. */
final class Exif {
    /** As it lies in the file. */
    static final int UPRIGHT = 1;

    private static final int LAST = 8;
    private static final byte[] NAME = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TAG = 0x112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private Exif() {}

    /** From 1 to 8; {@link #UPRIGHT} where a block does not say it, or is damaged. */
    static int orientation(byte[] block) {
        int start = startsWithName(block) ? NAME.length : 0;
        ByteBuffer tiff = ByteBuffer.wrap(block, start, block.length - start).slice();
        return tiff.remaining() < 8 ? UPRIGHT : orientation(tiff);
    }

    static boolean startsWithName(byte[] block) {
        return block.length >= NAME.length
                && ByteBuffer.wrap(block, 0, NAME.length).equals(ByteBuffer.wrap(NAME));
    }

    private static int orientation(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long table = Integer.toUnsignedLong(tiff.getInt(4));
        if (table + 2 > tiff.capacity()) {
            return UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) table));
        for (int i = 0; i < entries; i++) {
            long at = table + 2 + (long) ENTRY * i;
            if (at + ENTRY > tiff.capacity()) {
                return UPRIGHT;
            }
            if (Short.toUnsignedInt(tiff.getShort((int) at)) == TAG && tiff.getShort((int) at + 2) == SHORT) {
                int value = tiff.getShort((int) at + 8);
                return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
