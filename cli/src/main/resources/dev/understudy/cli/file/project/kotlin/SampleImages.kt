package @package@

import java.awt.Color
import java.awt.image.BufferedImage
import java.nio.file.Path
import javax.imageio.ImageIO
import kotlin.io.path.createDirectories
import kotlin.io.path.div
import kotlin.random.Random

/** Images to learn from until there are real ones: stripes across, stripes down and rings, in a folder per class. */
object SampleImages {
    /** Their side in pixels. */
    const val SIDE = 16

    private val classes = listOf("across", "down", "rings")

    /** Draws them, the same each time: `DIR/train/CLASS/` and `DIR/test/CLASS/` with PNG files. */
    fun draw(folder: Path) {
        draw(folder / "train", 80, Random(1))
        draw(folder / "test", 40, Random(2))
    }

    private fun draw(split: Path, each: Int, random: Random) {
        for (name in classes) {
            val folder = (split / name).createDirectories()
            repeat(each) { number -> ImageIO.write(image(name, random), "png", (folder / "$number.png").toFile()) }
        }
    }

    private fun image(name: String, random: Random): BufferedImage {
        val image = BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB)
        val brush = image.createGraphics()
        brush.color = random.color(0, 100)
        brush.fillRect(0, 0, SIDE, SIDE)
        brush.color = random.color(120, 250)
        val gap = random.nextInt(3, 6)
        for (at in random.nextInt(gap) until SIDE step gap) {
            when (name) {
                "across" -> brush.drawLine(0, at, SIDE, at)
                "down" -> brush.drawLine(at, 0, at, SIDE)
                else -> brush.drawOval((SIDE - at) / 2, (SIDE - at) / 2, at, at)
            }
        }
        brush.dispose()
        return image
    }

    private fun Random.color(from: Int, until: Int) =
        Color(nextInt(from, until), nextInt(from, until), nextInt(from, until))
}
