package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;

import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import org.testng.annotations.Test;

/** How training images are varied. */
public class ImageDataTest {

    private final Splits shapes = Datasets.open("shapes", DataOptions.defaults().trainSize(20));

    private ImageData named(String name) {
        return new ImageData(
                new Splits(name, shapes.train(), shapes.validation(), shapes.test(), shapes.normalization()));
    }

    @Test
    public void digitsAloneAreNotFlippedUnlessItIsSaid() {
        assertEquals(named("folder").augmentation(), Augmentation.cropAndFlip(4));
        assertEquals(named("fashion-mnist").augmentation(), Augmentation.cropAndFlip(4));
        assertEquals(named("mnist").augmentation(), Augmentation.crop(4));
        assertEquals(named("folder").flip(false).augmentation(), Augmentation.crop(4));
        assertEquals(named("mnist").flip(true).augmentation(), Augmentation.cropAndFlip(4));
    }

    @Test
    public void whetherImagesAreFlippedBelongsToWhatATrainingIs() {
        ImageData images = new ImageData(shapes);
        String flipped = images.trainingData(4, 1).getFingerprint();
        assertNotEquals(images.flip(false).trainingData(4, 1).getFingerprint(), flipped);
        assertEquals(images.flip(false).flip(true).trainingData(4, 1).getFingerprint(), flipped);
        assertSame(images.flip(false).splits(), shapes);
    }
}
