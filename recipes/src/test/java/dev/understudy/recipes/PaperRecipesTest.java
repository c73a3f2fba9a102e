package dev.understudy.recipes;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TrainingProgress;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.AttentionMap;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Knowledge;
import dev.understudy.objective.Norm;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PaperRecipesTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final double EXACT = 1e-12;
    private static final List<String> KNOWLEDGE = List.of("channel", "spatial", "both", "activation", "attention");
    private static final List<String> BASELINES = List.of("student", "student-augmented", "teacher", "kd");

    @Test
    public void everyRowOfTheTablesAndEveryBaselineIsListedOnce() {
        List<String> wanted = new ArrayList<>(BASELINES);
        wanted.addAll(KNOWLEDGE);
        KNOWLEDGE.forEach(name -> wanted.add("augmented-" + name));
        KNOWLEDGE.forEach(name -> wanted.add("self-guided-" + name));
        List<String> names =
                new PaperRecipes().recipes().stream().map(Recipe::name).toList();
        assertEquals(names, wanted);
        assertEquals(new HashSet<>(names).size(), names.size());
        new PaperRecipes()
                .recipes()
                .forEach(recipe -> assertFalse(recipe.description().isBlank(), recipe.name()));
    }

    /** Every taught recipe in every scheme, with and without soft targets, by every norm, at both scales. */
    @DataProvider
    public Object[][] cells() {
        List<Object[]> cells = new ArrayList<>();
        for (Recipe recipe : new PaperRecipes().recipes()) {
            OptionValues values = recipe.defaults().epochs(9);
            if (BASELINES.contains(recipe.name())) {
                cells.add(new Object[] {recipe.name(), values});
                continue;
            }
            for (PaperOptions.Scheme scheme : PaperOptions.Scheme.values()) {
                for (boolean soft : new boolean[] {false, true}) {
                    for (Norm norm : Norm.values()) {
                        for (PaperOptions.Scale scale : PaperOptions.Scale.values()) {
                            cells.add(new Object[] {
                                recipe.name(),
                                values.with(PaperOptions.STAGES, scheme)
                                        .with(PaperOptions.SOFT_TARGETS, soft)
                                        .with(PaperOptions.NORM, norm)
                                        .with(PaperOptions.SCALE, scale)
                            });
                        }
                    }
                }
            }
        }
        return cells.toArray(new Object[0][]);
    }

    @Test(dataProvider = "cells")
    public void aCellHasThePapersObjectivesAndWeights(String name, OptionValues values) {
        List<Stage> stages = recipe(name).stages(TASK, values);
        if (BASELINES.contains(name)) {
            assertEquals(stages.size(), 1);
            assertClassLoss(stages.get(0), 1, name.equals("kd"), 0);
            return;
        }
        boolean two = values.get(PaperOptions.STAGES) == PaperOptions.Scheme.TWO;
        boolean classScale = values.get(PaperOptions.SCALE) == PaperOptions.Scale.CLASS;
        assertEquals(stages.size(), two ? 2 : 1);
        Stage last = stages.get(stages.size() - 1);
        Stage.Weighted knowledge = requireNonNull(stages.get(0).getObjectives().get(form(name)));
        assertEquals(knowledge.objective(), knowledge(name, values.get(PaperOptions.NORM)));
        assertEquals(knowledge.weight(), two || !classScale ? 1 : 10, EXACT);
        assertClassLoss(last, two || classScale ? 1 : 0.1, values.get(PaperOptions.SOFT_TARGETS), two ? 0 : 1);
        if (two) {
            assertEquals(stages.get(0).getObjectives().keySet(), Set.of(form(name)));
        }
    }

    @Test(dataProvider = "cells")
    public void theFirstOfTwoStagesEndsAtTheGuidedLayerAndReadsNoLogits(String name, OptionValues values) {
        List<Stage> stages = recipe(name).stages(TASK, values);
        Stage last = stages.get(stages.size() - 1);
        assertNull(last.getEnd());
        assertEquals(last.getEpochs(), 9);
        assertTrue(last.needs().readsStudentLogits());
        if (stages.size() == 2) {
            Stage first = stages.get(0);
            assertEquals(first.getEnd(), guided(name));
            assertEquals(first.getEpochs(), 3);
            assertFalse(first.needs().readsStudentLogits());
            assertFalse(first.needs().readsTeacherLogits());
            assertEquals(first.needs().getStudentTaps(), Set.of(guided(name)));
            assertEquals(first.needs().getTeacherTaps(), Set.of(PaperNetworks.GUIDING));
        }
    }

    @Test(dataProvider = "cells")
    public void theTraitsSayWhatTheStagesDo(String name, OptionValues values) {
        Recipe recipe = recipe(name);
        List<Stage> stages = recipe.stages(TASK, values);
        Recipe.Traits traits = recipe.traits(values);
        boolean baseline = BASELINES.contains(name);
        assertEquals(traits.knowledge(), baseline ? "none" : form(name));
        assertEquals(traits.stages(), stages.size() == 2 ? "two" : "single");
        assertEquals(
                traits.softTargets(),
                stages.get(stages.size() - 1).getObjectives().containsKey("soft targets"));
        assertEquals(traits.selfTaught(), name.startsWith("self-guided"));
        assertEquals(
                traits.norm(), baseline ? "" : values.get(PaperOptions.NORM).option());
    }

    @Test
    public void everyRecipeHasTheNetworksOfItsRow() {
        for (Recipe recipe : new PaperRecipes().recipes()) {
            String name = recipe.name();
            boolean alone = BASELINES.contains(name) && !name.equals("kd");
            String student = name.startsWith("augmented")
                    ? "student-augmented"
                    : name.startsWith("self-guided") ? "student-self-guided" : alone ? name : "student";
            assertEquals(recipe.student(TASK).name(), student, name);
            Student teacher = recipe.teacher(TASK);
            assertEquals(
                    teacher == null ? "none" : teacher.name(),
                    alone ? "none" : name.startsWith("augmented") ? "teacher-augmented" : "teacher",
                    name);
            assertEquals(recipe.stages(TASK, recipe.defaults()).get(0).needs().readsTeacher(), !alone, name);
        }
    }

    @Test
    public void theFirstStageTakesAThirdOfTheEpochsButAtLeastOne() {
        OptionValues two = values("channel").with(PaperOptions.STAGES, PaperOptions.Scheme.TWO);
        Map<Integer, Integer> wanted = Map.of(1, 1, 2, 1, 3, 1, 5, 2, 30, 10, 100, 33);
        wanted.forEach((epochs, first) -> assertEquals(
                recipe("channel").stages(TASK, two.epochs(epochs)).get(0).getEpochs(), first.intValue()));
    }

    @Test
    public void theLengthOfTheFirstStageIsChosen() {
        OptionValues two = values("channel").epochs(10).with(PaperOptions.STAGES, PaperOptions.Scheme.TWO);
        Map<Double, Integer> wanted =
                Map.of(0.01, 1, 0.04, 1, 0.15, 2, 0.5, 5, 1.0, 10, 2.5, 25, 1e300, Integer.MAX_VALUE);
        wanted.forEach((part, first) -> {
            List<Stage> stages = recipe("channel").stages(TASK, two.with(PaperOptions.FIRST_STAGE, part));
            assertEquals(stages.get(0).getEpochs(), first.intValue());
            assertEquals(stages.get(1).getEpochs(), 10, "on top of them");
        });
    }

    @Test
    public void alphaBetaAndTheTemperatureReachTheStages() {
        for (String name : List.of("channel", "augmented-activation", "self-guided-channel")) {
            // L_class = 0.25 L_GT + 0.75 L_KD; L_class + L_know / 0.5; L_know + 0.5 L_class.
            OptionValues values =
                    classLoss(name).with(PaperOptions.SOFT_TARGETS, true).with(PaperOptions.BETA, 0.5);
            assertWeights(name, values, 2.0, 0.25, 0.75);
            assertWeights(name, values.with(PaperOptions.SCALE, PaperOptions.Scale.KNOWLEDGE), 1.0, 0.125, 0.375);
        }
        assertWeights("kd", classLoss("kd"), null, 0.25, 0.75);
        // Without soft targets alpha is not read.
        Stage labels = recipe("channel").stages(TASK, classLoss("channel")).get(0);
        assertEquals(requireNonNull(labels.getObjectives().get("labels")).weight(), 1.0);
    }

    @Test
    public void theDefaultsAreThePapersAndOurs() {
        assertEquals(
                recipe("channel").defaults().getTexts().toString(),
                "{stages=single, soft-targets=no, norm=squared, scale=class, epochs=30, learning-rate=0.1,"
                        + " temperature=4, alpha=0.3, beta=0.1, first-stage=0.3333333333333333,"
                        + " schedule=cosine, nesterov=no}");
        assertEquals(
                recipe("kd").defaults().getTexts().toString(),
                "{epochs=30, learning-rate=0.1, temperature=4, alpha=0.3, schedule=cosine, nesterov=no}");
        for (String alone : List.of("student", "student-augmented", "teacher")) {
            assertEquals(
                    recipe(alone).defaults().getTexts().toString(),
                    "{epochs=30, learning-rate=0.1, schedule=cosine, nesterov=no}");
        }
        assertEquals(
                SoftTargets.standard(), new SoftTargets(recipe("kd").defaults().get(PaperOptions.TEMPERATURE)));
    }

    private static OptionValues classLoss(String name) {
        return values(name).with(PaperOptions.ALPHA, 0.25).with(PaperOptions.TEMPERATURE, 2.0);
    }

    @Test(dataProvider = "cells")
    public void everyStageBeginsAtTheChosenLearningRateAndEndsAtZero(String name, OptionValues values) {
        for (double rate : new double[] {0.1, 0.03}) {
            for (Stage stage : recipe(name).stages(TASK, values.learningRate(rate))) {
                Schedule schedule = stage.getSchedule();
                assertEquals(schedule.at(new TrainingProgress(0, 4, 0, 10)), rate);
                assertEquals(schedule.at(new TrainingProgress(2, 4, 0, 10)), rate / 2, EXACT);
                assertEquals(schedule.at(new TrainingProgress(4, 4, 0, 10)), 0, EXACT);
            }
        }
    }

    private static void assertWeights(
            String name, OptionValues values, @Nullable Double knowledge, double labels, double soft) {
        Map<String, Stage.Weighted> objectives =
                recipe(name).stages(TASK, values).get(0).getObjectives();
        assertEquals(requireNonNull(objectives.get("labels")).weight(), labels, EXACT);
        Stage.Weighted targets = requireNonNull(objectives.get("soft targets"));
        assertEquals(targets.weight(), soft, EXACT);
        assertEquals(targets.objective(), new SoftTargets(values.get(PaperOptions.TEMPERATURE)));
        Stage.Weighted taught = objectives.get(form(name));
        assertEquals(taught == null ? null : taught.weight(), knowledge);
    }

    /** L_class = alpha L_GT + (1 - alpha) L_KD, alpha = 0.3 with soft targets and 1 without (eq. 5). */
    private static void assertClassLoss(Stage stage, double weight, boolean soft, int others) {
        Map<String, Stage.Weighted> objectives = new LinkedHashMap<>(stage.getObjectives());
        Stage.Weighted labels = requireNonNull(objectives.remove("labels"));
        assertEquals(labels.objective(), new CrossEntropy());
        assertEquals(labels.weight(), soft ? 0.3 * weight : weight, EXACT);
        Stage.Weighted targets = objectives.remove("soft targets");
        assertEquals(targets != null, soft);
        if (targets != null) {
            assertEquals(targets.objective(), new SoftTargets(4));
            assertEquals(targets.weight(), 0.7 * weight, EXACT);
        }
        assertEquals(objectives.size(), others);
    }

    private static Knowledge knowledge(String name, Norm norm) {
        StudentTap student = guided(name);
        return switch (form(name)) {
            case "channel" -> new Correlation(Correlation.Form.CHANNEL, student, PaperNetworks.GUIDING, norm);
            case "spatial" -> new Correlation(Correlation.Form.SPATIAL, student, PaperNetworks.GUIDING, norm);
            case "both" -> new Correlation(Correlation.Form.BOTH, student, PaperNetworks.GUIDING, norm);
            case "activation" -> new ActivationMatching(student, PaperNetworks.GUIDING, norm);
            default -> new AttentionMap(student, PaperNetworks.GUIDING, norm);
        };
    }

    private static StudentTap guided(String name) {
        return new StudentTap(name.startsWith("self-guided") ? "conv4/guided" : "conv4");
    }

    private static String form(String name) {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    private static OptionValues values(String name) {
        return recipe(name).defaults().epochs(9);
    }

    private static Recipe recipe(String name) {
        return new PaperRecipes()
                .recipes().stream()
                        .filter(recipe -> recipe.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
