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
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads picture files; where one cannot be read, says which. */
final class Decoder {
    private static final long MOST_PIXELS = 100_000_000;

    private Decoder() {}

    private interface Work<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** Checks that the file begins like a picture of a sensible size. */
    static void checkHeader(Path file) {
        reading(file, reader -> checked(file, reader));
    }

    /** The whole picture; transparent parts are black. */
    static Planes decode(Path file) {
        return reading(file, reader -> {
            checked(file, reader);
            CutNotice notice = new CutNotice();
            reader.addIIOReadWarningListener(notice);
            BufferedImage image = reader.read(0);
            if (notice.cut()) {
                throw new IOException("the end of the file too early");
            }
            return planes(image);
        });
    }

    private static <T> T reading(Path file, Work<T> work) {
        if (!Files.isReadable(file)) {
            throw new DataException(file + ": wanted a picture, it is not there or not readable");
        }
        try (InputStream bytes = Files.newInputStream(file);
                ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(file + ": wanted a picture (PNG, JPEG, BMP or GIF), got something else");
            }
            ImageReader reader = readers.next();
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

    private static String reason(Exception e) {
        return e instanceof EOFException
                ? "it ends too early"
                : e.getMessage() == null ? "it is damaged" : e.getMessage();
    }

    private static ImageReader checked(Path file, ImageReader reader) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > MOST_PIXELS) {
            throw new DataException(
                    file + ": wanted at most " + MOST_PIXELS + " pixels, got " + width + " x " + height);
        }
        return reader;
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
