package dev.understudy.example

import dev.understudy.dataset.ImageFile
import dev.understudy.onnx.OnnxStudent
import java.nio.file.Path
import java.util.Locale

/** [Shipping] in Kotlin. */
object ShippingTwin {
    fun classify(onnx: Path, image: Path): String =
        OnnxStudent.load(onnx).use { student ->
            val answer = student.classify(ImageFile.read(image, student.input))
            String.format(Locale.ROOT, "%s, %.1f %%", answer.className, 100 * answer.probability)
        }
}
