package dev.understudy.dataset.internal.decode;

import java.io.IOException;
import java.util.Arrays;

/** What a JPEG's frame header announces. */
final class JpegFrame {
    private static final int BITS = 8;
    private static final int COMPONENT = 6;

    private final int process;
    private final byte[] header;

    private JpegFrame(int process, byte[] header) {
        this.process = process;
        this.header = header;
    }

    /**
     * Checks that the frame is of a kind that is read.
     *
     * @param mark the mark before the header: 0xC0 for baseline, and so on
     * @param header what follows the header's length
     */
    static JpegFrame of(int mark, byte[] header) throws IOException {
        if (header.length < COMPONENT || header.length < COMPONENT + 3 * (header[COMPONENT - 1] & 0xFF)) {
            throw new IOException("its frame header is too short");
        }
        JpegFrame frame = new JpegFrame(mark & 0xF, header);
        if ((frame.process & 3) == 3) {
            throw new UnreadableImageException("a lossless JPEG is not read; save it as PNG");
        }
        if (frame.process % 8 > 3) {
            throw new UnreadableImageException("a hierarchical JPEG is not read; save it as PNG");
        }
        if (header[0] != BITS) {
            throw new UnreadableImageException(
                    "a JPEG with " + header[0] + " bits a sample is not read; convert it to " + BITS);
        }
        int components = frame.components();
        if (components != 1 && components != 3 && components != 4) {
            throw new UnreadableImageException(
                    "a JPEG of " + components + " components is not read, only of 1, 3 and 4; save it as PNG");
        }
        return frame;
    }

    int height() {
        return (header[1] & 0xFF) << 8 | (header[2] & 0xFF);
    }

    int width() {
        return (header[3] & 0xFF) << 8 | (header[4] & 0xFF);
    }

    int components() {
        return header[5] & 0xFF;
    }

    boolean arithmetic() {
        return process > 8;
    }

    /** By what number the scans call a component. */
    int id(int component) {
        return header[COMPONENT + 3 * component] & 0xFF;
    }

    private int across(int component) {
        return (header[COMPONENT + 3 * component + 1] >> 4) & 0xF;
    }

    private int down(int component) {
        return header[COMPONENT + 3 * component + 1] & 0xF;
    }

    /**
     * A plane of which only every other row is coded, as libjpeg-turbo grows it: each row leans to its nearer
     * neighbour. The libjpeg of most Java builds repeats the rows instead; a plane that it did not repeat stays.
     */
    byte[] smooth(int component, byte[] plane, int width) {
        int most = 0;
        int highest = 0;
        for (int i = 0; i < components(); i++) {
            most = Math.max(most, across(i));
            highest = Math.max(highest, down(i));
        }
        boolean halved = across(component) == most && 2 * down(component) == highest;
        return halved && repeats(plane, width) ? grown(plane, width) : plane;
    }

    private static boolean repeats(byte[] plane, int width) {
        for (int at = 0; at + 2 * width <= plane.length; at += 2 * width) {
            if (!Arrays.equals(plane, at, at + width, plane, at + width, at + 2 * width)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] grown(byte[] plane, int width) {
        byte[] grown = new byte[plane.length];
        int height = plane.length / width;
        for (int y = 0; y < height; y++) {
            int neighbour = y % 2 == 0 ? Math.max(0, y - 1) : Math.min(height - 1, y + 1);
            for (int x = 0; x < width; x++) {
                int here = plane[y * width + x] & 0xFF;
                int there = plane[neighbour * width + x] & 0xFF;
                grown[y * width + x] = (byte) ((3 * here + there + 1 + y % 2) >> 2);
            }
        }
        return grown;
    }
}
