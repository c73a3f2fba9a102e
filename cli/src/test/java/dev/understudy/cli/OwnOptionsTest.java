package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.CommonOptions;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import dev.understudy.recipe.WholeNumberOption;
import dev.understudy.recipe.YesNoOption;
import dev.understudy.report.History;
import dev.understudy.result.EpochRow;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Options that a recipe of one's own declares, chosen by flags and behind a colon. */
public class OwnOptionsTest {

    static final String TUNABLE = Tunable.class.getName();

    /** A recipe with an option of each type; each changes what is trained. */
    public static final class Tunable implements Recipe {

        private static final NumberOption WEIGHT =
                RecipeOption.number("labels-weight", 1).above(0).describedAs("what the labels weigh");
        private static final WholeNumberOption BEFORE = RecipeOption.wholeNumber("before", 0)
                .atLeast(0)
                .atMost(5)
                .describedAs("how many epochs of labels alone come before");
        private static final YesNoOption CALM =
                RecipeOption.yesNo("calm", true).describedAs("whether the layer's numbers are kept small");
        private static final ChoiceOption<String> LAYER = RecipeOption.oneOf(
                        "layer", "conv4", List.of("conv3", "conv4"))
                .describedAs("which layer's numbers are kept small, where the option above says that they are to be");

        /** For the command line. */
        public Tunable() {}

        @Override
        public String name() {
            return "tunable";
        }

        @Override
        public String description() {
            return "labels, and small numbers in a layer";
        }

        @Override
        public Student student(Task task) {
            return PaperNetworks.student(task);
        }

        @Override
        public List<RecipeOption<?>> options() {
            return List.of(WEIGHT, BEFORE, CALM, LAYER);
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            Stage whole = Stage.whole(values.getEpochs()).objective("labels", values.get(WEIGHT), new CrossEntropy());
            if (values.get(CALM)) {
                StudentTap tap = new StudentTap(values.get(LAYER));
                whole = whole.objective(
                        "calm " + tap.path(),
                        0.001,
                        Objective.named(
                                "mean square of " + tap.path(),
                                Objective.reading(Needs.nothing().with(tap), context -> context.getStudent()
                                        .get(tap)
                                        .square()
                                        .mean())));
            }
            int before = values.get(BEFORE);
            return before == 0
                    ? List.of(whole)
                    : List.of(Stage.whole(before).objective("labels", 1, new CrossEntropy()), whole);
        }
    }

    /** A recipe whose option is called as one of the command's own, and one with another number of epochs. */
    public static final class Clashing implements Recipe {

        private final Recipe plain = new ExtraBook.Plain("clashing");

        /** For the command line. */
        public Clashing() {}

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
        public List<RecipeOption<?>> options() {
            return List.of(RecipeOption.number("batch", 1));
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return plain.stages(task, values);
        }
    }

    /** A recipe that reads what it does not declare, and has epochs of its own. */
    public static final class Forgetful implements Recipe {

        private final Recipe plain = new ExtraBook.Plain("forgetful");

        /** For the command line. */
        public Forgetful() {}

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
        public List<RecipeOption<?>> options() {
            return List.of(CommonOptions.EPOCHS.byDefault(200));
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            values.get(Tunable.WEIGHT);
            return plain.stages(task, values);
        }
    }

    @Test
    public void optionsOfEachTypeAreGivenAsFlagsOrBehindAColon() throws IOException {
        Path flags = Cli.fresh();
        Cli.run(Cli.train(flags, TUNABLE, "--labels-weight", "2", "--before", "1", "--calm", "--layer", "conv3"))
                .succeeded();
        List<EpochRow> rows = History.readCsv(flags.resolve("history.csv")).rows();
        assertEquals(rows.size(), 2);
        assertEquals(rows.get(0).terms().keySet(), Set.of("labels"));
        assertEquals(rows.get(1).terms().keySet(), Set.of("labels", "calm conv3"));
        // 2 L_labels + 0.001 L_calm
        assertEquals(
                rows.get(1).trainLoss(),
                2 * rows.get(1).terms().getOrDefault("labels", 0.0)
                        + 0.001 * rows.get(1).terms().getOrDefault("calm conv3", 0.0),
                1e-5);
        Map<String, String> settings =
                RunSummary.read(flags.resolve("summary.json")).settings();
        assertEquals(
                List.of(
                        settings.getOrDefault("labels-weight", ""),
                        settings.getOrDefault("before", ""),
                        settings.getOrDefault("calm", ""),
                        settings.getOrDefault("layer", "")),
                List.of("2", "1", "yes", "conv3"));
        Path colon = Cli.fresh();
        Cli.run(Cli.train(colon, TUNABLE + ":layer=CONV3,before=01,labels-weight=2.0"))
                .succeeded();
        String label = "tunable-labels-weight-2-before-1-layer-conv3-seed1";
        assertEquals(NetworkCard.read(colon.resolve(label + ".json")).settings().get("labels-weight"), "2");
        assertEquals(
                Files.readAllBytes(colon.resolve(label + ".safetensors")),
                Files.readAllBytes(flags.resolve("tunable-seed1.safetensors")));
    }

    @Test
    public void anOptionBehindTheColonGoesBeforeAFlagAndANoIsAFlagToo() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, TUNABLE, TUNABLE + ":calm=yes,labels-weight=1", "--no-calm", "--labels-weight=3"))
                .succeeded();
        Map<String, Set<String>> terms = History.readCsv(folder.resolve("history.csv")).rows().stream()
                .collect(Collectors.toMap(EpochRow::recipe, row -> row.terms().keySet()));
        assertEquals(
                terms,
                Map.of(
                        "tunable",
                        Set.of("labels"),
                        "tunable-labels-weight-1-calm-yes",
                        Set.of("labels", "calm conv4")));
        Map<String, String> plain =
                NetworkCard.read(folder.resolve("tunable-seed1.json")).settings();
        assertEquals(plain.get("labels-weight"), "3");
        assertEquals(plain.get("calm"), "no");
    }

    @Test
    public void aFlagOfOneRecipeIsLeftAloneByTheOthers() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "student", TUNABLE, "--layer", "conv3")).succeeded();
        Path alone = Cli.fresh();
        Cli.run(Cli.train(alone, "student")).succeeded();
        assertEquals(
                Files.readAllBytes(folder.resolve("student-seed1.safetensors")),
                Files.readAllBytes(alone.resolve("student-seed1.safetensors")));
        assertFalse(NetworkCard.read(folder.resolve("student-seed1.json"))
                .settings()
                .containsKey("layer"));
    }

    @Test
    public void studentsThatDifferInAnOptionAreComparedAsDifferentOnes() throws IOException {
        Path folder = Cli.fresh();
        List<String> words = Cli.tiny(
                "compare", folder, TUNABLE, TUNABLE + ":layer=conv3", TUNABLE + ":layer=conv4", "--seeds", "1");
        Cli.run(words).succeeded();
        String table = Files.readString(folder.resolve("table.csv"));
        assertTrue(table.contains(TUNABLE + ":layer=conv3") && table.contains(TUNABLE + ":layer=conv4"), table);
        List<Path> weights;
        try (var files = Files.list(folder.resolve("weights"))) {
            weights = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
        assertEquals(weights.size(), 3, weights.toString());
        assertEquals(Files.readAllBytes(weights.get(0)).length, Files.readAllBytes(weights.get(1)).length);
        long different = weights.stream().map(OwnOptionsTest::bytes).distinct().count();
        assertEquals(different, 2, "the one by default is the one that says so");
        String again = Cli.run(words).succeeded().out();
        assertTrue(again.contains("3 students were finished before"), again);
    }

    private static String bytes(Path file) {
        try {
            return java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {TUNABLE + " --labels-weight 0", "--labels-weight must be a number above 0, got \"0\""},
            {TUNABLE + " --before 1.5", "--before must be a whole number from 0 to 5, got \"1.5\""},
            {TUNABLE + " --layer conv9", "--layer must be conv3 or conv4, got \"conv9\""},
            {TUNABLE + ":calm=maybe", "calm must be yes or no, got \"maybe\""},
            {TUNABLE + ":stages=two", "has no option \"stages\"; it has epochs (a whole number from 1 to 100000)"},
            {TUNABLE + " --stages two", "--stages: none of these recipes has this option; there are tunable with"},
            {"student --layer conv3", "Unknown option"},
            {
                Clashing.class.getName(),
                "Recipe \"" + Clashing.class.getName()
                        + "\" declares an option \"batch\", but --batch is the command's own; it wants another name"
            },
            {
                Forgetful.class.getName(),
                "Recipe \"forgetful\" reads the option \"labels-weight\", which it does not declare; it declares"
                        + " [learning-rate, epochs]"
            },
        };
    }

    @Test(dataProvider = "refused")
    public void whatCannotBeChosenIsRefusedInOneLine(String words, String message) {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, words.split(" ", -1))).refused(message);
        assertFalse(Files.exists(folder));
    }
}
