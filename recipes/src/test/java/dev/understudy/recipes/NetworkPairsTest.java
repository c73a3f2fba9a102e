package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Distillation;
import dev.understudy.EpochResult;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Outcome;
import dev.understudy.Refusal;
import dev.understudy.SameBits;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Splits;
import dev.understudy.network.TaskNetworks;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.source.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Recipes on pairs of the benchmark's networks, on two images of each class of "shapes" in two batches. */
public final class NetworkPairsTest {

    private static final Splits SPLITS =
            Datasets.open("shapes", DataOptions.defaults().trainSize(20));
    private static final ImageData IMAGES = new ImageData(new Splits(
            "shapes", SPLITS.train(), first(SPLITS.validation(), 0), first(SPLITS.test(), 4), SPLITS.normalization()));
    private static final TrainingData TRAINING_DATA = IMAGES.trainingData(10, 1);
    private static final double WIDTH = 0.125;

    /** They compare groups one with one. */
    private static final Set<String> BY_GROUPS = Set.of("vid", "nst", "ab", "ofd", "fsp", "reviewkd");

    /** They read logits alone. */
    private static final Set<String> LOGITS = Set.of(
            "student",
            "teacher",
            "kd",
            "dkd",
            "nkd",
            "dist",
            "lskd",
            "ttm",
            "wttm",
            "abkd",
            "rld",
            "ctkd",
            "mlkd",
            "kd-mixup",
            "dot",
            "label-smoothing",
            "tf-kd",
            "ensemble",
            "mean-teacher",
            "dml");

    private final Map<String, Teacher> teachers = new LinkedHashMap<>();

    private static Images first(Images images, int count) {
        return images.subset(IntStream.range(0, count).toArray());
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        teachers.values().forEach(Teacher::close);
    }

    private static Task task(String pair) {
        return IMAGES.task(WIDTH).withNetworks(NetworkPair.of(pair));
    }

    private static List<Recipe> taking() {
        return Recipes.all().values().stream().filter(Recipe::takesNetworks).toList();
    }

    /** All recipes on two networks of one family, those that read layers on others. */
    @DataProvider
    public static Iterator<Object[]> pairs() {
        List<Object[]> all = new ArrayList<>();
        for (String pair : List.of(
                "resnet14:resnet8", "wrn-16-2:wrn-16-1", "vgg11:vgg8", "resnet8x4:shufflenetv1", "vgg8:mobilenetv2")) {
            for (Recipe recipe : taking()) {
                boolean fsp = recipe.name().equals("fsp")
                        && !Set.of("resnet14:resnet8", "vgg11:vgg8").contains(pair);
                if (!fsp && (pair.equals("resnet14:resnet8") || !LOGITS.contains(recipe.name()))) {
                    all.add(new Object[] {pair, recipe.name()});
                }
            }
        }
        for (String name : List.of("crd", "ofd", "simkd")) {
            all.add(new Object[] {"resnet50:vgg8", name});
        }
        all.add(new Object[] {"resnet8:shufflenetv2", "reviewkd"});
        // Groups of other numbers.
        for (String name : List.of("kd", "crd", "sp", "ft", "channel", "both", "srrl", "cat-kd", "norm", "mgd")) {
            all.add(new Object[] {"vgg8:resnet8", name});
        }
        return all.iterator();
    }

    @Test(dataProvider = "pairs")
    public void trains(String pair, String name) throws IOException {
        Distillation distillation = distillation(pair, name);
        try (TrainedStudent trained = distillation.train(TRAINING_DATA)) {
            for (EpochResult epoch : trained.getHistory()) {
                assertTrue(Double.isFinite(epoch.loss()), epoch.toString());
            }
            String network = Recipes.named(name).student(task(pair)).name();
            assertEquals(trained.getName(), network);
            NetworkPair names = NetworkPair.of(pair);
            assertTrue(network.startsWith(name.equals("teacher") ? names.teacher() : names.student()), network);
        }
    }

    private Distillation distillation(String pair, String name) {
        Recipe recipe = Recipes.named(name);
        Task task = task(pair);
        OptionValues values = recipe.defaults().epochs(1).learningRate(0.001);
        Map<String, Teacher> its = new LinkedHashMap<>();
        recipe.teachers(task).forEach((role, network) -> its.put(role, teacher(pair, role)));
        return recipe.withTeachers(task, values, its);
    }

    private Teacher teacher(String pair, String role) {
        Task task = task(pair);
        return teachers.computeIfAbsent(NetworkPair.of(pair).teacher() + " " + role, key -> TrainedStudent.untrained(
                        TaskNetworks.of(task).getTeacher(), task.input(), role.length(), Device.cpu())
                .asTeacher());
    }

    @DataProvider
    public static Object[][] built() {
        return new Object[][] {
            {"simkd", "resnet14:wrn-16-1"},
            {"norm", "resnet14:wrn-16-1"},
            {"ab", "vgg8:vgg8"},
            {"channel", "resnet14:resnet8"}
        };
    }

    @Test(dataProvider = "built")
    public void goesOnAndIsInAGroupAsAlone(String name, String pair) throws IOException {
        Outcome outcome = SameBits.check(() -> distillation(pair, name), TRAINING_DATA, 2);
        assertFalse(outcome.history().isEmpty());
    }

    @Test(dataProvider = "built")
    public void anotherPairIsAnotherStudent(String name, String pair) {
        Map<String, String> one = identity(name, pair);
        assertEquals(identity(name, pair), one);
        String student = NetworkPair.of(pair).student();
        String other = student.equals("vgg8") ? "vgg11" : "resnet20";
        assertNotEquals(identity(name, "resnet8:" + student.replace("vgg8", "resnet14")), one);
        assertNotEquals(identity(name, NetworkPair.of(pair).teacher() + ":" + other), one);
    }

    private Map<String, String> identity(String name, String pair) {
        Identity identity = Identity.of(distillation(pair, name), TRAINING_DATA);
        assertEquals(identity.getUnknown(), List.of());
        return identity.getSettings();
    }

    @Test
    public void recipesWithNetworksOfTheirOwnAreRefused() {
        List<String> others = Recipes.all().values().stream()
                .filter(recipe -> recipe.getClass().getPackage().equals(Recipes.class.getPackage()))
                .filter(recipe -> !recipe.takesNetworks())
                .map(Recipe::name)
                .toList();
        assertEquals(others.size(), 12, others.toString());
        for (String name : others) {
            Recipe recipe = Recipes.named(name);
            assertEquals(
                    Refusal.of(() -> recipe.distillation(
                            task("resnet14:resnet8"), recipe.defaults(), teacher("resnet14:resnet8", Sources.TEACHER))),
                    "\"" + name + "\" has networks of its own and takes no others, got resnet14:resnet8");
        }
    }

    @Test
    public void groupsThatCannotBeComparedAreRefusedBeforeAnythingIsTrained() {
        Set<String> refused = new TreeSet<>();
        for (Recipe recipe : taking()) {
            try {
                recipe.stages(task("vgg8:resnet8"), recipe.defaults());
            } catch (InputException e) {
                assertTrue(
                        Objects.requireNonNullElse(e.getMessage(), "").startsWith("Groups of layers are compared"),
                        e.getMessage());
                refused.add(recipe.name());
            }
        }
        assertEquals(refused, BY_GROUPS);
        Recipe flow = Recipes.named("fsp");
        Refusal.assertBegins(
                Refusal.of(() -> flow.stages(task("resnet8x4:resnet8"), flow.defaults())),
                "Layers of as many channels are compared");
        Recipe overhaul = Recipes.named("ofd");
        Refusal.assertBegins(
                Refusal.of(() -> overhaul.stages(task("shufflenetv2:resnet8"), overhaul.defaults())),
                "\"layer1/block3/branches\" of shufflenetv2 ends with no batch norm");
    }
}
