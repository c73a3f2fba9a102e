package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Tiny;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Decoded images of a folder that are kept in memory. */
public class ImageCacheTest {
    private static final int COUNT = 6;
    private static final int SIDE = 5;
    private static final long EACH = 3 * SIDE * SIDE + 24;

    private static FolderImages images(Path folder, ImageCacheBudget budget) throws Exception {
        Random random = new Random(4);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            BufferedImage image = new BufferedImage(7, 6, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 42; pixel++) {
                image.setRGB(pixel % 7, pixel / 7, random.nextInt());
            }
            Path file = folder.resolve(i + ".png");
            ImageIO.write(image, "png", file.toFile());
            files.add(file);
        }
        return new FolderImages(folder, files, new int[COUNT], List.of("all"), SIDE, false, budget);
    }

    private static byte[] all(Images images) {
        byte[] bytes = new byte[COUNT * 3 * SIDE * SIDE];
        images.read(new int[] {0, 1, 2, 3, 4, 5}, bytes);
        return bytes;
    }

    @Test
    public void keptImagesAreWhatWasDecoded() throws Exception {
        Path folder = Tiny.folder();
        ImageCacheBudget budget = new ImageCacheBudget(COUNT * EACH);
        FolderImages images = images(folder, budget);
        byte[] first = all(images);
        Assert.assertEquals(budget.taken(), COUNT * EACH);
        for (int i = 0; i < COUNT; i++) {
            Files.delete(folder.resolve(i + ".png"));
        }
        Assert.assertEquals(all(images), first);
        byte[] one = new byte[3 * SIDE * SIDE];
        images.read(3, one, 0);
        Assert.assertEquals(one, java.util.Arrays.copyOfRange(first, 3 * one.length, 4 * one.length));
    }

    @Test
    public void theBudgetHoldsAndTheRestIsDecodedEachTime() throws Exception {
        Path folder = Tiny.folder();
        ImageCacheBudget budget = new ImageCacheBudget(2 * EACH + 1);
        FolderImages images = images(folder, budget);
        byte[] first = all(images);
        Assert.assertEquals(budget.taken(), 2 * EACH);
        Assert.assertEquals(all(images), first);
        Assert.assertEquals(budget.taken(), 2 * EACH);
        for (int i = 0; i < COUNT; i++) {
            Files.delete(folder.resolve(i + ".png"));
        }
        DataException gone = Assert.expectThrows(DataException.class, () -> all(images));
        Assert.assertTrue(String.valueOf(gone.getMessage()).contains(".png"), gone.getMessage());
    }

    /** A copy with other times holds the same; other pixels do not, and they are not mixed with those of before. */
    @Test
    public void aFileThatChangedSinceTheFingerprintIsNotRead() throws Exception {
        Path folder = Tiny.folder();
        FolderImages images = images(folder, new ImageCacheBudget(0));
        byte[] first = all(images);
        images.fingerprint();
        Assert.assertEquals(all(images), first);
        Path file = folder.resolve("3.png");
        byte[] before = Files.readAllBytes(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        Assert.assertEquals(all(images), first);
        Files.copy(folder.resolve("4.png"), file, StandardCopyOption.REPLACE_EXISTING);
        DataException changed = Assert.expectThrows(DataException.class, () -> all(images));
        Assert.assertEquals(
                changed.getMessage(),
                file + " has changed since the images of " + folder
                        + " were looked at; put it back as it was to go on, or"
                        + " begin anew with the images as they are now");
        Files.write(file, before);
        Assert.assertEquals(all(images), first);
    }

    @Test
    public void aBudgetGivesAllOrNothing() {
        ImageCacheBudget budget = new ImageCacheBudget(10);
        Assert.assertTrue(budget.take(7));
        Assert.assertFalse(budget.take(4));
        Assert.assertEquals(budget.taken(), 7);
        budget.giveBack(7);
        Assert.assertTrue(budget.take(10));
    }
}
