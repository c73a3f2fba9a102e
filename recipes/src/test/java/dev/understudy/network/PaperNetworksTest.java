package dev.understudy.network;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Student;
import dev.understudy.Tap;
import dev.understudy.measure.Inspection;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PaperNetworksTest {

    private static final Shape COLOUR = new Shape(3, 32, 32);
    private static final Shape DIGIT = new Shape(1, 28, 28);

    /** A network by its name, which the reports of the tests show. */
    private record Named(String name, Function<Task, Student> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Named TEACHER = new Named("teacher", PaperNetworks::teacher);
    private static final Named STUDENT = new Named("student", PaperNetworks::student);
    private static final Named TEACHER_AUGMENTED = new Named("teacher-augmented", PaperNetworks::teacherAugmented);
    private static final Named STUDENT_AUGMENTED = new Named("student-augmented", PaperNetworks::studentAugmented);
    private static final Named SELF_GUIDED = new Named("student-self-guided", PaperNetworks::selfGuided);

    @DataProvider
    public Object[][] counts() {
        return new Object[][] {
            {TEACHER, 10, 7_648_458L},
            {TEACHER, 100, 7_694_628L},
            {STUDENT, 10, 1_558_986L},
            {STUDENT, 100, 1_605_156L},
            {TEACHER_AUGMENTED, 10, 11_189_450L},
            {TEACHER_AUGMENTED, 100, 11_235_620L},
            {STUDENT_AUGMENTED, 10, 2_745_802L},
            {STUDENT_AUGMENTED, 100, 2_838_052L},
            // Two convolutions 256 -> 512 hold as much as one 256 -> 1024.
            {SELF_GUIDED, 10, 2_745_802L},
            {SELF_GUIDED, 100, 2_838_052L},
        };
    }

    @Test(dataProvider = "counts")
    public void aNetworkHasThePapersNumberOfParameters(Named network, int classes, long wanted) {
        Student made = network.make().apply(new Task(COLOUR, classes, 1));
        assertEquals(made.name(), network.name());
        assertEquals(Inspection.parameters(made, COLOUR), wanted);
    }

    @DataProvider
    public Object[][] convolutions() {
        return new Object[][] {
            {TEACHER, List.of(64, 64, 128, 128, 256, 256, 256, 512, 512, 512)},
            {STUDENT, List.of(64, 128, 256, 512)},
            {TEACHER_AUGMENTED, List.of(64, 64, 128, 128, 256, 256, 256, 1024, 512, 512)},
            {STUDENT_AUGMENTED, List.of(64, 128, 256, 1024)},
            {SELF_GUIDED, List.of(64, 128, 256, 1024)},
        };
    }

    @Test(dataProvider = "convolutions")
    public void theWidthMultipliesEveryNumberOfChannels(Named network, List<Integer> paper) {
        for (double width : new double[] {0.125, 0.0625}) {
            Map<String, Shape> places = places(network, COLOUR, width);
            for (int i = 0; i < paper.size(); i++) {
                String layer = "conv" + (i + 1);
                assertEquals(channels(places, layer), Math.round(paper.get(i) * width), layer + " at width " + width);
            }
            assertTrue(!places.containsKey("conv" + (paper.size() + 1)), "no more than " + paper.size());
        }
    }

    @Test
    public void theNarrowestNetworkKeepsAChannelInEachLayer() {
        places(TEACHER, COLOUR, 0.0001).forEach((path, shape) -> {
            if (shape.dimension() == 4) {
                assertEquals(shape.get(1), 1, path);
            }
        });
    }

    @Test
    public void guidedAndGuidingLayersHaveFourTimesFourLocations() {
        assertEquals(at(STUDENT, PaperNetworks.GUIDED), new Shape(1, 32, 4, 4));
        assertEquals(at(TEACHER, PaperNetworks.GUIDING), new Shape(1, 32, 4, 4));
        assertEquals(at(STUDENT_AUGMENTED, PaperNetworks.GUIDED), new Shape(1, 64, 4, 4));
        assertEquals(at(TEACHER_AUGMENTED, PaperNetworks.GUIDING), new Shape(1, 64, 4, 4));
    }

    @Test
    public void halfOfTheSelfGuidedStudentsLayerIsGuided() {
        assertEquals(at(SELF_GUIDED, PaperNetworks.GUIDED), new Shape(1, 64, 4, 4));
        assertEquals(at(SELF_GUIDED, PaperNetworks.GUIDED_CHANNELS), new Shape(1, 32, 4, 4));
        assertEquals(places(SELF_GUIDED, COLOUR, 0.0625).get("conv4/selfTaught"), new Shape(1, 32, 4, 4));
    }

    @Test
    public void theGuidedLayerIsTheStudentsLastConvolutionAndTheGuidingOneFollowsTheThirdPool() {
        List<String> student = List.copyOf(top(STUDENT));
        List<String> teacher = List.copyOf(top(TEACHER));
        assertEquals(
                student,
                List.of(
                        "conv1", "pool1", "conv2", "pool2", "conv3", "pool3", "conv4", "average", "flatten",
                        "classes"));
        assertEquals(
                teacher,
                List.of(
                        "conv1", "conv2", "pool1", "conv3", "conv4", "pool2", "conv5", "conv6", "conv7", "pool3",
                        "conv8", "conv9", "conv10", "average", "flatten", "classes"));
    }

    @DataProvider
    public Object[][] networks() {
        return new Object[][] {{TEACHER}, {STUDENT}, {TEACHER_AUGMENTED}, {STUDENT_AUGMENTED}, {SELF_GUIDED}};
    }

    @Test(dataProvider = "networks")
    public void digitsOfOneChannelFit(Named network) {
        Map<String, Shape> places = places(network, DIGIT, 0.0625);
        assertEquals(places.get("classes"), new Shape(1, 10));
        assertEquals(places.get("pool3"), new Shape(1, 16, 3, 3));
    }

    private static List<String> top(Named network) {
        return Inspection.of(network.make().apply(new Task(COLOUR, 10, 0.0625)), COLOUR).stream()
                .map(Inspection.Place::path)
                .filter(path -> !path.contains("/"))
                .toList();
    }

    private static Shape at(Named network, Tap tap) {
        Shape shape = places(network, COLOUR, 0.0625).get(tap.path());
        return requireNonNull(shape, "no " + tap + " in " + network);
    }

    private static long channels(Map<String, Shape> places, String layer) {
        Shape shape = places.get(layer);
        return shape == null ? 0 : shape.get(1);
    }

    private static Map<String, Shape> places(Named network, Shape image, double width) {
        return Inspection.of(network.make().apply(new Task(image, 10, width)), image).stream()
                .collect(Collectors.toMap(Inspection.Place::path, Inspection.Place::output));
    }
}
