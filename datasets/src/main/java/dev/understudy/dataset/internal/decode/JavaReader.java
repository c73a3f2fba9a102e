package dev.understudy.dataset.internal.decode;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Java's own decoder of a format, chosen by its class: whatever else the class path brings for the same format, or a
 * program has registered, never changes a pixel.
 */
enum JavaReader {
    PNG("com.sun.imageio.plugins.png.PNGImageReaderSpi"),
    JPEG("com.sun.imageio.plugins.jpeg.JPEGImageReaderSpi"),
    BMP("com.sun.imageio.plugins.bmp.BMPImageReaderSpi"),
    GIF("com.sun.imageio.plugins.gif.GIFImageReaderSpi");

    private final String provider;

    JavaReader(String provider) {
        this.provider = provider;
    }

    private interface Work<T> {
        T with(ImageReader reader) throws IOException;
    }

    BufferedImage image(byte[] bytes) throws IOException {
        return reading(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), reader -> reader.read(0));
    }

    BufferedImage image(ImageInputStream in) throws IOException {
        return reading(in, reader -> reader.read(0));
    }

    /** The samples as they are coded, before any conversion of colours. */
    Raster raster(byte[] bytes) throws IOException {
        TruncationWarning notice = new TruncationWarning();
        Raster raster = reading(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)), reader -> {
            reader.addIIOReadWarningListener(notice);
            return reader.readRaster(0, null);
        });
        if (notice.cut()) {
            throw new IOException("the end of the file too early");
        }
        return raster;
    }

    private <T> T reading(ImageInputStream in, Work<T> work) throws IOException {
        ImageReader reader = provider().createReaderInstance();
        try {
            reader.setInput(in, true, true);
            return work.with(reader);
        } finally {
            reader.dispose();
        }
    }

    private ImageReaderSpi provider() throws IOException {
        try {
            Object found = IIORegistry.getDefaultInstance().getServiceProviderByClass(Class.forName(provider));
            if (found instanceof ImageReaderSpi there) {
                return there;
            }
        } catch (ClassNotFoundException e) {
            throw new UnreadableImageException("this Java does not read " + name(), e);
        }
        throw new UnreadableImageException("this program has deregistered Java's own reader of " + name());
    }
}
