package dev.understudy.measure;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.Refusal;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import java.util.List;
import java.util.Set;
import org.testng.annotations.Test;

public final class InspectionTest {

    private static final Student STUDENT = Student.of("student", () -> new Layers()
            .add("conv1", Tiny.layer(4))
            .add("conv2", new SelfGuided(Tiny.convolution(3), Tiny.convolution(2)))
            .add("classes", Tiny.classifier(4)));

    private static final Student TEACHER = Student.of("teacher", () -> Tiny.teaching(4));

    @Test
    public void listsEveryPlaceWithShapeParametersAndMultiplyAdds() {
        // conv1/conv: 3 * 4 * 9 = 108 weights, each used at 64 places: 6912; conv1/norm: 4 vectors of 4.
        // conv2/guided: 4 * 3 * 9 = 108, 6912; conv2/selfTaught: 4 * 2 * 9 = 72, 4608; linear: 5 * 4 + 4 = 24, 20.
        assertEquals(
                Inspection.of(STUDENT, TinyImages.INPUT),
                List.of(
                        new Inspection.Place("conv1/conv", new Shape(1, 4, 8, 8), 108, 6912, true),
                        new Inspection.Place("conv1/norm", new Shape(1, 4, 8, 8), 16, 0, true),
                        new Inspection.Place("conv1/relu", new Shape(1, 4, 8, 8), 0, 0, true),
                        new Inspection.Place("conv1", new Shape(1, 4, 8, 8), 124, 0, false),
                        new Inspection.Place("conv2/guided", new Shape(1, 3, 8, 8), 108, 6912, true),
                        new Inspection.Place("conv2/selfTaught", new Shape(1, 2, 8, 8), 72, 4608, true),
                        new Inspection.Place("conv2", new Shape(1, 5, 8, 8), 180, 0, false),
                        new Inspection.Place("classes/pool", new Shape(1, 5), 0, 0, true),
                        new Inspection.Place("classes/flat", new Shape(1, 5), 0, 0, true),
                        new Inspection.Place("classes/linear", new Shape(1, 4), 24, 20, true),
                        new Inspection.Place("classes", new Shape(1, 4), 24, 0, false)));
    }

    @Test
    public void everyPathThatItListsIsATap() {
        for (Inspection.Place place : Inspection.of(TEACHER, TinyImages.INPUT)) {
            try (Teacher teacher = Tiny.teacher();
                    NDManager manager = NDManager.newBaseManager()) {
                TeacherTap tap = new TeacherTap(place.path());
                Activations<TeacherTap> shown = teacher.open(manager, Set.of(tap), false)
                        .forward(new NDList(TinyImages.of(1, 1).data(manager, 0, 1)));
                assertEquals(shown.get(tap).getShape(), place.output());
            }
        }
    }

    @Test
    public void countsANetworksParameters() {
        assertEquals(Inspection.parameters(STUDENT, TinyImages.INPUT), 108 + 16 + 180 + 24);
    }

    @Test
    public void suggestsPlacesOfTheSameShapeDeepestFirst() {
        // Layers of the teacher: conv1 4 x 8 x 8, conv2 3 x 8 x 8, conv3 5 x 4 x 4.
        assertEquals(
                Inspection.pairs(Inspection.of(STUDENT, TinyImages.INPUT), Inspection.of(TEACHER, TinyImages.INPUT)),
                List.of(
                        new Inspection.Pair(
                                new StudentTap("conv2/guided"), new TeacherTap("conv2"), new Shape(1, 3, 8, 8)),
                        new Inspection.Pair(new StudentTap("conv1"), new TeacherTap("conv1"), new Shape(1, 4, 8, 8))));
    }

    @Test
    public void suggestsTheTeachersFirstAndLastPlaceOfAShape() {
        Student deep = Student.of("deep", () -> new Layers()
                .add("a", Tiny.layer(4))
                .add("b", Tiny.layer(4))
                .add("c", Tiny.layer(4)));
        assertEquals(
                Inspection.pairs(Inspection.of(STUDENT, TinyImages.INPUT), Inspection.of(deep, TinyImages.INPUT))
                        .stream()
                        .map(Inspection.Pair::teacher)
                        .toList(),
                List.of(new TeacherTap("a"), new TeacherTap("c")));
    }

    @Test
    public void suggestsNothingWhereNothingFits() {
        Student other = Student.of("other", () -> new Layers().add("only", Tiny.layer(7)));
        assertEquals(
                Inspection.pairs(Inspection.of(STUDENT, TinyImages.INPUT), Inspection.of(other, TinyImages.INPUT)),
                List.of());
    }

    @Test
    public void refusesAnInputThatTheNetworkCannotTake() {
        Refusal.assertBegins(
                Refusal.of(() -> Inspection.of(STUDENT, new Shape(8))),
                "The network cannot take an input of shape (1, 8): ");
        Refusal.assertBegins(
                Refusal.of(() -> Inspection.parameters(STUDENT, new Shape(8))),
                "The network cannot take an input of shape (1, 8): ");
    }
}
