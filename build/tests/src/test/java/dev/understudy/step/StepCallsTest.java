package dev.understudy.step;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.recipe.Recipe;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * What a step asks of its device, counted: nothing is sent there and nothing is read, but for what is said here; on a GPU each
 * of either would stop it.
 */
public class StepCallsTest {

    /** What is drawn for the samples of a batch, and their indices, go there with it. */
    private static final Map<String, Integer> SENT = Map.of("crd", 2, "mgd", 1, "kd-mixup", 2);

    /** The losses, and in a stage's first epoch whether labels have a class each; on a GPU every 50 steps. */
    private static final int LOOKS = 2;

    private Map<String, Map<String, Integer>> counts = Map.of();

    /** One JVM for all recipes. */
    @BeforeClass
    public void count() throws IOException {
        Path scratch = Files.createTempDirectory("understudy-counted");
        counts = new LinkedHashMap<>();
        for (String line : CountedEngine.run(scratch, StepCallsProgram.class, names())) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            Map<String, Integer> own = new TreeMap<>();
            for (String word : words.subList(2, words.size())) {
                String[] pair = word.split("=", -1);
                own.put(pair[0], Integer.parseInt(pair[1]));
            }
            counts.put(words.get(0) + " " + words.get(1), own);
        }
    }

    /** All that train the task's student with one teacher or none. */
    private static String[] names() {
        Set<String> names = new LinkedHashSet<>(List.of(StepCallsProgram.BATCHES));
        Recipes.all().values().stream()
                .filter(recipe -> recipe.takesNetworks() && !recipe.name().equals("ensemble"))
                .map(Recipe::name)
                .forEach(names::add);
        return names.toArray(String[]::new);
    }

    @DataProvider
    public Object[] steps() {
        return counts.keySet().stream()
                .filter(step -> !step.startsWith(StepCallsProgram.BATCHES))
                .toArray();
    }

    @Test
    public void eachRecipeIsCounted() {
        Set<String> counted =
                counts.keySet().stream().map(step -> step.split(" ", -1)[0]).collect(Collectors.toSet());
        assertEquals(counted, Set.of(names()));
    }

    @Test(dataProvider = "steps")
    public void nothingIsSentAndNothingIsRead(String step) {
        Map<String, Integer> own = counts.get(step);
        assertEquals(EngineCalls.transfers(own), (int) SENT.getOrDefault(step.split(" ", -1)[0], 0), own.toString());
        assertTrue(EngineCalls.waits(own) <= LOOKS, own.toString());
    }

    /** Where images start and are flipped, and their labels. */
    @Test
    public void aBatchMadeOnTheDeviceTakesOneTransfer() {
        Map<String, Integer> own = counts.get(StepCallsProgram.BATCHES + " 0");
        assertEquals(EngineCalls.transfers(own), 1, own.toString());
        assertEquals(EngineCalls.waits(own), 0, own.toString());
    }

    /**
     * A student of 22 parameters: 137 before they lay in one array. Each of the teacher's three max pools is one operation on
     * a GPU and six here, on a processor.
     */
    @Test
    public void anUpdateIsAHandfulOfOperations() {
        assertTrue(
                EngineCalls.operations(counts.get("student 1")) <= 50,
                counts.get("student 1").toString());
        assertTrue(
                EngineCalls.operations(counts.get("kd 1")) <= 100,
                counts.get("kd 1").toString());
        assertTrue(
                EngineCalls.operations(counts.get("channel 1")) <= 185,
                counts.get("channel 1").toString());
        assertTrue(
                EngineCalls.operations(counts.get("vid 1")) <= 165,
                counts.get("vid 1").toString());
    }
}
