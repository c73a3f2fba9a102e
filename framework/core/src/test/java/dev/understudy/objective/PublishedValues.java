package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Values and gradients that methods' own published code computes, from a test's {@code published.json}. */
public final class PublishedValues {

    private final JsonNode all;

    private PublishedValues(JsonNode all) {
        this.all = all;
    }

    public static PublishedValues of(Class<?> test) {
        try (InputStream file = test.getResourceAsStream("published.json")) {
            return new PublishedValues(new JsonMapper().readTree(Objects.requireNonNull(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Compares value and gradient.
     *
     * @param name of the published numbers
     * @param batch which one of them
     * @param slope ours
     * @param factor what ours is multiplied by
     * @param tolerance as a part of the value, and of the largest number of the gradient
     */
    public void compare(String name, int batch, Slope slope, double factor, double tolerance) {
        double value = of(name, batch).get("value").asDouble();
        assertEquals(factor * slope.value(), value, tolerance * Math.abs(value), name);
        compareGradient(name, batch, slope, factor, tolerance);
    }

    /** The gradient alone. */
    public void compareGradient(String name, int batch, Slope slope, double factor, double tolerance) {
        double[] gradient = StreamSupport.stream(of(name, batch).get("gradient").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        assertEquals(slope.size(), gradient.length, name);
        double steepest = 0;
        for (double number : gradient) {
            steepest = Math.max(steepest, Math.abs(number));
        }
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(factor * slope.gradient(i), gradient[i], tolerance * steepest, name + " at " + i);
        }
    }

    private JsonNode of(String name, int batch) {
        return Objects.requireNonNull(all.get(name), name).get(batch);
    }
}
