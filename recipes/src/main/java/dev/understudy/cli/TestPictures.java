package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The data sets of trained networks, each read once. */
final class TestPictures {

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data set's files lie.")
    private @Nullable Path data;

    private final Map<String, Splits> opened = new HashMap<>();

    /** For picocli. */
    TestPictures() {}

    /** The data set of a network; one of other pictures or classes is refused. */
    Splits test(Candidate candidate) {
        Splits splits = splits(candidate);
        int classes = splits.test().classNames().size();
        if (!splits.test().shape().equals(candidate.input()) || classes != candidate.classes()) {
            throw new InputException(candidate.file() + " is a student for " + candidate.classes()
                    + " classes of pictures " + candidate.input() + "; the data set has " + classes + " of "
                    + splits.test().shape());
        }
        return splits;
    }

    private Splits splits(Candidate candidate) {
        DataOptions options =
                DataOptions.defaults().size(Math.toIntExact(candidate.input().get(1)));
        DataOptions all = data == null ? options : options.folder(data);
        try {
            return opened.computeIfAbsent(
                    candidate.dataset() + " " + all.size(), name -> Datasets.open(candidate.dataset(), all));
        } catch (DataException e) {
            throw new InputException(candidate.file() + ": " + e.getMessage(), e);
        }
    }
}
