package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.recipe.Material;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which pictures. */
final class Data {

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "shapes",
            description = "shapes (generated), cifar10, cifar100, mnist, fashion-mnist or folder;"
                    + " default: ${DEFAULT-VALUE}.")
    private String dataset = "shapes";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where its files lie; without it, they are downloaded where there is an official place.")
    private @Nullable Path data;

    @Option(
            names = "--train-size",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many training pictures, classes in proportion; default: all.")
    private int trainSize;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "32",
            description = "The side to which a folder's pictures are resized; default: ${DEFAULT-VALUE}.")
    private int size = 32;

    /** For picocli. */
    Data() {}

    Material open() {
        if (trainSize < 0) {
            throw new InputException("--train-size must be 0 (all) or more, got " + trainSize);
        }
        if (size < 1 || size > 1024) {
            throw new InputException("--size must be from 1 to 1024 pixels, got " + size);
        }
        DataOptions options = DataOptions.defaults().trainSize(trainSize).size(size);
        return new Material(Datasets.open(dataset, data == null ? options : options.folder(data)));
    }

    String name() {
        return dataset;
    }
}
