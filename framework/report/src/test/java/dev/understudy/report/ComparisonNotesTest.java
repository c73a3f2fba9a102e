package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.Comparison;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.TableCell;
import java.util.List;
import org.testng.annotations.Test;

/** Which sentences stand under a comparison. */
public final class ComparisonNotesTest {
    private static final TableCell ALONE = Compared.cell("student", "single", "student", 70, 71, 72);
    private static final TableCell KD = Compared.cell("kd", "single", "kd", 72, 73.1, 74.2);

    @Test
    public void anOrdinaryComparisonSaysHowToReadItAndNothingElse() {
        assertEquals(
                ComparisonNotes.of(Compared.of(ALONE, KD)),
                List.of(
                        "Bold: better than the student alone. The whole 95 % interval of the mean difference, paired by"
                                + " seed, lies above 0.",
                        "Numbers are means ± sample standard deviations (n − 1) over 3 seeds: 1, 2, 3.",
                        "Differences are paired by seed, with 95 % confidence intervals of their means by Student's t;"
                                + " these cover what the seed decides and nothing else.",
                        "Of 1 comparison with the student alone about 0.025 would come out better by chance if no recipe"
                                + " made a difference.",
                        "Chosen on validation: the test accuracy at the epoch with the highest validation accuracy.",
                        "Best on test: at the epoch that is best on the test split itself; optimistic, never to select"
                                + " by."));
    }

    @Test
    public void missingSeedsAreNamed() {
        TableCell two = Compared.cell(
                "channel:stages=two",
                Compared.student("channel:stages=two", 3, 75),
                Compared.student("channel:stages=two", 1, 75));
        TableCell four = Compared.cell("both", Compared.student("both", 4, 75), Compared.student("both", 3, 75));
        List<String> notes = ComparisonNotes.of(Compared.of(ALONE, KD, two, four));
        assertHas(notes, "channel:stages=two has 2 of 4 seeds: 1, 3.");
        assertHas(notes, "kd has 3 of 4 seeds: 1, 2, 3.");
        assertHas(notes, "both shares one seed with the student alone, so their difference has no interval.");
        // kd and channel:stages=two have an interval, both has none
        assertTrue(
                notes.stream()
                        .anyMatch(note -> note.contains("Of 2 comparisons with the student alone about 0.05 would")),
                "" + notes);
    }

    @Test
    public void oneSeedMakesNothingBold() {
        Comparison comparison =
                Compared.of(Compared.cell("student", "single", "student", 70), Compared.cell("kd", "single", "kd", 90));
        assertEquals(
                ComparisonNotes.of(comparison).subList(0, 2),
                List.of(
                        "Nothing is bold: no recipe has two seeds or more in common with the student alone, so no"
                                + " difference can be told from chance.",
                        "There is one seed, 1: no number has a spread and no difference an interval."));
        assertNone(ComparisonNotes.of(comparison), "confidence");
        assertFalse(CellStatistics.all(comparison).get(1).bold());
    }

    @Test
    public void missingReferencesAndValidationAreSaid() {
        TableCell both = Compared.cell("both", Compared.student("both", 1, 75, null));
        List<String> notes = ComparisonNotes.of(Compared.of(List.of(), both));
        assertHas(notes, "There is no cell for the student alone, so there is no difference to it.");
        assertHas(notes, "There is no cell for Knowledge Distillation, so there is no difference to it.");
        assertHas(notes, "No validation accuracy is known for all seeds of a recipe, so nothing is chosen by it.");
    }

    @Test
    public void mixedOriginsAreNamed() {
        Provenance later = Compared.provenance("def456", "Linux aarch64, 8 logical cores");
        TableCell mixed = Compared.cell(
                "both",
                Compared.student("both", 1, 75),
                Compared.student("both", 2, 75, 70.0, later, "b".repeat(64)),
                Compared.student("both", 3, 75, 70.0, later, "c".repeat(64)));
        List<String> notes = ComparisonNotes.of(Compared.of(
                List.of(
                        Compared.teacher("large", Compared.TEACHER, 80, 3),
                        Compared.teacher("large", "b".repeat(64), 80, 3)),
                ALONE,
                KD,
                mixed));
        assertHas(
                notes,
                "Not all students come from the same commit: abc123 for student, kd, both (seed 1); def456 for both"
                        + " (seeds 2, 3).");
        assertHas(
                notes,
                "Not all students were trained on the same machine: Linux amd64, 2 logical cores for student, kd, both"
                        + " (seed 1); Linux aarch64, 8 logical cores for both (seeds 2, 3).");
        assertHas(
                notes,
                "Not all students learned from the same weights of the teacher large: aaaaaaaaaaaa for kd, both (seed 1);"
                        + " bbbbbbbbbbbb for both (seed 2).");
        assertHas(
                notes, "Some students learned from a teacher that is not listed here: cccccccccccc for both (seed 3).");
        assertNone(notes, "engine");
    }

    @Test
    public void aTeacherThatDoesNotLeadOrIsNotCalibratedIsNamed() {
        List<String> notes = ComparisonNotes.of(
                Compared.of(List.of(Compared.teacher("large", Compared.TEACHER, 71, 14.2)), ALONE, KD));
        assertHas(notes, "The teacher large, 71.00, is not better than the student alone, 71.00 ± 1.00.");
        assertHas(
                notes,
                "The teacher large has a calibration error of 14.20 points: its confidence is that far from how often it"
                        + " is right.");
    }

    @Test
    public void badWeightsAreNamedWithBetterOnes() {
        // norms 98 and 0.5 and 1.5: shares 0.98, 0.005, 0.015; the mean is 33.333; weights 33.333/98, 0.1 * 33.333/0.5
        Profile profile = Compared.profile(
                "kd",
                new GradientShare(1, "knowledge", 1, 5, 1, 1),
                new GradientShare(2, "soft targets", 1, 98, 0.98, 100 / 3.0 / 98),
                new GradientShare(2, "labels", 0.1, 0.5, 0.005, 0.1 * 100 / 3 / 0.5),
                new GradientShare(2, "calm", 0.1, 1.5, 0.015, 0.1 * 100 / 3 / 1.5));
        List<String> notes = ComparisonNotes.of(Compared.of(ALONE, Compared.with(KD, null, profile)));
        assertHas(
                notes,
                "Costs were measured with one student at a time, on one machine: Linux amd64, 2 logical cores. Training"
                        + " time is that of the steps; evaluation is left out.");
        assertHas(
                notes,
                "kd: In stage 2, \"soft targets\" makes 98 % of the gradient at the guided layer and drowns the others;"
                        + " the weights 0.34, 6.7, 2.2 in place of 1, 0.1, 0.1 would balance them.");
        assertHas(
                notes,
                "kd: In stage 2, \"labels\" makes 0.5 % of the gradient at the guided layer and counts for nothing;"
                        + " the weights 0.34, 6.7, 2.2 in place of 1, 0.1, 0.1 would balance them.");
        assertNone(notes, "knowledge");
        assertNone(notes, "calm");
    }

    @Test
    public void theVariantToTakeIsNamed() {
        TableCell one = Compared.cell("channel", Compared.student("channel", 1, 80, 74.0));
        TableCell two = Compared.cell("channel:norm=absolute", Compared.student("channel:norm=absolute", 1, 75, 76.0));
        assertHas(
                ComparisonNotes.of(Compared.of(ALONE, KD, one, two)),
                "Of the 2 variants of channel, channel:norm=absolute has the highest mean validation accuracy after the"
                        + " last epoch, 76.00 over 1 seed; its test accuracy is 75.00.");
    }

    private static void assertHas(List<String> notes, String note) {
        assertTrue(notes.contains(note), "\"" + note + "\" is not among " + notes);
    }

    private static void assertNone(List<String> notes, String word) {
        assertTrue(notes.stream().noneMatch(note -> note.contains(word)), word + " in " + notes);
    }
}
