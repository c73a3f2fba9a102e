package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import dev.understudy.format.Renormalization;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.testng.annotations.Test;

/** Models that DJL has loaded teach in one call. */
public final class ModelTeacherTest {

    private static final Path FILES = Path.of("src/test/resources/dev/understudy");
    private static final Shape ONE = new Shape(1).addAll(TinyImages.INPUT);

    /** As DJL's zoo builds its networks: blocks in a row, some of them in a row of their own. */
    private static SequentialBlock network() {
        return new SequentialBlock()
                .add(Conv2d.builder()
                        .setFilters(4)
                        .setKernelShape(new Shape(3, 3))
                        .build())
                .add(new SequentialBlock().add(BatchNorm.builder().build()).add(Activation.reluBlock()))
                .add(Pool.globalAvgPool2dBlock())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(4).build());
    }

    private static Path saved() throws IOException {
        Path folder = Files.createTempDirectory("model");
        try (Model model = Model.newInstance("zoo", Device.cpu())) {
            SequentialBlock network = network();
            network.initialize(model.getNDManager(), DataType.FLOAT32, ONE);
            model.setBlock(network);
            model.save(folder, "zoo");
        }
        return folder;
    }

    private static Model loaded(Path folder) throws IOException, MalformedModelException {
        Model model = Model.newInstance("zoo", Device.cpu());
        model.setBlock(network());
        model.load(folder, "zoo");
        return model;
    }

    @Test
    public void aModelOfBlocksIsTappedByPathAndAnswersAsItDid() throws IOException, MalformedModelException {
        Path folder = saved();
        TeacherTap tap = new TeacherTap("02SequentialBlock");
        try (Model same = loaded(folder);
                Teacher teacher = Teacher.of(loaded(folder));
                NDManager manager = NDManager.newBaseManager()) {
            NDArray images = manager.randomUniform(0, 1, new Shape(3).addAll(TinyImages.INPUT));
            Activations<TeacherTap> shown =
                    teacher.open(manager, Set.of(tap), true).forward(new NDList(images));
            float[] wanted = same.getBlock()
                    .forward(new ParameterStore(manager, false), new NDList(images), false)
                    .singletonOrThrow()
                    .toFloatArray();
            float[] found = shown.getLogits().toFloatArray();
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(found[i], wanted[i], 1e-5f);
            }
            assertEquals(shown.get(tap).getShape().get(1), 4);
            assertEquals(teacher.getName(), "zoo");
            // Convolution 3 * 4 * 9 + 4, norm 4 * 4, linear 4 * 4 + 4.
            assertEquals(teacher.getParameterCount(), Long.valueOf(112 + 16 + 20));
        }
    }

    @Test
    public void aStudentLearnsFromItInTheStudentsOrderOfClasses() throws IOException, MalformedModelException {
        try (Teacher model = Teacher.of(loaded(saved()));
                NDManager manager = NDManager.newBaseManager()) {
            Teacher teacher = model.withNormalization(
                            new Renormalization(List.of(1.0, 1.0, 1.0), List.of(0.5, 0.5, 0.5)))
                    .withClasses(List.of("cat", "dog", "emu", "fox"), List.of("fox", "cat", "dog"));
            assertNotEquals(teacher.fingerprint(), model.fingerprint());
            NDArray images = manager.zeros(new Shape(2).addAll(TinyImages.INPUT));
            float[] all = model.open(manager, Set.of(), true)
                    .forward(new NDList(images.add(0.5f)))
                    .getLogits()
                    .toFloatArray();
            float[] picked = teacher.open(manager, Set.of(), true)
                    .forward(new NDList(images))
                    .getLogits()
                    .toFloatArray();
            assertEquals(picked, new float[] {all[3], all[0], all[1], all[7], all[4], all[5]}, 1e-6f);
            Stage stage = Stage.whole(1).objective("soft targets", 1, new SoftTargets(4));
            Distillation.of(
                            model.withClasses(List.of("a", "b", "c", "d"), List.of("d", "c", "b", "a")),
                            Student.of("small", ModelTeacherTest::network))
                    .stage(stage)
                    .train(TinyImages.trainingData(8, 4), Observer.NONE)
                    .close();
        }
    }

    @Test
    public void classesThatItDoesNotKnowOrKnowsTwiceAreRefused() throws IOException, MalformedModelException {
        try (Teacher teacher = Teacher.of(loaded(saved()))) {
            assertEquals(
                    Refusal.of(() -> teacher.withClasses(List.of("cat", "dog"), List.of("cat", "emu"))),
                    "The teacher \"zoo\" does not know the classes [emu]; it knows [cat, dog]");
            assertEquals(
                    Refusal.of(() -> teacher.withClasses(List.of("cat", "cat"), List.of("cat"))),
                    "The teacher \"zoo\" has two classes of one name: [cat, cat]");
        }
    }

    @Test
    public void aTorchScriptModelIsOneToo() throws IOException, MalformedModelException {
        for (String form : List.of("teacher-logits", "teacher-frozen", "teacher-dictionary")) {
            Model model = Model.newInstance(form, Device.cpu());
            model.load(FILES, form + ".pt");
            try (Teacher teacher = Teacher.of(model);
                    Teacher file = Teacher.torchScript(form, FILES.resolve(form + ".pt"), List.of(), Device.cpu());
                    NDManager manager = NDManager.newBaseManager()) {
                NDArray pixel = manager.create(new float[] {1, 2, 1}, new Shape(1, 3, 1, 1));
                assertEquals(
                        teacher.open(manager, Set.of(), true)
                                .forward(new NDList(pixel))
                                .getLogits()
                                .toFloatArray(),
                        new float[] {2.5f, 1, 1.5f, -2.5f});
                assertEquals(teacher.fingerprint(), file.fingerprint());
            }
        }
    }

    @Test
    public void modelsThatCannotTeachAreRefused() throws IOException, MalformedModelException {
        try (Model empty = Model.newInstance("empty", Device.cpu())) {
            assertEquals(Refusal.of(() -> Teacher.of(empty)), "The model \"empty\" has no network yet");
            empty.setBlock(network());
            assertEquals(
                    Refusal.of(() -> Teacher.of(empty)),
                    "The teacher \"empty\" has no weights yet: train or load them first");
        }
        try (Model broken = loaded(saved())) {
            broken.getBlock().getParameters().valueAt(0).getArray().set(new float[108]);
            NDArray first = broken.getBlock().getParameters().valueAt(0).getArray();
            first.set(new NDIndex(0, 0, 0, 0), Float.NaN);
            Refusal.assertBegins(
                    Refusal.of(() -> Teacher.of(broken)),
                    "The teacher \"zoo\": the parameter \"01Conv2d_weight\" holds");
        }
        try (Model nameless = Model.newInstance("nameless", Device.cpu())) {
            nameless.load(FILES, "teacher-logits.pt");
            Refusal.assertBegins(
                    Refusal.of(() -> Teacher.of(nameless)),
                    "The model \"nameless\" is of a file, and which one cannot be told");
        }
    }
}
