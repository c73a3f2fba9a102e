package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.recipes.ImageData;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which images. */
public final class DataSetOptions {

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "shapes",
            description = "shapes (generated), cifar10, cifar100, mnist, fashion-mnist or folder (of your own"
                    + " images, a folder for each class); default: ${DEFAULT-VALUE}.")
    private String dataset = "shapes";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where its files lie; without it, they are downloaded where there is an official place. Of a"
                    + " folder: DIR/train/CLASS and DIR/test/CLASS (or val), or DIR/CLASS.")
    private @Nullable Path data;

    @Option(
            names = "--train-size",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many training images, classes in proportion; default: all.")
    private int trainSize;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "32",
            description = "The side to which a folder's images are resized; default: ${DEFAULT-VALUE}.")
    private int size = 32;

    @Mixin
    private AugmentationOptions augmentation = new AugmentationOptions();

    @Option(
            names = "--exif-orientation",
            description = "Turn a folder's images as their EXIF orientation says; without it, they stay as they lie in"
                    + " their files.")
    private boolean upright;

    /** For picocli. */
    public DataSetOptions() {}

    public ImageData open() {
        if (trainSize < 0) {
            throw new InputException("--train-size must be 0 (all) or more, got " + trainSize);
        }
        if (size < 1 || size > 1024) {
            throw new InputException("--size must be from 1 to 1024 pixels, got " + size);
        }
        DataOptions options =
                DataOptions.defaults().trainSize(trainSize).size(size).upright(upright);
        augmentation.check();
        ImageData images =
                new ImageData(Datasets.open(dataset, data == null ? options : options.folder(data))).upright(upright);
        return augmentation.of(images);
    }

    public String name() {
        return dataset;
    }
}
