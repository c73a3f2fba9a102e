package dev.understudy.example;

import static org.testng.Assert.assertEquals;

import dev.understudy.dataset.ImageFile;
import dev.understudy.onnx.OnnxStudent;
import java.io.IOException;
import java.util.Locale;
import org.testng.annotations.Test;

public class ShippingTest {

    @Test
    public void anImageFileBecomesTheNameOfItsClassAndAProbability() throws IOException {
        Shipped shipped = Shipped.make();
        try (OnnxStudent student = OnnxStudent.load(shipped.student())) {
            assertEquals(ImageFile.read(shipped.image(), student.getInput()), shipped.bytes());
            OnnxStudent.Answer answer = student.classify(shipped.bytes());
            assertEquals(
                    Shipping.classify(shipped.student(), shipped.image()),
                    String.format(Locale.ROOT, "%s, %.1f %%", answer.className(), 100 * answer.probability()));
        }
    }
}
