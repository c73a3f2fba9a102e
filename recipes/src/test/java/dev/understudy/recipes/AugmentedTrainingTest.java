package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.SameBits;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.batch.BatchTransform;
import dev.understudy.batch.CutMix;
import dev.understudy.batch.Mixup;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.RandAugment;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Training on images that are varied in every way at once. */
public final class AugmentedTrainingTest {

    private static final Augmentation ALL = Augmentation.resizedCrop()
            .flip(true)
            .colorJitter(ColorJitter.of(0.4).hue(0.1))
            .randAugment(RandAugment.standard())
            .cutout(8);

    private final ImageData images =
            new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(48)));
    private final Task task = images.task(1.0 / 32);
    private final Teacher teacher = TrainedStudent.untrained(PaperNetworks.teacher(task), task.input(), 5, Device.cpu())
            .asTeacher();

    @AfterClass
    public void close() {
        teacher.close();
    }

    private Distillation distillation(String recipe) {
        return RecipesOnShapes.recipe(recipe).distillation(task, RecipesOnShapes.values(recipe), teacher);
    }

    @DataProvider
    public static Object[][] mixed() {
        return new Object[][] {{new Mixup(0.4)}, {new CutMix(1)}};
    }

    /** Stopped in the middle of both epochs, and in a group. */
    @Test(dataProvider = "mixed")
    public void goesOnTheSameAndIsInAGroupAsAlone(BatchTransform mixing) throws IOException {
        SameBits.check(
                () -> distillation("kd").transform(mixing),
                images.augmentation(ALL).trainingData(16, 1),
                2,
                5);
    }

    @Test
    public void whatIsChosenBelongsToWhatATrainingIs() {
        Set<String> known = new HashSet<>();
        List<Augmentation> all = List.of(
                images.augmentation(), ALL, ALL.cutout(7), ALL.colorJitter(ColorJitter.of(0.3)), ALL.flip(false));
        for (Augmentation each : all) {
            known.add(
                    String.valueOf(images.augmentation(each).trainingData(16, 1).getFingerprint()));
        }
        assertEquals(known.size(), all.size());
        Distillation mixed = distillation("kd").transform(new Mixup(0.4));
        assertNotEquals(
                Identity.of(mixed, images.trainingData(16, 1)).getSettings(),
                Identity.of(distillation("kd"), images.trainingData(16, 1)).getSettings());
        assertEquals(Identity.of(mixed, images.trainingData(16, 1)).getUnknown(), List.of());
    }

    @Test
    public void aBatchIsChangedOnce() {
        assertTrue(distillation("kd").transform(new CutMix(1)).getStages().stream()
                .allMatch(stage -> new CutMix(1).equals(stage.getTransform())));
        assertEquals(
                expectThrows(InputException.class, () -> distillation("kd-mixup")
                                .transform(new CutMix(1)))
                        .getMessage(),
                "The stage \"whole\" has the batch transform Mixup[alpha=1.0] already, got CutMix[alpha=1.0] too; leave"
                        + " one of the two out");
    }
}
