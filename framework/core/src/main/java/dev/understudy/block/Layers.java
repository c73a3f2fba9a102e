package dev.understudy.block;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import java.util.Locale;

/** A sequential block whose parts have names, so that taps read well: {@code conv4}, {@code conv4/guided}. */
public final class Layers extends SequentialBlock {

    /** An empty sequence. */
    public Layers() {}

    /**
     * Appends a part.
     *
     * @param name its name: a letter, then letters, digits and {@code _}
     * @param block the part
     * @return this
     */
    public Layers add(String name, Block block) {
        if (!name.matches("\\p{Alpha}\\w*")) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "A layer's name is a letter, then letters, digits and _; got \"%s\"", name));
        }
        addChildBlock(name, block);
        return this;
    }
}
