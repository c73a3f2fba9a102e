package dev.understudy.example;

import dev.understudy.dataset.ImageFile;
import dev.understudy.onnx.OnnxStudent;
import java.nio.file.Path;
import java.util.Locale;

/** A program that says what is in a picture: a student's .onnx file, then the picture's. */
final class Shipping {

    private Shipping() {}

    public static void main(String[] files) {
        System.out.println(classify(Path.of(files[0]), Path.of(files[1])));
    }

    static String classify(Path onnx, Path picture) {
        try (OnnxStudent student = OnnxStudent.load(onnx)) {
            OnnxStudent.Answer answer = student.classify(ImageFile.read(picture, student.getInput()));
            return String.format(Locale.ROOT, "%s, %.1f %%", answer.className(), 100 * answer.probability());
        }
    }
}
