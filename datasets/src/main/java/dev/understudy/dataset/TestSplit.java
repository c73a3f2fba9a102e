package dev.understudy.dataset;

import dev.understudy.dataset.internal.set.ClassCounts;
import java.util.List;

/**
 * What trained networks are measured on.
 *
 * @param name what the dataset is called: "cifar10", for example
 * @param images the test images; at least one
 * @param notes what there is to say about how they were read, a line each, such as what was left out
 */
public record TestSplit(String name, Images images, List<String> notes) {

    /** Copies the notes. */
    public TestSplit {
        notes = List.copyOf(notes);
    }

    /**
     * What is in it, to be shown: how many images each class has, classes without any, and the notes.
     *
     * @return lines of about 80 columns; one or two where there are up to ten classes
     */
    public List<String> lines() {
        return ClassCounts.of("test", images).lines(notes);
    }
}
