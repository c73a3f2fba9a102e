package dev.understudy.network;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.format.Safetensors;
import dev.understudy.measure.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.testng.annotations.Test;

/** What a vision transformer answers, against PyTorch 2.13's own layers with the same weights. */
@SuppressWarnings("FloatingPointLiteralPrecision")
public final class VisionTransformerTest {

    private static final VisionTransformer SMALL = new VisionTransformer(4, 8, 2, 2);
    private static final Shape IMAGE = new Shape(3, 8, 8);
    private static final int CLASSES = 3;
    private static final float CLOSE = 1e-5f;

    /** Tokens of the second image after the first block. */
    private static final float[] TOKENS = {
        -1.49378538f,
        1.54996288f,
        0.947032094f,
        -1.05337059f,
        -0.196556807f,
        -0.760482669f,
        0.820661187f,
        1.37528515f,
        -4.10047102f,
        -1.41298652f,
        -0.735537827f,
        -0.542634189f,
        1.67515945f,
        1.11926043f,
        2.54569435f,
        3.76937366f,
        -2.7884953f,
        -1.38893926f,
        -2.46708488f,
        -3.40841079f,
        -1.12267351f,
        -1.06912148f,
        0.701233029f,
        2.26220512f,
        0.0188397765f,
        1.55555272f,
        -0.0308989435f,
        -2.61243963f,
        -2.3583951f,
        -3.54562354f,
        -2.04585576f,
        -0.504146099f,
        1.31654644f,
        3.22474957f,
        2.31398249f,
        0.42748642f,
        0.409195602f,
        -2.19209576f,
        -2.29662848f,
        -1.6663909f,
    };

    /** The attention of the first image's second head in the second block. */
    private static final float[] ATTENTION = {
        0.201984212f, 0.201928124f, 0.20083122f, 0.198302209f, 0.196954191f, 0.201609999f, 0.201490715f,
        0.200649261f, 0.198645666f, 0.197604373f, 0.201802656f, 0.201523304f, 0.200674042f, 0.198528185f,
        0.197471797f, 0.201947004f, 0.201251984f, 0.200586483f, 0.198531091f, 0.197683379f, 0.202173233f,
        0.20127514f, 0.200610101f, 0.198397979f, 0.197543561f,
    };

    private static final float[] LOGITS = {
        0.132248506f, -0.210710227f, 0.56132412f, 0.132348731f, -0.210691512f, 0.561202943f,
    };

    /** As timm names them, with its shapes. */
    private static Map<String, Shape> parameters() {
        Map<String, Shape> all = new TreeMap<>();
        all.put("cls_token", new Shape(1, 1, 8));
        all.put("pos_embed", new Shape(1, 5, 8));
        all.put("patch_embed.proj.weight", new Shape(8, 3, 4, 4));
        all.put("patch_embed.proj.bias", new Shape(8));
        for (int i = 0; i < 2; i++) {
            String block = "blocks." + i + ".";
            norm(all, block + "norm1");
            full(all, block + "attn.qkv", 24, 8);
            full(all, block + "attn.proj", 8, 8);
            norm(all, block + "norm2");
            full(all, block + "mlp.fc1", 32, 8);
            full(all, block + "mlp.fc2", 8, 32);
        }
        norm(all, "norm");
        full(all, "head", CLASSES, 8);
        return all;
    }

    private static void norm(Map<String, Shape> all, String name) {
        all.put(name + ".weight", new Shape(8));
        all.put(name + ".bias", new Shape(8));
    }

    private static void full(Map<String, Shape> all, String name, int output, int input) {
        all.put(name + ".weight", new Shape(output, input));
        all.put(name + ".bias", new Shape(output));
    }

    /** {@code scale sin(1.3 i + number)}. */
    private static NDArray values(NDManager manager, int number, Shape shape, double scale) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * Math.sin(1.3 * i + number));
        }
        return manager.create(values, shape);
    }

    @Test
    public void answersWhatPyTorchsLayersAnswerWithWeightsOfTimmsNames() throws IOException {
        Path file = Files.createTempFile("vit", ".safetensors");
        TeacherTap attention = new TeacherTap("blocks/block1/attention/body/attention/weights");
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            parameters().forEach((name, shape) -> arrays.put(name, values(manager, arrays.size(), shape, 0.3)));
            Files.write(file, Safetensors.encode(Map.of(), arrays));
            NDList images = new NDList(values(manager, 100, new Shape(2).addAll(IMAGE), 1));
            try (Teacher teacher = Teacher.load(SMALL.student(CLASSES), file, SMALL.names(), IMAGE, Device.cpu());
                    Teacher.View view =
                            teacher.open(manager, Set.of(VisionTransformer.teachersTokens(0), attention), true)) {
                Activations<TeacherTap> seen = view.forward(images);
                assertEquals(
                        seen.get(VisionTransformer.teachersTokens(0)).get(1).toFloatArray(), TOKENS, CLOSE);
                assertEquals(seen.get(attention).get(0).get(1).toFloatArray(), ATTENTION, CLOSE);
                assertEquals(requireNonNull(seen.getLogits()).toFloatArray(), LOGITS, CLOSE);
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void isAsLargeAsTimms() {
        // timm's vit_tiny_patch16_224 has 5,717,416 parameters.
        assertEquals(
                Inspection.parameters(new VisionTransformer(16, 192, 12, 3).student(1000), new Shape(3, 224, 224)),
                5_717_416L);
        // Patches 9,408, token 192, positions 12,480, 12 blocks of 444,864, norm 384, classes 19,300.
        assertEquals(Inspection.parameters(VisionTransformer.tiny().student(100), new Shape(3, 32, 32)), 5_380_132L);
    }

    @Test
    public void valuesWithinABlockHaveNoParametersOfTheirOwn() {
        long parts = 0;
        int seen = 0;
        for (Inspection.Place place : Inspection.of(SMALL.student(CLASSES), IMAGE)) {
            if (place.path().endsWith("/weights")) {
                assertEquals(place.output(), new Shape(1, 2, 5, 5));
                assertEquals(place.parameters(), 0L);
                seen++;
            }
            parts += place.part() ? place.parameters() : 0;
        }
        assertEquals(seen, 2);
        assertEquals(parts, Inspection.parameters(SMALL.student(CLASSES), IMAGE));
    }

    @Test
    public void wrongSizesAreRefused() {
        assertEquals(
                expectThrows(InputException.class, () -> new VisionTransformer(4, 8, 2, 3))
                        .getMessage(),
                "A vision transformer needs a patch, a depth and heads of at least 1 that divide the width; got patch 4,"
                        + " width 8, depth 2, heads 3");
        String refusal = String.valueOf(expectThrows(
                        InputException.class, () -> Inspection.parameters(SMALL.student(CLASSES), new Shape(3, 10, 10)))
                .getMessage());
        assertTrue(
                refusal.startsWith(
                        "Patches of 4 x 4 need images [batch, channels, height, width] whose sides are multiples of 4"),
                refusal);
    }
}
