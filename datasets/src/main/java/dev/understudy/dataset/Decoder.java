package dev.understudy.dataset;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads picture files from anywhere; where one cannot be read, says which. */
final class Decoder {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "gif");
    private static final long MOST_PIXELS = 100_000_000;

    /** No format packs more into a byte; a smaller file lies about its size. */
    private static final long MOST_PIXELS_PER_BYTE = 10_000;

    /** What a pixel takes while it is decoded, cut and resized. */
    private static final long BYTES_PER_PIXEL = 24;

    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory() / 2;

    /** Larger pictures are decoded one at a time: the memory is for one. */
    private static final long LARGE = 4_000_000;

    private static final Object ONE_AT_A_TIME = new Object();

    private Decoder() {}

    private interface Work<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** Checks that the file begins like a picture of a sensible size. */
    static void checkHeader(Path file) {
        reading(file, reader -> pixels(file, reader));
    }

    /** The square in the picture's middle, resized, as bytes; transparent parts are black. */
    static byte[] square(Path file, int side) {
        return reading(file, reader -> {
            if (pixels(file, reader) <= LARGE) {
                return square(reader, side);
            }
            synchronized (ONE_AT_A_TIME) {
                return square(reader, side);
            }
        });
    }

    private static byte[] square(ImageReader reader, int side) throws IOException {
        CutNotice notice = new CutNotice();
        reader.addIIOReadWarningListener(notice);
        BufferedImage image = reader.read(0);
        if (notice.cut()) {
            throw new IOException("the end of the file too early");
        }
        return planes(image).square().resized(side).bytes();
    }

    private static <T> T reading(Path file, Work<T> work) {
        if (!Files.isReadable(file)) {
            throw new DataException(file + ": wanted a picture, it is not there or not readable");
        }
        try (InputStream bytes = DataFile.open(file);
                ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            checkMemory(file, Files.size(file), "a file of " + Files.size(file) + " bytes");
            ImageReader reader = reader(file, in);
            try {
                reader.setInput(in);
                return work.with(reader);
            } finally {
                reader.dispose();
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DataException(file + ": wanted a picture, it does not decode: " + reason(e), e);
        }
    }

    private static ImageReader reader(Path file, ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new DataException(file + ": wanted a picture (PNG, JPEG, BMP or GIF), got something else");
    }

    private static String reason(Exception e) {
        return e instanceof EOFException
                ? "it ends too early"
                : e.getMessage() == null ? "it is damaged" : e.getMessage();
    }

    /** How many pixels the header announces, where they can be true and fit into the memory. */
    private static long pixels(Path file, ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        String got = width + " x " + height;
        long pixels = width * height;
        long bytes = Files.size(file);
        if (pixels > MOST_PIXELS) {
            throw new DataException(file + ": wanted at most " + MOST_PIXELS + " pixels, got " + got);
        }
        if (pixels > bytes * MOST_PIXELS_PER_BYTE) {
            throw new DataException(file + ": wanted a picture that fits into its " + bytes + " bytes, it announces "
                    + got + " pixels");
        }
        checkMemory(file, bytes + pixels * BYTES_PER_PIXEL, got + " pixels");
        return pixels;
    }

    static void checkMemory(Path file, long wanted, String got) {
        if (wanted > MOST_MEMORY) {
            throw new DataException(file + ": wanted a picture that decodes in " + MOST_MEMORY
                    + " bytes (half of Java's memory), got " + got);
        }
    }

    private static Planes planes(BufferedImage image) {
        ColorSpace space = image.getColorModel().getColorSpace();
        float[] values = space.getType() == ColorSpace.TYPE_GRAY
                ? gray(image)
                : image.getType() == BufferedImage.TYPE_3BYTE_BGR && space.isCS_sRGB() ? samples(image) : colour(image);
        return new Planes(image.getWidth(), image.getHeight(), values);
    }

    /** What {@link #colour} gives for the most common kind of image, an opaque one of a byte per sample. */
    private static float[] samples(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        byte[] rgb = (byte[]) image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), null);
        float[] values = new float[Planes.CHANNELS * pixels];
        for (int i = 0; i < pixels; i++) {
            values[i] = rgb[3 * i] & 0xFF;
            values[pixels + i] = rgb[3 * i + 1] & 0xFF;
            values[2 * pixels + i] = rgb[3 * i + 2] & 0xFF;
        }
        return values;
    }

    private static float[] colour(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        float[] values = new float[Planes.CHANNELS * pixels];
        for (int i = 0; i < pixels; i++) {
            float alpha = (argb[i] >>> 24) / 255f;
            values[i] = alpha * (argb[i] >> 16 & 0xFF);
            values[pixels + i] = alpha * (argb[i] >> 8 & 0xFF);
            values[2 * pixels + i] = alpha * (argb[i] & 0xFF);
        }
        return values;
    }

    /** Takes the samples as they are: {@code getRGB} takes gray for linear light and brightens it. */
    private static float[] gray(BufferedImage image) {
        Raster raster = image.getRaster();
        int pixels = image.getWidth() * image.getHeight();
        float most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int[] light = band(raster, 0);
        int[] opaque = raster.getNumBands() > 1 ? band(raster, 1) : null;
        float[] values = new float[Planes.CHANNELS * pixels];
        for (int i = 0; i < pixels; i++) {
            float alpha = opaque == null ? 1 : opaque[i] / most;
            values[i] = 255 * alpha * light[i] / most;
        }
        System.arraycopy(values, 0, values, pixels, pixels);
        System.arraycopy(values, 0, values, 2 * pixels, pixels);
        return values;
    }

    private static int[] band(Raster raster, int number) {
        int[] samples = new int[raster.getWidth() * raster.getHeight()];
        return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), number, samples);
    }
}
