package dev.understudy.dataset.internal.decode;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.internal.download.DataFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads image files from anywhere; where one cannot be read, says which and why. Colours are those that libjpeg-turbo,
 * libpng, libwebp and Pillow give: profiles and gamma are left aside; what is transparent becomes black.
 */
public final class Decoder {
    /** Counts on when the same files give other pixels than before. */
    public static final int VERSION = 2;

    private static final long MOST_PIXELS = 100_000_000;

    /** No format packs more into a byte; a smaller file lies about its size. */
    private static final long MOST_PIXELS_PER_BYTE = 10_000;

    /** What a pixel takes while it is decoded, turned, cut and resized. */
    private static final long BYTES_PER_PIXEL = 28;

    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory() / 2;

    /** Larger images are decoded one at a time: the memory is for one. */
    private static final long LARGE = 4_000_000;

    private static final Object ONE_AT_A_TIME = new Object();

    private Decoder() {}

    private interface Work<T> {
        T with(Source source, EncodedImage image) throws IOException;
    }

    /**
     * Where an image comes from.
     *
     * @param name what to call it
     * @param bytes how many it has, coded
     */
    private record Source(String name, long bytes) {}

    /** Checks that the file begins like an image of a sensible size. */
    public static void checkHeader(Path file) {
        reading(file, Decoder::pixels);
    }

    /**
     * The square in the image's middle, resized, as bytes.
     *
     * @param upright whether it is turned first as its EXIF orientation says
     */
    public static byte[] square(Path file, int side, boolean upright) {
        return decoding(file, upright, planes -> planes.square().resized(side).bytes());
    }

    /**
     * The same of an image that was read already.
     *
     * @param name what to call it
     * @param content the bytes of its file
     */
    public static byte[] square(String name, byte[] content, int side, boolean upright) {
        return reading(
                new Source(name, content.length),
                new ByteArrayInputStream(content),
                (source, image) -> decoding(source, image, upright, planes -> planes.square()
                        .resized(side)
                        .bytes()));
    }

    /** The image in its own size, and what becomes of it before the next large one is decoded. */
    public static <T> T decoding(Path file, boolean upright, Function<Planes, T> use) {
        return reading(file, (source, image) -> decoding(source, image, upright, use));
    }

    private static <T> T decoding(Source source, EncodedImage image, boolean upright, Function<Planes, T> use)
            throws IOException {
        if (pixels(source, image) <= LARGE) {
            return use.apply(decoded(image, upright));
        }
        synchronized (ONE_AT_A_TIME) {
            return use.apply(decoded(image, upright));
        }
    }

    private static Planes decoded(EncodedImage image, boolean upright) throws IOException {
        DecodedImage decoded = image.decode();
        return upright ? decoded.upright() : decoded.planes();
    }

    private static <T> T reading(Path file, Work<T> work) {
        if (!Files.isReadable(file)) {
            throw new DataException(file + ": wanted an image, it is not there or not readable");
        }
        try (InputStream bytes = DataFile.open(file)) {
            return reading(new Source(file.toString(), Files.size(file)), bytes, work);
        } catch (IOException e) {
            throw undecodable(file.toString(), e);
        }
    }

    private static <T> T reading(Source source, InputStream bytes, Work<T> work) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            checkMemory(source.name, 2 * source.bytes, "a file of " + source.bytes + " bytes");
            return work.with(source, ImageFormat.header(in));
        } catch (DataException e) {
            throw e;
        } catch (UnreadableImageException e) {
            throw new DataException(source.name + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw undecodable(source.name, e);
        }
    }

    private static DataException undecodable(String name, Exception e) {
        return new DataException(name + ": wanted an image, it does not decode: " + reason(e), e);
    }

    private static String reason(Exception e) {
        return e instanceof EOFException
                ? "it ends too early"
                : e.getMessage() == null ? "it is damaged" : e.getMessage();
    }

    /** How many pixels the header announces, where they can be true and fit into the memory. */
    private static long pixels(Source source, EncodedImage image) {
        long width = image.width();
        long height = image.height();
        String got = width + " x " + height;
        if (width < 1 || height < 1) {
            throw new DataException(source.name + ": wanted an image of at least one pixel, it announces " + got);
        }
        long pixels = width * height;
        long bytes = source.bytes;
        if (pixels > MOST_PIXELS) {
            throw new DataException(source.name + ": wanted at most " + MOST_PIXELS + " pixels, got " + got);
        }
        if (pixels > bytes * MOST_PIXELS_PER_BYTE) {
            throw new DataException(source.name + ": wanted an image that fits into its " + bytes
                    + " bytes, it announces " + got + " pixels");
        }
        checkMemory(source.name, 2 * bytes + pixels * BYTES_PER_PIXEL, got + " pixels");
        return pixels;
    }

    public static void checkMemory(String name, long wanted, String got) {
        if (wanted > MOST_MEMORY) {
            throw new DataException(name + ": wanted an image that decodes in " + MOST_MEMORY
                    + " bytes (half of Java's memory), got " + got);
        }
    }
}
