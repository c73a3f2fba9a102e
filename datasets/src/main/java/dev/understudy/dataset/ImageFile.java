package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.internal.decode.Decoder;
import dev.understudy.dataset.internal.decode.Planes;
import dev.understudy.dataset.internal.set.ImageExtensions;
import java.nio.file.Path;

/** One image from a file, made as the images of the dataset "folder" are: the square in its middle, resized. */
public final class ImageFile {

    private ImageFile() {}

    /**
     * Reads an image as it lies in its file.
     *
     * @param file PNG, JPEG, BMP, GIF or WebP; transparent parts become black, colour profiles are left aside
     * @param shape what is wanted: 3 channels, and height and width alike
     * @return channel by channel and row by row, a byte each: 0 for black and 255 for full
     * @throws DataException where it cannot be read, or another shape is wanted
     */
    public static byte[] read(Path file, Shape shape) {
        return Decoder.square(file, side(file, shape), false);
    }

    /**
     * Reads an image and turns it as its EXIF orientation says, as viewers show it: for students that were trained with
     * {@link DataOptions#upright(boolean)}.
     *
     * @param file PNG, JPEG, BMP, GIF or WebP
     * @param shape what is wanted: 3 channels, and height and width alike
     * @return as {@link #read} does
     * @throws DataException where it cannot be read, or another shape is wanted
     */
    public static byte[] readUpright(Path file, Shape shape) {
        return Decoder.square(file, side(file, shape), true);
    }

    /**
     * Makes an image of the bytes of a file, wherever they come from, as {@link #read} does.
     *
     * @param name what to call it where it cannot be read, such as its path
     * @param content PNG, JPEG, BMP, GIF or WebP
     * @param shape what is wanted: 3 channels, and height and width alike
     * @param upright whether it is turned as its EXIF orientation says
     * @return channel by channel and row by row, a byte each: 0 for black and 255 for full
     * @throws DataException where it cannot be read, or another shape is wanted
     */
    public static byte[] decode(String name, byte[] content, Shape shape, boolean upright) {
        return Decoder.square(name, content, side(name, shape), upright);
    }

    /**
     * Whether a file is taken for an image by its name's ending, as in folders of images.
     *
     * @param file the file
     * @return whether it ends in .png, .jpg or another of those that are read, in capitals or not
     */
    public static boolean isImage(Path file) {
        return ImageExtensions.isImage(file);
    }

    private static int side(Path file, Shape shape) {
        return side(file.toString(), shape);
    }

    private static int side(String file, Shape shape) {
        if (shape.dimension() != 3 || shape.get(0) != Planes.CHANNELS || shape.get(1) != shape.get(2)) {
            throw new DataException(file + ": images are made of 3 channels, as high as wide; wanted are " + shape);
        }
        return (int) shape.get(1);
    }
}
