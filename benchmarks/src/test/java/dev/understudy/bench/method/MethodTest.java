package dev.understudy.bench.method;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.bench.Target;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.objective.Crd;
import dev.understudy.objective.logits.MultiLevelLogits;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.FeatureRecipes;
import dev.understudy.recipes.LogitRecipes;
import dev.understudy.recipes.PublishedRecipes;
import dev.understudy.recipes.RelationRecipes;
import dev.understudy.recipes.TeacherFreeRecipes;
import dev.understudy.recipes.ViewRecipes;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which methods are measured, what of them, and that there is a value and a gradient to measure. */
public class MethodTest {

    private static final Task TASK = BenchSizes.of(true).task(0.25);

    @Test
    public void everyPublishedMethodIsMeasuredOrLeftOutForAReason() {
        List<RecipeBook> books = List.of(
                new LogitRecipes(),
                new FeatureRecipes(),
                new PublishedRecipes(),
                new RelationRecipes(),
                new TeacherFreeRecipes(),
                new ViewRecipes());
        TreeSet<String> published =
                new TreeSet<>(List.of("kd", "channel", "spatial", "both", "activation", "attention"));
        books.forEach(book -> book.recipes().stream().map(Recipe::name).forEach(published::add));
        TreeSet<String> here = new TreeSet<>(Method.LEFT_OUT.keySet());
        Method.ALL.forEach(method -> assertTrue(here.add(method.name()), method.name()));
        assertEquals(here, published);
    }

    @Test
    public void whatIsMeasuredIsTheMethodAlone() {
        assertEquals(method("kd").objectives(TASK), List.of(new SoftTargets(4)));
        assertEquals(method("kd").beside(TASK), List.of("labels"));
        assertEquals(method("srd").objectives(TASK).size(), 1);
        assertEquals(method("srd").beside(TASK), List.of("labels", "soft targets"));
        assertEquals(method("label-smoothing").objectives(TASK).size(), 1);
        assertEquals(method("label-smoothing").beside(TASK), List.of());
        assertEquals(method("vid").objectives(TASK).size(), 4);
        assertEquals(method("fsp").beside(TASK), List.of());
        assertEquals(method("ft").beside(TASK), List.of("labels"));
        assertTrue(method("crd").objectives(TASK).get(0) instanceof Crd);
        assertEquals(method("mlkd").objectives(TASK).size(), 2 * MultiLevelLogits.Level.values().length);
    }

    @Test
    public void matricesOfProductsAreToBeTwiceAsFast() {
        assertEquals(method("nst").wanted(), Target.ratioAtLeast(2));
        assertEquals(method("dkd").wanted(), Target.ratioAtLeast(1));
    }

    @DataProvider
    public Object[][] methods() {
        return Method.ALL.stream().map(method -> new Object[] {method}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "methods")
    public void eachHasTheSameValueAgainAndAGradient(Method method) {
        try (OurMethod ours = new OurMethod(method, TASK, 4, 50)) {
            float value = ours.value();
            float[] once = ours.gradient();
            assertTrue(Float.isFinite(value), "" + value);
            assertTrue(length(once) > 0, Arrays.toString(once));
            assertEquals(ours.value(), value, 1e-4 * Math.abs(value));
            float[] twice = ours.gradient();
            IntStream.range(0, once.length)
                    .forEach(i -> assertEquals(twice[i], 2 * once[i], 1e-3 * length(once), "gradients add up"));
        }
    }

    private static double length(float[] numbers) {
        return Math.sqrt(IntStream.range(0, numbers.length)
                .mapToDouble(i -> (double) numbers[i] * numbers[i])
                .sum());
    }

    private static Method method(String name) {
        return Stream.of(Method.ALL)
                .flatMap(List::stream)
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
