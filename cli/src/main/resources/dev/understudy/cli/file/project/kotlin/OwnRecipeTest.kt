package @package@

import java.nio.file.Path
import org.testng.Assert.assertTrue
import org.testng.annotations.Test

class OwnRecipeTest {
    @Test
    fun theStudentTellsTheImagesApart() {
        val images = Path.of("target", "images")
        SampleImages.draw(images)
        Training.run(OwnRecipe(), images, 4).use { student ->
            val percent = student.lastAccuracy.orElseThrow()
            assertTrue(percent > 80, "$percent %, a third would be chance")
        }
    }
}
