package dev.understudy.dataset.internal.batch;

import static org.testng.Assert.assertEquals;

import java.util.function.Consumer;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Against Pillow 12.3, and torchvision 0.28 with it, which computed the sums: each level times its place, counted from 1.
 */
public final class PixelsTest {

    private static final int HEIGHT = 9;
    private static final int WIDTH = 8;

    private static Pixels image() {
        int[] levels = new int[3 * HEIGHT * WIDTH];
        for (int i = 0; i < levels.length; i++) {
            int channel = i / (HEIGHT * WIDTH);
            int y = i / WIDTH % HEIGHT;
            int x = i % WIDTH;
            levels[i] = 20 + (channel * 67 + y * 41 + x * 29 + y * x * 13) % 200;
        }
        return new Pixels(3, HEIGHT, WIDTH, levels);
    }

    private static long sum(Pixels image) {
        long sum = 0;
        for (int i = 0; i < image.levels().length; i++) {
            sum += (i + 1L) * image.levels()[i];
        }
        return sum;
    }

    @DataProvider
    public static Object[][] operations() {
        return new Object[][] {
            {"auto contrast", (Consumer<Pixels>) Pixels::autoContrast, 3195453},
            {"equalize, too few pixels", (Consumer<Pixels>) Pixels::equalize, 2965932},
            {"posterize", (Consumer<Pixels>) image -> image.posterize(5), 2884704},
            {"solarize", (Consumer<Pixels>) image -> image.solarize(100.5), 1839484},
            {"brightness", (Consumer<Pixels>) image -> image.brightness(0.3), 880142},
            {"color", (Consumer<Pixels>) image -> image.color(0.4), 2977644},
            {"contrast", (Consumer<Pixels>) image -> image.contrast(0.6), 2961089},
            {"sharpness", (Consumer<Pixels>) image -> image.sharpness(0.2), 2978573},
            {"rotate", (Consumer<Pixels>) image -> image.rotate(17), 2578402},
            {"rotate back", (Consumer<Pixels>) image -> image.rotate(-29), 2459052},
            {"shear x", (Consumer<Pixels>) image -> image.move(1, 0.27, 0, 0, 1, 0), 2505706},
            {"shear y", (Consumer<Pixels>) image -> image.move(1, 0, 0, -0.21, 1, 0), 2698173},
            {"translate x", (Consumer<Pixels>) image -> image.move(1, 0, -0.26 * WIDTH, 0, 1, 0), 2236341},
            {"translate y", (Consumer<Pixels>) image -> image.move(1, 0, 0, 0, 1, 0.19 * HEIGHT), 2152184},
            {"brighter", (Consumer<Pixels>) image -> image.brightness(1.7), 4457866},
            {"darker", (Consumer<Pixels>) image -> image.brightness(0.45), 1324145},
            {"more contrast", (Consumer<Pixels>) image -> image.contrast(1.6), 2971159},
            {"more color", (Consumer<Pixels>) image -> image.color(1.8), 2982473},
            {"hue 0.1", (Consumer<Pixels>) image -> image.hue(25), 2537234},
            {"hue -0.2", (Consumer<Pixels>) image -> image.hue(-51), 2708638},
            {"hue 0.5", (Consumer<Pixels>) image -> image.hue(127), 2916377},
            {"hue there and back", (Consumer<Pixels>) image -> image.hue(0), 2986461},
            {"square", (Consumer<Pixels>) image -> image.square(6.2, 3.9, 3.7), 2933312},
        };
    }

    @Test(dataProvider = "operations")
    public void isWhatPillowComputes(String name, Consumer<Pixels> operation, long expected) {
        Pixels image = image();
        operation.accept(image);
        assertEquals(sum(image), expected, name);
    }

    @Test
    public void equalizesAsPillowDoes() {
        int[] levels = new int[3 * 32 * 32];
        for (int i = 0; i < levels.length; i++) {
            int y = i / 32 % 32;
            levels[i] = 60 + (i / 1024 * 37 + y * y + i % 32 * 3) % 90;
        }
        Pixels image = new Pixels(3, 32, 32, levels);
        image.equalize();
        assertEquals(sum(image), 743364336);
    }

    private static int[] changed(int[] levels, Consumer<Pixels> operation) {
        Pixels pixel = new Pixels(3, 1, levels.length / 3, levels);
        operation.accept(pixel);
        return pixel.levels();
    }

    @Test
    public void colorsWorkedOutByHand() {
        // 200 * 1.5 = 300, cut off; 101 * 1.5 = 151.5, rounded down
        assertEquals(changed(new int[] {200, 101, 0}, image -> image.brightness(1.5)), new int[] {255, 151, 0});
        // grey: (200 * 19595 + 100 * 38470 + 0 * 7471 + 32768) / 65536 = 118.99, so 118; 118 + 82 / 2, 118 - 18 / 2,
        // 118 - 118 / 2
        assertEquals(changed(new int[] {200, 100, 0}, image -> image.color(0.5)), new int[] {159, 109, 59});
        // The mean grey of 100 and 200 is 150: 150 - 2 * 50 and 150 + 2 * 50
        assertEquals(
                changed(new int[] {100, 200, 100, 200, 100, 200}, image -> image.contrast(2)),
                new int[] {50, 250, 50, 250, 50, 250});
        // Red is at 0, green at 85, blue at 170 of a circle of 255, but bytes go round after 256: 85 back from 0 is
        // 171,
        // which is 171 * 6 / 255 = 4.0235 sixths, 0.0235 * 255 = 6 past blue
        assertEquals(changed(new int[] {255, 0, 0}, image -> image.hue(85)), new int[] {0, 255, 0});
        assertEquals(changed(new int[] {255, 0, 0}, image -> image.hue(-85)), new int[] {6, 0, 255});
        // Greys have no hue
        assertEquals(changed(new int[] {77, 77, 77}, image -> image.hue(99)), new int[] {77, 77, 77});
    }

    @Test
    public void anImageOfOneLevelStays() {
        Pixels plain = new Pixels(1, 2, 2, new int[] {7, 7, 7, 7});
        plain.autoContrast();
        plain.equalize();
        plain.color(0.5);
        plain.hue(50);
        plain.sharpness(0.1);
        assertEquals(plain.levels(), new int[] {7, 7, 7, 7});
    }
}
