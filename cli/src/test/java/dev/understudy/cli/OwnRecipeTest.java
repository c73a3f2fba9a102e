package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.Task;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OwnRecipeTest {

    /** A recipe that no book lists. */
    public static final class Mine implements Recipe {

        /** For the command line. */
        public Mine() {}

        @Override
        public String name() {
            return "mine";
        }

        @Override
        public String description() {
            return "one's own";
        }

        @Override
        public Student student(Task task) {
            return PaperNetworks.student(task);
        }

        @Override
        public Student teacher(Task task) {
            return PaperNetworks.teacher(task);
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return List.of(whole("conv3", "conv5"));
        }
    }

    /** A recipe whose tap is not there. */
    public static final class Lost implements Recipe {

        /** For the command line. */
        public Lost() {}

        @Override
        public String name() {
            return "lost";
        }

        @Override
        public String description() {
            return "its tap is not there";
        }

        @Override
        public Student student(Task task) {
            return PaperNetworks.student(task);
        }

        @Override
        public Student teacher(Task task) {
            return PaperNetworks.teacher(task);
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return List.of(whole("layer3", "conv8"));
        }
    }

    /** A book with a name that the paper's book has. */
    public static final class Twice implements RecipeBook {

        /** For the service loader. */
        public Twice() {}

        @Override
        public List<Recipe> recipes() {
            return List.of(new ExtraBook.Plain("channel"));
        }
    }

    /** A class that cannot be made. */
    public static final class Failing {

        /** Fails. */
        public Failing() {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    public void aRecipeIsTrainedByItsClassAndItsStudentMeasuredAgain() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, Mine.class.getName())).succeeded();
        StudentSummary student =
                RunSummary.read(folder.resolve("summary.json")).students().get(0);
        assertEquals(student.recipe(), "mine");
        assertEquals(student.knowledge(), "own");
        assertTrue(Cli.names(folder).contains("mine-seed1.safetensors"));
        String table = Cli.run("evaluate " + folder).succeeded().out();
        assertTrue(table.contains("mine-seed1"), table);
    }

    @Test
    public void aBookOnTheClassPathIsReadBesideThePapers() {
        String listed = Cli.run("recipes").succeeded().out();
        assertTrue(listed.contains("extra  ") && listed.contains("a recipe from a book of one's own"), listed);
        assertTrue(listed.contains("self-guided-attention"), listed);
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "extra", "--width", "0.03125")).succeeded();
        assertEquals(
                RunSummary.read(folder.resolve("summary.json"))
                        .students()
                        .get(0)
                        .recipe(),
                "extra");
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {"no.such.Recipe", "No recipe and no class named \"no.such.Recipe\""},
            {"java.lang.String", "java.lang.String does not implement dev.understudy.recipe.Recipe"},
            {
                "dev.understudy.recipe.Recipe",
                "dev.understudy.recipe.Recipe needs a public constructor without parameters"
            },
            {"dev.understudy.cli.ExtraBook$Plain", "ExtraBook$Plain needs a public constructor without parameters"},
            {Failing.class.getName(), "not today"},
        };
    }

    @Test(dataProvider = "refused")
    public void aClassThatIsNoRecipeIsRefused(String name, String message) {
        Path folder = Cli.fresh();
        Cli.Result result = Cli.run(Cli.train(folder, name));
        assertEquals(result.status(), 2);
        assertEquals(result.err().lines().count(), 1);
        assertTrue(result.err().contains(message), result.err());
        assertFalse(Files.exists(folder));
    }

    @Test
    public void aTapThatIsNotThereIsAnsweredWithThoseThatAre() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, Lost.class.getName())).refused("\"layer3\" in the student", "conv4", "classes");
        assertFalse(Files.exists(folder));
    }

    @Test
    public void twoRecipesOfOneNameInARunAreRefused() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "extra", ExtraNamed.class.getName()))
                .refused("Two recipes of this run are named \"extra\"", ExtraNamed.class.getName());
        assertFalse(Files.exists(folder));
    }

    @Test
    public void twoBooksWithOneNameAreRefused() throws IOException {
        withBook(Twice.class.getName(), () -> Cli.run("recipes")
                .refused(
                        "Two recipes are named \"channel\"", ExtraBook.Plain.class.getName(), "dev.understudy.recipe"));
    }

    @Test
    public void aBookThatIsNotThereIsRefused() throws IOException {
        withBook("no.such.Book", () -> Cli.run("train channel").refused("A recipe book", "no.such.Book"));
    }

    /** The extra recipe once more, by its class. */
    public static final class ExtraNamed implements Recipe {

        private final Recipe plain = new ExtraBook.Plain("extra");

        /** For the command line. */
        public ExtraNamed() {}

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public String description() {
            return plain.description();
        }

        @Override
        public Student student(Task task) {
            return plain.student(task);
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return plain.stages(task, values);
        }
    }

    private static Stage whole(String student, String teacher) {
        return Stage.whole(1)
                .objective("labels", 1, new CrossEntropy())
                .objective("channel", 10, Correlation.channel(new StudentTap(student), new TeacherTap(teacher)));
    }

    private static void withBook(String name, Runnable test) throws IOException {
        Path folder = Cli.folder();
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(RecipeBook.class.getName()), name);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, OwnRecipeTest.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            test.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
