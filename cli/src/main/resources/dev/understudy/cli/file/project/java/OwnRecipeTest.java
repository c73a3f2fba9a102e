package @package@;

import static org.testng.Assert.assertTrue;

import dev.understudy.TrainedStudent;
import java.io.IOException;
import java.nio.file.Path;
import org.testng.annotations.Test;

public class OwnRecipeTest {

    @Test
    public void theStudentTellsTheImagesApart() throws IOException {
        Path images = Path.of("target", "images");
        SampleImages.draw(images);
        try (TrainedStudent student = Training.run(new OwnRecipe(), images, 4)) {
            double percent = student.getLastAccuracy().orElseThrow();
            assertTrue(percent > 80, percent + " %, a third would be chance");
        }
    }
}
