package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.nn.Block;
import dev.understudy.block.Layers;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.optimizer.ParameterGroup;
import java.util.Optional;
import java.util.function.Supplier;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import theirs.Broken;

/** What a user's own code throws, or gives that is of no use, is said as theirs, in one line that names it. */
public final class UserCodeTest {

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(8, 4);
    private static final String MINE = "The objective \"mine\" of the stage \"whole\" ";

    @DataProvider
    public static Object[][] objectives() {
        return new Object[][] {
            {(Objective) Broken::bug, "threw IllegalStateException: my own mistake (at theirs.Broken.bug(Broken.java:"},
            {(Objective) Broken::noMessage, "threw ArithmeticException (at theirs.Broken.noMessage(Broken.java:"},
            {(Objective) Broken::nothing, "gave null"},
            {(Objective) Broken::manyNumbers, "gave an array of shape (4, 4); wanted one number, as mean() or sum()"},
            {(Objective) Broken::wholeNumber, "gave a number of the type int64, which has no gradient"},
            {
                (Objective) Broken::wrongAxis,
                "threw UnsupportedOperationException: Only 1 axis is support! (at theirs.Bro"
            },
            {(Objective) Broken::wrongShapes, "threw EngineException: "},
            {(Objective) Broken::closed, "threw IllegalStateException: Native resource has been released already."},
            {(Objective) Broken::endless, "threw StackOverflowError (at theirs.Broken.endless(Broken.java:"},
            {(Objective) Broken::missingClass, "threw NoClassDefFoundError: theirs/Missing (at theirs.Broken.missingC"},
            {(Objective) Broken::missingNative, "threw UnsatisfiedLinkError: no theirs-missing in java.library.path"},
            {
                (Objective) Broken::spoilt,
                "threw NumberFormatException: For input string: \"two\" (at theirs.Broken$Spoilt.<clinit>(Broken.java:"
            },
        };
    }

    @Test(dataProvider = "objectives")
    public void anObjectiveIsNamed(Objective objective, String said) {
        String line = Refusal.of(() -> training(objective).train(TRAINING_DATA));
        Refusal.assertBegins(line, MINE + said);
        // A class that failed once is only said to have failed before.
        String again = Refusal.of(() -> WeightCheck.of(training(objective), TRAINING_DATA));
        Refusal.assertBegins(again, said.contains("<clinit>") ? MINE + "threw NoClassDefFoundError" : MINE + said);
    }

    @Test
    public void aGroupOfParametersIsNamed() {
        Stage stage = Stage.whole(1)
                .objective("labels", 1, new CrossEntropy())
                .group(ParameterGroup.named("mine", Broken::choice));
        Refusal.assertBegins(
                Refusal.of(() -> Distillation.alone(Tiny.student()).stage(stage).train(TRAINING_DATA)),
                "The parameter group \"mine\" threw IllegalStateException: my own mistake (at theirs.Broken.choice(");
    }

    @Test
    public void whatTheEngineRefusesOnTheWayBackNamesTheObjectives() {
        Refusal.assertBegins(
                Refusal.of(() -> training(Broken::inPlace).train(TRAINING_DATA)),
                "The objective \"mine\" of the stage \"whole\", on the way back, threw EngineException: one of the"
                        + " variables needed for gradient computation has been modified by an inplace operation");
    }

    @Test
    public void aModuleThatIsNotThereIsNamed() {
        assertEquals(
                Refusal.of(() -> training(Broken::unknownModule).train(TRAINING_DATA)),
                "No auxiliary module named \"embedding\"; there are []");
    }

    @Test
    public void needsAreNamed() {
        assertEquals(
                Refusal.of(() -> Stage.whole(1)
                        .objective("mine", 1, Broken.needing(null))
                        .needs()),
                "needs() of the objective \"mine\" gave null");
        Refusal.assertBegins(
                Refusal.of(() -> Stage.whole(1)
                        .objective("mine", 1, Broken.needing(Needs.nothing()))
                        .needs()),
                "needs() of the objective \"mine\" threw NullPointerException (at theirs.Broken$1.needs(Broken.java:");
    }

    private static Distillation training(Objective objective) {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("mine", 1, objective));
    }

    private static Distillation training(Supplier<Block> network) {
        return Distillation.alone(Student.of("mine", network))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
    }

    private static Supplier<Block> with(Supplier<Block> part) {
        return () -> new Layers().add("part", part.get()).add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    @DataProvider
    public static Object[][] networks() {
        return new Object[][] {
            {(Supplier<Block>) Broken::noNetwork, "The supplier of the student \"mine\" gave null"},
            {
                (Supplier<Block>) Broken::networkThatCannotBeMade,
                "The supplier of the student \"mine\" threw IllegalArgumentException: units: wanted 1 or more (at theirs"
            },
            {
                with(() -> Broken.throwing(1)),
                "The network cannot take an input of shape (1, 3, 8, 8): no such channel (at theirs.Broken."
            },
            {
                with(() -> Broken.throwing(2)),
                "The network of the student threw IndexOutOfBoundsException: no such channel (at theirs.Broken."
            },
            {
                with(() -> Broken.throwing(3)),
                "The network of the student threw IndexOutOfBoundsException: no such channel (at theirs.Broken."
            },
            {
                with(() -> Broken.part(input -> input.mean(new int[] {2, 3}))),
                "The network cannot take an input of shape (1, 3, 8, 8): Only 1 axis is support!"
            },
        };
    }

    @Test(dataProvider = "networks")
    public void aNetworkIsNamed(Supplier<Block> network, String said) {
        Refusal.assertBegins(Refusal.of(() -> training(network).train(TRAINING_DATA)), said);
    }

    @Test
    public void aModuleIsNamed() {
        for (int from : new int[] {1, 3}) {
            AuxiliaryModule module = AuxiliaryModule.of(
                    "bank",
                    shapes -> Optional.of(AuxiliaryModule.Built.of(
                            () -> with(() -> Broken.throwing(from)).get(),
                            new ai.djl.ndarray.types.Shape(1, 3, 8, 8))));
            Objective objective = Objective.reading(
                    Needs.nothing().withStudentLogits().with(Tiny.CONV3).with(module), context -> context.getModules()
                            .forward("bank", context.getStudent().get(Tiny.CONV3))
                            .mean());
            String line = Refusal.of(() -> training(objective).train(TRAINING_DATA));
            assertTrue(line.contains("no such channel (at theirs.Broken."), line);
        }
        AuxiliaryModule none = AuxiliaryModule.of(
                "bank",
                shapes ->
                        Optional.of(AuxiliaryModule.Built.of(Broken::noNetwork, new ai.djl.ndarray.types.Shape(1, 4))));
        assertEquals(
                Refusal.of(() -> training(Objective.reading(
                                Needs.nothing().withStudentLogits().with(none),
                                context -> context.getStudent().getLogits().mean()))
                        .train(TRAINING_DATA)),
                "The auxiliary module \"bank\" gave null");
    }

    @Test
    public void schedulesAndObserversAreNamed() {
        Distillation scheduled = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(Broken::rate));
        Refusal.assertBegins(
                Refusal.of(() -> scheduled.train(TRAINING_DATA)),
                "The schedule of the stage \"whole\" threw ArithmeticException: / by zero (at theirs.Broken.rate(Broken.java:");
        Distillation endless = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(progress -> Double.NaN));
        assertEquals(
                Refusal.of(() -> endless.train(TRAINING_DATA)),
                "The schedule of the stage \"whole\" gave the learning rate NaN in epoch 1 at step 1; wanted 0 or more");
        Refusal.assertBegins(
                Refusal.of(() -> training(
                                context -> context.getStudent().getLogits().mean())
                        .train(TRAINING_DATA, Broken::watch)),
                "The observer of \"tiny-student\" threw IllegalStateException: nobody looks (at theirs.Broken.watch(");
    }

    @Test
    public void dataSetsAreNamed() {
        Distillation training =
                training(context -> context.getStudent().getLogits().mean());
        Refusal.assertBegins(
                Refusal.of(() -> training.train(TrainingData.of(TinyImages.INPUT, epoch -> Broken.data(Device.cpu())))),
                "The training set threw NullPointerException: no file was opened (at theirs.Broken$");
        Refusal.assertBegins(
                Refusal.of(() -> training.train(TRAINING_DATA.validation(Broken.data(Device.cpu())))),
                "The validation set threw NullPointerException: no file was opened (at theirs.Broken$");
        assertEquals(
                Refusal.of(() -> training.train(
                        TrainingData.of(TinyImages.INPUT, epoch -> Broken.unlabelled(TinyImages.of(2, 2))))),
                "The training set gave a batch with 1 arrays of data and 0 of labels; wanted one of each");
    }

    @Test
    public void theCauseIsKept() {
        InputException said =
                expectThrows(InputException.class, () -> training(Broken::bug).train(TRAINING_DATA));
        assertTrue(said.getCause() instanceof IllegalStateException, "" + said.getCause());
    }
}
