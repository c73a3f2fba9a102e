package dev.understudy.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Refusal;
import dev.understudy.StudentTap;
import dev.understudy.Tap;
import dev.understudy.TeacherTap;
import dev.understudy.measure.Inspection;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which networks a task has, and where they are looked at. */
public final class TaskNetworksTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.25);

    private static TaskNetworks pair(String names) {
        return TaskNetworks.of(TASK.withNetworks(NetworkPair.of(names)));
    }

    private static List<String> paths(List<? extends Tap> taps) {
        return taps.stream().map(Tap::path).toList();
    }

    @Test
    public void withoutAPairTheyAreThePapers() {
        TaskNetworks networks = TaskNetworks.of(TASK);
        assertEquals(networks.getStudent().name(), "student");
        assertEquals(networks.getTeacher().name(), "teacher");
        assertEquals(paths(networks.getStudentGroups()), List.of("conv1", "conv2", "conv3", "conv4"));
        assertEquals(paths(networks.getStudentMaps()), List.of("conv1", "conv2", "conv3", "conv4"));
        assertEquals(paths(networks.getTeacherGroups()), List.of("conv2", "conv4", "conv7", "conv10"));
        List<String> norms = List.of("conv2/norm", "conv4/norm", "conv7/norm", "conv10/norm");
        assertEquals(paths(networks.getTeacherPreactivations()), norms);
        assertEquals(paths(networks.getTeacherNorms()), norms);
        assertEquals(networks.getGuided(), PaperNetworks.GUIDED);
        assertEquals(networks.getMiddle(), PaperNetworks.GUIDED);
        assertEquals(networks.getStudentEmbedded(), PaperNetworks.GUIDED);
        assertEquals(networks.getGuiding(), PaperNetworks.GUIDING);
        assertEquals(networks.getTeacherEmbedded(), PaperNetworks.GUIDING);
        assertEquals(networks.getTeacherLast(), PaperNetworks.LAST);
        assertEquals(networks.getTeacherAveraged(), PaperNetworks.LAST);
        assertEquals(ExtendedStudents.withTeachersClassifier(networks).name(), "student-with-teachers-classifier");
        networks.checkChannels();
    }

    @Test
    public void ofAPairTheyAreLookedAtWhereTheBenchmarkDoes() {
        TaskNetworks networks = pair("vgg13:mobilenetv2");
        assertEquals(networks.getTeacher().name(), "vgg13");
        assertEquals(networks.getStudent().name(), "mobilenetv2");
        assertEquals(paths(networks.getTeacherMaps()), List.of("relu0", "relu1", "relu2", "relu3", "relu4"));
        assertEquals(paths(networks.getTeacherGroups()), List.of("relu1", "relu2", "relu3", "relu4"));
        assertEquals(
                paths(networks.getTeacherNorms()),
                List.of("block1/norm2", "block2/norm2", "block3/norm2", "block4/norm2"));
        assertEquals(paths(networks.getStudentGroups()), List.of("group1", "group2", "group4", "group6"));
        assertEquals(networks.getGuided(), new StudentTap("group6"));
        assertEquals(networks.getStudentLast(), new StudentTap("group6"));
        assertEquals(networks.getStudentAveraged(), new StudentTap("conv2"));
        assertEquals(networks.getMiddle(), new StudentTap("group4"));
        assertEquals(networks.getStudentEmbedded(), new StudentTap("flatten"));
        assertEquals(networks.getTeacherEmbedded(), new TeacherTap("flatten"));
        assertEquals(networks.getGuiding(), new TeacherTap("relu4"));
        assertEquals(
                paths(pair("resnet14:wrn-16-1").getTeacherNorms()),
                List.of(
                        "layer1/block1/residual/body/norm2",
                        "layer2/block1/residual/body/norm2",
                        "layer3/block1/residual/body/norm2"));
        assertEquals(
                paths(pair("wrn-16-1:resnet8").getTeacherNorms()),
                List.of("block2/block0/norm1", "block3/block0/norm1", "norm"));
    }

    @DataProvider
    public static Object[][] names() {
        return BenchmarkNetwork.all().stream().map(name -> new Object[] {name}).toArray(Object[][]::new);
    }

    /** Every tap is a layer of its network and puts out maps of the channels that are said; the last ones are averaged. */
    @Test(dataProvider = "names")
    public void everyLayerIsThere(String name) {
        Task task = new Task(TASK.input(), 10, 0.125).withNetworks(new NetworkPair(name, name));
        TaskNetworks networks = TaskNetworks.of(task);
        Map<String, Shape> shapes = Inspection.of(networks.getStudent(), task.input()).stream()
                .collect(Collectors.toMap(Inspection.Place::path, Inspection.Place::output, (a, b) -> a));
        List<String> maps = new ArrayList<>(paths(networks.getStudentMaps()));
        Stream.of(networks.getStudentLast(), networks.getStudentAveraged(), networks.getGuided(), networks.getMiddle())
                .map(Tap::path)
                .forEach(maps::add);
        for (String path : maps) {
            Shape shape = at(path, shapes);
            assertEquals(shape.dimension(), 4, path);
            assertEquals(networks.student().channels(path, task), shape.get(1));
        }
        for (Tap tap : networks.getStudentPreactivations()) {
            assertTrue(shapes.containsKey(tap.path()), tap + " in " + shapes.keySet());
        }
        Shape pooled = at(networks.getStudentPooled().path(), shapes);
        Shape averaged = at(networks.getStudentAveraged().path(), shapes);
        assertEquals(pooled, new Shape(1, averaged.get(1)));
        if (name.equals("shufflenetv2")) {
            assertEquals(
                    Refusal.of(networks::getTeacherNorms),
                    "\"layer1/block3/branches\" of shufflenetv2 ends with no batch norm, from whose weights margins could"
                            + " be computed; another teacher is wanted");
        } else {
            for (Tap tap : networks.getTeacherNorms()) {
                assertTrue(shapes.containsKey(tap.path()), tap + " in " + shapes.keySet());
            }
        }
    }

    private static Shape at(String path, Map<String, Shape> shapes) {
        return Objects.requireNonNull(shapes.get(path), () -> path + " in " + shapes.keySet());
    }

    @Test
    public void whatCannotBeComparedIsSaid() {
        assertEquals(
                Refusal.of(() -> pair("vgg8:resnet8").checkGroups()),
                "Groups of layers are compared one with one: the student resnet8 has 3, the teacher vgg8 has 4; another"
                        + " pair is wanted");
        assertEquals(
                Refusal.of(() -> pair("resnet8x4:resnet8").checkChannels()),
                "Layers of as many channels are compared: the student resnet8 has [4, 4, 8, 16], the teacher resnet8x4 has"
                        + " [8, 16, 32, 64]; another pair is wanted");
        pair("resnet110:resnet20").checkChannels();
        Refusal.assertBegins(Refusal.of(() -> pair("resnet9:resnet8")), "No network named \"resnet9\"; there are [");
        assertEquals(
                Refusal.of(() -> NetworkPair.of("resnet8")),
                "Two networks are TEACHER:STUDENT, such as resnet32x4:resnet8x4, got \"resnet8\"");
        Refusal.assertBegins(Refusal.of(() -> NetworkPair.of("a:b:c")), "Two networks are TEACHER:STUDENT");
        Refusal.assertBegins(Refusal.of(() -> NetworkPair.of(":b")), "Two networks are TEACHER:STUDENT");
    }
}
