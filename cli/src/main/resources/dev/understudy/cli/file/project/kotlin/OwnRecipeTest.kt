package @package@

import java.nio.file.Path
import org.testng.Assert.assertTrue
import org.testng.annotations.Test

class OwnRecipeTest {
    @Test
    fun theStudentTellsThePicturesApart() {
        val pictures = Path.of("target", "pictures")
        Pictures.draw(pictures)
        Training.run(OwnRecipe(), pictures, 4).use { student ->
            val percent = student.lastAccuracy.orElseThrow()
            assertTrue(percent > 80, "$percent %, a third would be chance")
        }
    }
}
