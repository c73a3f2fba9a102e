package dev.understudy.cli;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.History;
import dev.understudy.result.EpochRow;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SchemesTest {

    @Test
    public void twoStagesEndFirstAtTheGuidedLayerWithoutAnAccuracyAndThenLearnTheClasses() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "channel", "--stages", "two", "--soft-targets"))
                .succeeded();
        List<EpochRow> rows = students(folder);
        assertEquals(rows.stream().map(EpochRow::stageName).toList(), List.of("up to conv4", "whole"));
        assertEquals(List.copyOf(rows.get(0).terms().keySet()), List.of("channel"));
        assertNull(rows.get(0).testAccuracy());
        assertEquals(List.copyOf(rows.get(1).terms().keySet()), List.of("labels", "soft targets"));
        assertNotNull(rows.get(1).testAccuracy());
        StudentSummary student =
                RunSummary.read(folder.resolve("summary.json")).students().get(0);
        assertEquals(student.stages(), "two");
        assertTrue(student.softTargets());
    }

    @Test
    public void theSelfGuidedStudentHasSelfTaughtChannelsInEitherScheme() {
        for (String stages : List.of("single", "two")) {
            Path folder = Cli.fresh();
            Cli.run(Cli.train(folder, "self-guided-channel", "--stages", stages))
                    .succeeded();
            StudentSummary student =
                    RunSummary.read(folder.resolve("summary.json")).students().get(0);
            assertTrue(student.selfTaught());
            assertEquals(student.network(), "student-self-guided");
            assertEquals(student.stages(), stages);
            assertEquals(students(folder).get(0).stageName(), stages.equals("two") ? "up to conv4/guided" : "whole");
        }
    }

    @DataProvider
    public Object[][] norms() {
        return new Object[][] {{"squared"}, {"absolute"}, {"euclidean"}};
    }

    @Test(dataProvider = "norms")
    public void everyFormOfKnowledgeIsLearnedByEachNorm(String norm) {
        Path folder = Cli.fresh();
        List<String> forms = List.of("channel", "spatial", "both", "activation", "attention");
        Cli.run(Cli.train(folder, "channel", "spatial", "both", "activation", "attention", "--norm", norm))
                .succeeded();
        List<StudentSummary> students =
                RunSummary.read(folder.resolve("summary.json")).students();
        assertEquals(students.stream().map(StudentSummary::knowledge).toList(), forms);
        students.forEach(student -> assertEquals(student.norm(), norm));
        for (EpochRow row : students(folder)) {
            assertEquals(row.terms().keySet(), Set.of(row.recipe(), "labels"));
            assertTrue(row.terms().getOrDefault(row.recipe(), 0.0) > 0, row.toString());
        }
    }

    @Test
    public void softTargetsAloneAndTheScaleOfTheKnowledgeTrain() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "kd", "channel", "--scale", "knowledge", "--soft-targets"))
                .succeeded();
        List<EpochRow> rows = students(folder);
        assertEquals(List.copyOf(rows.get(0).terms().keySet()), List.of("labels", "soft targets"));
        EpochRow channel = rows.get(1);
        // L_know + 0.1 (0.3 L_GT + 0.7 L_KD)
        assertEquals(
                channel.trainLoss(),
                channel.terms().getOrDefault("channel", 0.0)
                        + 0.03 * channel.terms().getOrDefault("labels", 0.0)
                        + 0.07 * channel.terms().getOrDefault("soft targets", 0.0),
                1e-6);
        assertEquals(RunSummary.read(folder.resolve("summary.json")).settings().get("scale"), "knowledge");
    }

    @Test
    public void variantsOfARecipeStandSideBySideAndAreMeasuredAgain() {
        Path folder = Cli.fresh();
        String two = "channel:stages=two,soft-targets=yes,learning-rate=0.05,first-stage=2";
        Cli.run(Cli.train(
                        folder,
                        "channel",
                        two,
                        "channel:learning-rate=5e-2,soft-targets=yes,first-stage=2.0,stages=TWO"))
                .succeeded();
        String label = "channel-stages-two-soft-targets-yes-learning-rate-0.05-first-stage-2";
        RunSummary summary = RunSummary.read(folder.resolve("summary.json"));
        assertEquals(
                summary.students().stream()
                        .map(student -> student.recipe() + " " + student.stages() + " " + student.softTargets())
                        .toList(),
                List.of("channel single false", label + " two true"));
        assertEquals(summary.settings().get("recipes"), "channel " + two);
        assertEquals(
                students(folder).stream()
                        .map(row -> row.recipe() + " " + row.stageName() + " " + row.epoch())
                        .toList(),
                List.of("channel whole 1", label + " up to conv4 1", label + " up to conv4 2", label + " whole 3"));
        NetworkCard plain = NetworkCard.read(folder.resolve("channel-seed1.json"));
        NetworkCard variant = NetworkCard.read(folder.resolve(label + "-seed1.json"));
        assertEquals(variant.recipe(), "channel");
        assertEquals(variant.settings().get("stages"), "two");
        assertEquals(variant.settings().get("learning-rate"), "0.05");
        assertEquals(plain.settings().get("stages"), "single");
        assertEquals(plain.settings().get("learning-rate"), "0.1");
        String table = Cli.run("evaluate " + folder).succeeded().out();
        assertTrue(table.contains("channel-seed1 ") && table.contains(label + "-seed1 "), table);
    }

    @Test
    public void theNumbersOfTheLossesAreOptions() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(
                        folder, "channel", "--soft-targets", "--alpha", "0.5", "--beta", "0.25", "--temperature", "2"))
                .succeeded();
        EpochRow row = students(folder).get(0);
        // L_class + L_know / beta = 0.5 L_GT + 0.5 L_KD + 4 L_know
        assertEquals(
                row.trainLoss(),
                4 * row.terms().getOrDefault("channel", 0.0)
                        + 0.5 * row.terms().getOrDefault("labels", 0.0)
                        + 0.5 * row.terms().getOrDefault("soft targets", 0.0),
                1e-5);
        RunSummary summary = RunSummary.read(folder.resolve("summary.json"));
        assertEquals(summary.settings().get("alpha"), "0.5");
        assertEquals(summary.settings().get("beta"), "0.25");
        assertEquals(summary.settings().get("temperature"), "2");
    }

    @Test
    public void theAugmentedStudentLearnsFromATeacherOfItsOwn() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "augmented-channel", "--width", "0.03125")).succeeded();
        RunSummary summary = RunSummary.read(folder.resolve("summary.json"));
        assertEquals(requireNonNull(summary.teacher()).network(), "teacher-augmented");
        assertEquals(summary.students().get(0).network(), "student-augmented");
    }

    @Test
    public void aStudentAloneNeedsNoTeacher() {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "student", "--width", "0.03125")).succeeded();
        assertNull(RunSummary.read(folder.resolve("summary.json")).teacher());
    }

    private static List<EpochRow> students(Path folder) {
        return History.readCsv(folder.resolve("history.csv")).rows().stream()
                .filter(row -> row.role().equals(EpochRow.STUDENT))
                .toList();
    }
}
