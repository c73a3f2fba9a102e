package dev.understudy.spark.internal.answer;

import dev.understudy.cli.CommandProvider;

/** Adds {@code answers} to the command line where Spark is on the class path. */
public final class AnswersProvider implements CommandProvider {

    /** For {@link java.util.ServiceLoader}. */
    public AnswersProvider() {}

    @Override
    public Object command() {
        return new AnswersCommand();
    }
}
