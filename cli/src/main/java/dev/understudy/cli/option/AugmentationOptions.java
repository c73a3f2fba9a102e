package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.RandAugment;
import dev.understudy.dataset.ResizedCrop;
import dev.understudy.recipes.ImageData;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how training images are varied. */
public final class AugmentationOptions {

    private static final String PADDED = "padded";
    private static final String RESIZED = "resized";
    private static final String NONE = "none";
    private static final int MOST_OPERATIONS = 14;
    private static final int THREE = 3;

    @Option(
            names = "--crop",
            paramLabel = "padded|resized|none",
            defaultValue = PADDED,
            description = "How training images are cropped at random: out of the image with a black border of an eighth"
                    + " of its side; a part, resized to the whole, as for ImageNet; or not; default: ${DEFAULT-VALUE}.")
    private String crop = PADDED;

    @Option(
            names = "--crop-scale",
            paramLabel = "SHARE",
            description = "The smallest part that --crop resized takes, as a share of the area; without it, 0.08.")
    private @Nullable Double cropScale;

    @Option(
            names = "--flip",
            paramLabel = "yes|no",
            description = "Whether training images are mirrored at random. Say no where the mirror image means"
                    + " something else: digits, letters, arrows, left and right; default: yes, but for mnist.")
    private @Nullable String flip;

    @Option(
            names = "--color-jitter",
            paramLabel = "NUMBER[,NUMBER...]",
            description =
                    "Vary brightness, contrast and saturation by so much, such as 0.4; or each by its own, and hue"
                            + " (up to 0.5) as a fourth: 0.4,0.4,0.4,0.1; default: not.")
    private @Nullable String colorJitter;

    @Option(
            names = "--rand-augment",
            paramLabel = "N",
            description = "So many operations on colours and geometry, chosen at random for each training image; the"
                    + " literature has 2; default: none.")
    private @Nullable Integer randAugment;

    @Option(
            names = "--cutout",
            paramLabel = "PIXELS",
            description =
                    "Cut a square of this side out of each training image; the literature has 16 on CIFAR-10 and 8"
                            + " on CIFAR-100; default: none.")
    private @Nullable Integer cutout;

    /** For picocli. */
    public AugmentationOptions() {}

    /** Refuses nonsense before images are read. */
    void check() {
        if (!List.of(PADDED, RESIZED, NONE).contains(crop)) {
            throw new InputException("--crop must be padded, resized or none, got " + crop);
        }
        if (cropScale != null) {
            if (!crop.equals(RESIZED)) {
                throw new InputException("--crop-scale " + cropScale + " is for --crop resized, got --crop " + crop);
            }
            OptionRange.check("--crop-scale", cropScale > 0 && cropScale <= 1, "above 0 and at most 1", cropScale);
        }
        if (flip != null && !flip.equals("yes") && !flip.equals("no")) {
            throw new InputException("--flip must be yes or no, got " + flip);
        }
        if (colorJitter != null) {
            jitter(colorJitter);
        }
        if (randAugment != null) {
            boolean fine = randAugment >= 1 && randAugment <= MOST_OPERATIONS;
            OptionRange.check("--rand-augment", fine, "from 1 to " + MOST_OPERATIONS, randAugment);
        }
    }

    /** Images that are varied so in training. */
    ImageData of(ImageData images) {
        Augmentation augmentation = cropped(images.augmentation());
        if (flip != null) {
            augmentation = augmentation.flip(flip.equals("yes"));
        }
        if (colorJitter != null) {
            augmentation = augmentation.colorJitter(jitter(colorJitter));
        }
        if (randAugment != null) {
            augmentation = augmentation.randAugment(new RandAugment(randAugment, false));
        }
        if (cutout != null) {
            long side = images.splits().train().shape().get(1);
            OptionRange.check(
                    "--cutout",
                    cutout >= 1 && cutout <= side,
                    "from 1 to " + side + " pixels, the side of the images",
                    cutout);
            augmentation = augmentation.cutout(cutout);
        }
        return images.augmentation(augmentation);
    }

    private Augmentation cropped(Augmentation usual) {
        return switch (crop) {
            case RESIZED -> {
                ResizedCrop standard = ResizedCrop.standard();
                yield Augmentation.resizedCrop(cropScale == null ? standard : standard.scale(cropScale, 1))
                        .flip(usual.isFlipped());
            }
            case NONE -> Augmentation.NONE.flip(usual.isFlipped());
            default -> usual;
        };
    }

    private static ColorJitter jitter(String text) {
        double[] numbers = numbers(text);
        try {
            if (numbers.length == 1) {
                return ColorJitter.of(numbers[0]);
            }
            ColorJitter jitter = ColorJitter.none()
                    .brightness(numbers[0])
                    .contrast(numbers[1])
                    .saturation(numbers[2]);
            return numbers.length == THREE ? jitter : jitter.hue(numbers[THREE]);
        } catch (IllegalArgumentException e) {
            throw new InputException("--color-jitter " + text + ": " + e.getMessage(), e);
        }
    }

    private static double[] numbers(String text) {
        String wanted = "--color-jitter must be one number, or three or four with commas between, got " + text;
        double[] numbers;
        try {
            numbers = Arrays.stream(text.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new InputException(wanted, e);
        }
        if (numbers.length == 2 || numbers.length > THREE + 1) {
            throw new InputException(wanted);
        }
        return numbers;
    }
}
