package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.BatchNorm;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.testng.annotations.Test;

/** What goes into auxiliary modules: in any order in memory, and a single image. */
public final class ModuleInputsTest {

    /** Squares what a module makes of the guided layer, or of something made of that. */
    private static Objective through(Supplier<Block> block, UnaryOperator<NDArray> change) {
        AuxiliaryModule module = AuxiliaryModule.of(
                "module", shapes -> Optional.of(AuxiliaryModule.Built.of(block, shapes.at(Tiny.GUIDED))));
        return Objective.reading(Needs.nothing().with(Tiny.GUIDED).with(module), context -> {
            NDArray input = change.apply(context.getStudent().get(Tiny.GUIDED));
            return context.getModules().forward("module", input).square().mean();
        });
    }

    private static Distillation distillation(Objective objective) {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()).objective("module", 1, objective))
                .seed(8);
    }

    /** A product with the identity changes no number, and puts the channels first; PyTorch's gradients are wrong of that. */
    @Test
    public void itDoesNotMatterHowAnInputLiesInMemory() throws IOException {
        TrainingData trainingData = TinyImages.trainingData(14, 4);
        Snapshot product = Outcome.of(
                        distillation(through(
                                () -> Tiny.convolution(5),
                                own -> own.matMul(own.getManager().eye(8)))),
                        trainingData)
                .weights();
        Snapshot plain = Outcome.of(distillation(through(() -> Tiny.convolution(5), own -> own)), trainingData)
                .weights();
        for (String name : plain.names()) {
            assertEquals(product.get(name), plain.get(name), 1e-6f, name);
        }
    }

    @Test
    public void aModuleThatCannotLearnFromOneImageIsRefusedBeforeTheFirstStep() {
        Objective vectors = through(
                () -> new SequentialBlock()
                        .add(Tiny.classifier(3))
                        .add(BatchNorm.builder().build()),
                own -> own);
        int[] steps = {0};
        String line = Refusal.of(() -> distillation(vectors).train(TinyImages.trainingData(9, 4), event -> {
            if (event instanceof Event.StepDone) {
                steps[0]++;
            }
        }));
        Refusal.assertBegins(
                line,
                "The last batch of 9 images in batches of 4 holds one image, from which the auxiliary module \"module\" of"
                        + " \"tiny-student\" cannot learn, as a batch norm of single numbers cannot; choose another batch size:");
        assertEquals(steps[0], 0);
    }

    @Test
    public void othersLearnFromOneImage() throws IOException {
        Outcome outcome =
                Outcome.of(distillation(through(() -> Tiny.layer(5), own -> own)), TinyImages.trainingData(9, 4));
        outcome.history().forEach(epoch -> assertTrue(Double.isFinite(epoch.loss()), epoch.toString()));
    }
}
