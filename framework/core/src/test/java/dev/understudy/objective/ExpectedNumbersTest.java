package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Against numbers that src/test/python/objectives.py computed from the paper's formulas in float64. */
public final class ExpectedNumbersTest {

    /** Float32 arithmetic. */
    private static final double TOLERANCE = 5e-6;

    /**
     * Inputs that vary by a thousandth: float32 resolves their differences from the mean to 6e-8 / 1e-3 = 6e-5, and a
     * few such errors add up.
     */
    private static final double TOLERANCE_NEARLY_CONSTANT = 5e-4;

    /**
     * What one comparison must give for one input.
     *
     * @param name the input's
     * @param comparison the comparison's
     * @param input the input
     * @param expected value and gradient
     */
    public record Case(String name, String comparison, JsonNode input, JsonNode expected) {

        @Override
        public String toString() {
            return comparison + ", " + name;
        }
    }

    @DataProvider
    public static Iterator<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream file = ExpectedNumbersTest.class.getResourceAsStream("expected.json")) {
            for (JsonNode input : new JsonMapper().readTree(Objects.requireNonNull(file))) {
                input.get("expected")
                        .properties()
                        .forEach(entry -> cases.add(
                                new Case(input.get("name").asText(), entry.getKey(), input, entry.getValue())));
            }
        }
        return cases.iterator();
    }

    @Test(dataProvider = "cases")
    public void valueAndGradientAreTheOnesComputedIndependently(Case given) {
        Numbers student = numbers(given.input().get("student"));
        Slope slope = Slope.of(
                comparison(given.comparison()), student, numbers(given.input().get("target")));
        double tolerance = given.name().equals("nearly constant") ? TOLERANCE_NEARLY_CONSTANT : TOLERANCE;
        double value = given.expected().get("value").asDouble();
        assertEquals(slope.value(), value, tolerance * value);
        JsonNode gradient = given.expected().get("gradient");
        assertEquals(gradient.size(), student.size());
        double steepest = StreamSupport.stream(gradient.spliterator(), false)
                .mapToDouble(number -> Math.abs(number.asDouble()))
                .max()
                .orElseThrow();
        for (int i = 0; i < student.size(); i++) {
            assertEquals(slope.gradient(i), gradient.get(i).asDouble(), tolerance * steepest, "gradient at " + i);
        }
    }

    private static Discrepancy comparison(String key) {
        String[] words = key.split(" ", 2);
        return switch (words[0]) {
            case "CROSS_ENTROPY" -> new CrossEntropy();
            case "SOFT_TARGETS" -> new SoftTargets(Double.parseDouble(words[1]));
            case "ACTIVATION" -> new ActivationMatching(Sample.STUDENT, Sample.TEACHER, Norm.valueOf(words[1]));
            case "ATTENTION" -> new AttentionMap(Sample.STUDENT, Sample.TEACHER, Norm.valueOf(words[1]));
            default ->
                new Correlation(
                        Correlation.Form.valueOf(words[0]), Sample.STUDENT, Sample.TEACHER, Norm.valueOf(words[1]));
        };
    }

    private static Numbers numbers(JsonNode array) {
        return Numbers.of(new Shape(longs(array.get("shape"))), doubles(array.get("values")));
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
