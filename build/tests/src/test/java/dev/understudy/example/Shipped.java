package dev.understudy.example;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import dev.understudy.network.PaperNetworks;
import dev.understudy.onnx.OnnxExport;
import dev.understudy.recipe.Task;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A student in a file, and an image to show it.
 *
 * @param student an ONNX file
 * @param image a PNG file
 * @param bytes the image, channel by channel
 */
@SuppressWarnings("ArrayRecordComponent")
record Shipped(Path student, Path image, byte[] bytes) {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final int SIDE = 32;

    static Shipped make() throws IOException {
        Path folder = Files.createTempDirectory("shipped");
        Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(100));
        try (Model model = Model.newInstance("student", Device.cpu())) {
            Block network = PaperNetworks.student(TASK).network().get();
            network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, SIDE, SIDE));
            model.setBlock(network);
            OnnxExport.of("student", network, TASK.input())
                    .classNames(splits.train().classNames())
                    .normalization(
                            splits.normalization().mean(),
                            splits.normalization().standardDeviation())
                    .write(folder.resolve("student.onnx"));
        }
        byte[] bytes = new byte[3 * SIDE * SIDE];
        splits.test().read(7, bytes, 0);
        BufferedImage bitmap = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            int red = bytes[i] & 0xFF;
            int green = bytes[SIDE * SIDE + i] & 0xFF;
            int blue = bytes[2 * SIDE * SIDE + i] & 0xFF;
            bitmap.setRGB(i % SIDE, i / SIDE, red << 16 | green << 8 | blue);
        }
        ImageIO.write(bitmap, "png", folder.resolve("image.png").toFile());
        return new Shipped(folder.resolve("student.onnx"), folder.resolve("image.png"), bytes);
    }
}
