package dev.understudy.network;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.onnx.OnnxExport;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NetworksAsOnnxTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final Splits SPLITS =
            Datasets.open("shapes", DataOptions.defaults().trainSize(128));
    private static final LabeledImageDataset TEST =
            LabeledImageDataset.of(SPLITS.test(), 250).normalized(SPLITS.normalization());

    @DataProvider
    public Object[][] networks() {
        return new Object[][] {
            {PaperNetworks.student(TASK), "conv4"},
            {PaperNetworks.studentAugmented(TASK), "conv4"},
            {PaperNetworks.selfGuided(TASK), "conv4"},
            {PaperNetworks.teacher(TASK), "conv8"},
            {PaperNetworks.teacherAugmented(TASK), "conv8"},
            {Pretrained.named("vgg11_bn", TASK).network(), "conv8"},
            {ExtendedStudents.withTeachersClassifier(pair("resnet8x4:shufflenetv2")), "projector"},
            {ExtendedStudents.withClassMaps(pair("vgg8:mobilenetv2")), "classifier/maps"},
            {ExtendedStudents.withTransform(pair("wrn-16-2:wrn-16-1")), "relu"},
            {new VisionTransformer(8, 24, 2, 3).student(10), "blocks/block0"},
        };
    }

    private static TaskNetworks pair(String names) {
        return TaskNetworks.of(TASK.withNetworks(NetworkPair.of(names)));
    }

    @Test(dataProvider = "networks")
    public void aTrainedNetworkAnswersToEveryTestImageAsItsOnnxFileDoes(Student network, String layer)
            throws IOException {
        Path file = Files.createTempDirectory("onnx").resolve(network.name() + ".onnx");
        Set<TeacherTap> taps = Set.of(new TeacherTap(layer));
        try (Teacher trained = trained(network, file);
                Teacher written = Teacher.onnx(network.name(), file, Device.cpu());
                NDManager manager = NDManager.newBaseManager();
                Teacher.View own = trained.open(manager, taps, true);
                Teacher.View other = written.open(manager, taps, true)) {
            int seen = 0;
            for (Batch batch : TEST.getData(manager)) {
                try (batch) {
                    NDList images = batch.getData();
                    var wanted = own.forward(images);
                    var found = other.forward(images);
                    assertAlike(found.getLogits(), wanted.getLogits());
                    assertEquals(
                            found.getLogits().argMax(1).toLongArray(),
                            wanted.getLogits().argMax(1).toLongArray());
                    assertAlike(found.get(new TeacherTap(layer)), wanted.get(new TeacherTap(layer)));
                    seen += batch.getSize();
                }
            }
            assertEquals(seen, SPLITS.test().size());
        }
        assertEquals(Engine.getInstance().getEngineName(), "PyTorch");
    }

    private static Teacher trained(Student network, Path file) throws IOException {
        LabeledImageDataset train = LabeledImageDataset.of(SPLITS.train(), 32).normalized(SPLITS.normalization());
        TrainingData trainingData = TrainingData.of(SPLITS.train().shape(), epoch -> train);
        Teacher trained = Distillation.alone(network)
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(trainingData, Observer.NONE)
                .asTeacher();
        OnnxExport.of(network.name(), trained.getNetwork(), TASK.input()).write(file);
        return trained;
    }

    private static void assertAlike(NDArray found, NDArray wanted) {
        assertEquals(found.getShape(), wanted.getShape());
        float[] values = found.toFloatArray();
        float[] others = wanted.toFloatArray();
        double furthest = 0;
        for (int i = 0; i < values.length; i++) {
            furthest = Math.max(furthest, Math.abs(values[i] - others[i]));
        }
        assertEquals(furthest, 0, 1e-4);
    }
}
