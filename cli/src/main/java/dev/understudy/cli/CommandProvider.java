package dev.understudy.cli;

/** A command that another jar on the class path adds, named in its {@code META-INF/services}. */
public interface CommandProvider {

    /**
     * The command.
     *
     * @return a new object with picocli's annotations
     */
    Object command();
}
