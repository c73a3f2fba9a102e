package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.TrainingException;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** How a command ends in which something is thrown: its line, its exit status, its stack trace where it is wanted. */
public class CommandFailureTest {

    @DataProvider
    public Object[][] failures() {
        return new Object[][] {
            {new IllegalStateException("broken"), 1, "Understudy failed: IllegalStateException: broken"},
            {new NoClassDefFoundError("ai/djl/None"), 1, "Understudy failed: NoClassDefFoundError: ai/djl/None"},
            {new StackOverflowError(), 1, "Understudy failed: StackOverflowError: null"},
            {new UncheckedIOException(new NoSuchFileException("a/b")), 2, "a/b: no such file or folder"},
            {new TrainingException("The loss became NaN"), 2, "The loss became NaN"},
            {new CancellationException("Stopped"), 130, "Stopped"},
        };
    }

    /** Where they come from does not matter: a recipe of the user's own is as good a place as any. */
    @Test(dataProvider = "failures")
    public void whateverEndsACommandHasItsLineAndItsStatus(Throwable failure, int status, String line) {
        Failing.failing = () -> failure;
        Cli.Result result = Cli.run("inspect " + Failing.class.getName());
        assertEquals(result.status(), status, result.err());
        List<String> lines = result.err().lines().toList();
        assertEquals(lines.get(0), line);
        assertEquals(
                lines.subList(1, lines.size()),
                status == 1 ? List.of("This is our mistake, not yours; --stacktrace shows where.") : List.of());
        String traced =
                Cli.run("inspect " + Failing.class.getName() + " --stacktrace").err();
        assertTrue(status == Main.STOPPED || traced.contains("\tat "), traced);
    }

    @Test
    public void aRecipeThatCannotBeMadeIsRefused() {
        Cli.run("inspect " + Stillborn.class.getName())
                .refused("The constructor of " + Stillborn.class.getName() + " failed: ", "not today");
    }

    /** A class whose constructor fails. */
    public static final class Stillborn {

        /** Fails. */
        public Stillborn() {
            throw new AssertionError("not today");
        }
    }

    /** Fails when it is asked for its student. */
    public static final class Failing implements Recipe {

        private static Supplier<Throwable> failing = IllegalStateException::new;

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public String description() {
            return "fails";
        }

        @Override
        public Student student(Task task) {
            Throwable failure = failing.get();
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return List.of();
        }
    }
}
