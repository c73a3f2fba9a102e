package dev.understudy.example;

import dev.understudy.dataset.ImageFile;
import dev.understudy.onnx.OnnxStudent;
import java.nio.file.Path;
import java.util.Locale;

/** A program that says what is in an image: a student's .onnx file, then the image's. */
final class Shipping {

    private Shipping() {}

    public static void main(String[] files) {
        System.out.println(classify(Path.of(files[0]), Path.of(files[1])));
    }

    static String classify(Path onnx, Path image) {
        try (OnnxStudent student = OnnxStudent.load(onnx)) {
            OnnxStudent.Answer answer = student.classify(ImageFile.read(image, student.getInput()));
            return String.format(Locale.ROOT, "%s, %.1f %%", answer.className(), 100 * answer.probability());
        }
    }
}
