package dev.understudy.dataset;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

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
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
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
        boolean gray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        return gray ? gray(image) : colour(image);
    }

    private static Planes colour(BufferedImage image) {
        int pixels = image.getWidth() * image.getHeight();
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        float[] values = new float[Planes.CHANNELS * pixels];
        for (int i = 0; i < pixels; i++) {
            float alpha = (argb[i] >>> 24) / 255f;
            values[i] = alpha * (argb[i] >> 16 & 0xFF);
            values[pixels + i] = alpha * (argb[i] >> 8 & 0xFF);
            values[2 * pixels + i] = alpha * (argb[i] & 0xFF);
        }
        return new Planes(image.getWidth(), image.getHeight(), values);
    }

    /** Takes the samples as they are: {@code getRGB} takes gray for linear light and brightens it. */
    private static Planes gray(BufferedImage image) {
        Raster raster = image.getRaster();
        int pixels = image.getWidth() * image.getHeight();
        float most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        boolean transparent = raster.getNumBands() > 1;
        float[] values = new float[Planes.CHANNELS * pixels];
        for (int i = 0; i < pixels; i++) {
            int x = i % image.getWidth();
            int y = i / image.getWidth();
            float alpha = transparent ? raster.getSample(x, y, 1) / most : 1;
            float value = 255 * alpha * raster.getSample(x, y, 0) / most;
            for (int channel = 0; channel < Planes.CHANNELS; channel++) {
                values[channel * pixels + i] = value;
            }
        }
        return new Planes(image.getWidth(), image.getHeight(), values);
    }
}
