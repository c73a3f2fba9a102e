package dev.understudy.objective.features;

import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.logits.SoftTargets;
import java.util.List;
import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Settings and maps that methods of features have no meaning for. */
public final class RefusedFeaturesTest {

    private static final StudentTap STUDENT = FeatureBatch.FIRST;
    private static final TeacherTap TEACHER = FeatureBatch.TEACHER_FIRST;

    @DataProvider
    public static Object[][] refused() {
        List<StudentTap> taps = FeatureBatch.TAPS;
        List<TeacherTap> two = FeatureBatch.TEACHER_TAPS;
        return new Object[][] {
            refusal(() -> new Vid(STUDENT, TEACHER, 0), "variance of VID"),
            refusal(() -> new ClassMaps(STUDENT, TEACHER, 0, ClassMaps.Scale.UNIT), "1 x 1 or more, got 0"),
            refusal(() -> new Srrl(STUDENT, TEACHER, -1, 1), "weight of SRRL's features must be at least 0"),
            refusal(() -> new LogDistance(STUDENT, TEACHER, 1), "power of SRD"),
            refusal(() -> new WassersteinFeatures(STUDENT, TEACHER, 4, 0), "got 0"),
            refusal(() -> new WassersteinFeatures(STUDENT, TEACHER, Double.NaN, 1), "ratio of WKD-F"),
            refusal(() -> NToOne.transform(3, 2, 0), "1 slice or more, got 3, 2 and 0"),
            refusal(() -> ActivationBoundaries.of(taps, List.of(TEACHER)), "AB needs as many layers"),
            refusal(() -> ActivationBoundaries.of(List.of(), List.of()), "AB needs as many layers"),
            refusal(() -> new ActivationBoundaries(taps, two, 0), "margin of AB must be above 0"),
            refusal(() -> new Overhaul(taps, two, List.of(TEACHER)), "OFD needs a batch norm for each layer"),
            refusal(() -> new MaskedGeneration(STUDENT, TEACHER, 1), "masked part of MGD"),
            refusal(() -> sdd(List.of(), 2), "one number or more of rows and columns, each 2 or more, got []"),
            refusal(() -> sdd(List.of(2, 1), 2), "got [2, 1]; the whole image is always there"),
            refusal(() -> sdd(List.of(2), -1), "weight of SDD's complementary parts must be at least 0"),
        };
    }

    private static ScaleDecoupledKd sdd(List<Integer> sides, double complementary) {
        return new ScaleDecoupledKd(STUDENT, TEACHER, sides, SoftTargets.standard(), complementary);
    }

    private static Object[] refusal(ThrowingRunnable made, String message) {
        return new Object[] {made, message};
    }

    @Test(dataProvider = "refused")
    public void whatHasNoMeaningIsRefused(ThrowingRunnable made, String message) {
        String said = String.valueOf(expectThrows(InputException.class, made).getMessage());
        assertTrue(said.contains(message), said);
    }

    @Test
    public void mapsThatCannotBeComparedAreRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            refuse(manager.ones(new Shape(1, 3, 2, 2)), manager.ones(new Shape(1, 2, 2, 2)));
        }
    }

    private static void refuse(NDArray three, NDArray two) {
        for (ThrowingRunnable compared : List.<ThrowingRunnable>of(
                () -> ClassMaps.of(STUDENT, TEACHER).distance(three, two),
                () -> new NToOne(STUDENT, TEACHER).distance(three, two),
                () -> ActivationBoundaries.of(List.of(STUDENT), List.of(TEACHER))
                        .distance(three, two),
                () -> Overhaul.distance(three, two, two),
                () -> WassersteinFeatures.of(STUDENT, TEACHER).distance(three, two),
                () -> MaskedGeneration.distance(three, two))) {
            String said =
                    String.valueOf(expectThrows(InputException.class, compared).getMessage());
            assertTrue(said.contains("(1, 3, 2, 2)") && said.contains("(1, 2, 2, 2)"), said);
        }
    }
}
