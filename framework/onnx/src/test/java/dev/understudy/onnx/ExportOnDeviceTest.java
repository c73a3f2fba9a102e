package dev.understudy.onnx;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.TestDevice;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.TrainedStudent;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.annotations.Test;

/** A student that was trained on a GPU, as an ONNX file: as it answers on the processor. */
public final class ExportOnDeviceTest {

    private static final double CLOSE = 1e-4;

    @Test(groups = TestDevice.GROUP)
    public void itAnswersAsOnTheProcessor() throws IOException {
        Device device = TestDevice.get();
        Path folder = Files.createTempDirectory("on-device");
        try (TrainedStudent trained = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .device(device)
                .train(TinyImages.trainingData(16, 4), Observer.NONE)) {
            trained.save(folder.resolve("student.safetensors"));
            Path file = folder.resolve("student.onnx");
            OnnxExport.of(trained, TinyImages.INPUT)
                    .classNames(List.of("a", "b", "c", "d"))
                    .normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))
                    .write(file);
            try (TrainedStudent loaded = TrainedStudent.load(
                            Tiny.student(), folder.resolve("student.safetensors"), TinyImages.INPUT, Device.cpu());
                    OnnxStudent student = OnnxStudent.load(file);
                    NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                float[] images = TinyImages.of(10, 10).data(manager, 0, 10).toFloatArray();
                float[] wanted = loaded.getNetwork()
                        .forward(
                                new ParameterStore(manager, false),
                                new NDList(manager.create(images, new Shape(10).addAll(TinyImages.INPUT))),
                                false)
                        .singletonOrThrow()
                        .toFloatArray();
                float[] found = student.logits(images, 10);
                assertEquals(found.length, wanted.length);
                for (int i = 0; i < wanted.length; i++) {
                    assertEquals(found[i], wanted[i], CLOSE * Math.max(1, Math.abs(wanted[i])), "logit " + i);
                }
            }
        }
    }
}
