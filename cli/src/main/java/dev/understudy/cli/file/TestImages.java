package dev.understudy.cli.file;

import dev.understudy.InputException;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.TestSplit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The test images of trained networks, each set read once. */
public final class TestImages {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data set's files lie; of a folder of images, DIR/test/CLASS is enough. Classes are"
                    + " matched by their names.")
    private @Nullable Path data;

    @Option(
            names = "--exif-orientation",
            description = "Turn a folder's images as their EXIF orientation says; for networks that were trained so,"
                    + " it is done anyway.")
    private boolean upright;

    private final Map<String, TestSplit> opened = new HashMap<>();

    /** For picocli. */
    public TestImages() {}

    /** The test images of a network, with its labels; those of another shape or of other classes are refused. */
    public TestSplit test(MeasuredNetwork candidate) {
        TestSplit test = opened(candidate);
        Images images = test.images();
        if (!images.shape().equals(candidate.input())) {
            throw new InputException(candidate.file() + " is a student for images " + candidate.input()
                    + "; the data set has " + images.shape());
        }
        try {
            return new TestSplit(test.name(), images.labelledAs(candidate.classes()), test.notes());
        } catch (DataException e) {
            throw new InputException(
                    candidate.file() + " is a student for "
                            + candidate.classes().size() + " classes: " + e.getMessage(),
                    e);
        }
    }

    private TestSplit opened(MeasuredNetwork candidate) {
        if (data == null && candidate.dataset().equals("folder")) {
            throw new InputException(candidate.file() + " was trained on a folder of images; --data DIR says which one"
                    + " it is to be measured on");
        }
        boolean turned = upright || candidate.upright();
        DataOptions options = DataOptions.defaults()
                .size(Math.toIntExact(candidate.input().get(1)))
                .upright(turned);
        DataOptions all = data == null ? options : options.folder(data);
        try {
            return opened.computeIfAbsent(
                    candidate.dataset() + " " + all.size() + " " + turned,
                    name -> Datasets.openTest(candidate.dataset(), all));
        } catch (DataException e) {
            throw new InputException(candidate.file() + ": " + e.getMessage(), e);
        }
    }
}
