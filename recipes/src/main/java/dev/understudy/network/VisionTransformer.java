package dev.understudy.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.initializer.NormalInitializer;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.block.PatchEmbedding;
import dev.understudy.block.Residual;
import dev.understudy.block.SelfAttention;
import dev.understudy.format.NameMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Vision Transformer (Dosovitskiy et al. 2021) with the norm before each layer, a class token, GELU and learned positions,
 * as timm builds it ({@code vit_tiny_patch16_224} and its like); without dropout.
 *
 * <pre>
 * embed                              [batch, tokens, width]   patches, class token, positions
 * blocks/block0                      [batch, tokens, width]   tokens after each block
 * blocks/block0/attention            attention with its shortcut; .../body/attention/weights its attention
 * blocks/block0/mlp                  two full layers with GELU between, with their shortcut
 * norm                               [batch, tokens, width]
 * token                              [batch, width]           the class token
 * classes                            [batch, classes]
 * </pre>
 *
 * @param patch the side of a patch, in pixels
 * @param width of a token, a multiple of the heads
 * @param depth how many blocks, at least 1
 * @param heads of the attention
 */
public record VisionTransformer(int patch, int width, int depth, int heads) {

    /** timm's and the authors'. */
    private static final float EPSILON = 1e-6f;

    private static final float DEVIATION = 0.02f;
    private static final int EXPANSION = 4;
    private static final int LAST_AXIS = 2;

    /** Checks the sizes. */
    public VisionTransformer {
        if (patch < 1 || depth < 1 || heads < 1 || width < heads || width % heads != 0) {
            throw new InputException(
                    "A vision transformer needs a patch, a depth and heads of at least 1 that divide the"
                            + " width; got patch " + patch + ", width " + width + ", depth " + depth + ", heads "
                            + heads);
        }
    }

    /**
     * ViT-Tiny for images of 32 x 32: patch 4, width 192, depth 12, 3 heads.
     *
     * @return 5,380,132 parameters for 100 classes of 32 x 32 images with 3 channels
     */
    public static VisionTransformer tiny() {
        return new VisionTransformer(4, 192, 12, 3);
    }

    /**
     * The same with another depth.
     *
     * @param other how many blocks, at least 1
     * @return the sizes
     */
    public VisionTransformer depth(int other) {
        return new VisionTransformer(patch, width, other, heads);
    }

    /**
     * The network as a student, or to be a teacher.
     *
     * @param classes how many, at least 1
     * @return makes it
     */
    public Student student(int classes) {
        return Student.of("vit-" + width + "x" + depth, () -> network(classes));
    }

    /**
     * The tokens after a block of the student.
     *
     * @param block from 0
     * @return the tap
     */
    public static StudentTap tokens(int block) {
        return new StudentTap("blocks/block" + block);
    }

    /**
     * The tokens after a block of the teacher.
     *
     * @param block from 0
     * @return the tap
     */
    public static TeacherTap teachersTokens(int block) {
        return new TeacherTap("blocks/block" + block);
    }

    /**
     * A fresh network.
     *
     * @param classes how many, at least 1
     * @return the blocks, not initialised
     */
    public Layers network(int classes) {
        Layers blocks = new Layers();
        for (int i = 0; i < depth; i++) {
            blocks.add("block" + i, block());
        }
        return new Layers()
                .add("embed", new PatchEmbedding(patch, width))
                .add("blocks", blocks)
                .add("norm", norm())
                .add(
                        "token",
                        new LambdaBlock(
                                tokens -> new NDList(tokens.singletonOrThrow().get(new NDIndex(":, 0"))), "token"))
                .add("classes", full(classes));
    }

    private Block block() {
        Layers attention = new Layers().add("norm", norm()).add("attention", new SelfAttention(width, heads));
        Layers mlp = new Layers()
                .add("norm", norm())
                .add("fc1", full(EXPANSION * width))
                .add("gelu", Activation.geluBlock())
                .add("fc2", full(width));
        return new Layers()
                .add("attention", new Residual(attention, Blocks.identityBlock()))
                .add("mlp", new Residual(mlp, Blocks.identityBlock()));
    }

    private static Block norm() {
        return LayerNorm.builder().axis(LAST_AXIS).optEpsilon(EPSILON).build();
    }

    private static Block full(int units) {
        Block full = Linear.builder().setUnits(units).build();
        full.setInitializer(new NormalInitializer(DEVIATION), Parameter.Type.WEIGHT);
        return full;
    }

    /**
     * What timm calls the layers, so that its weights can be read.
     *
     * @return the names
     */
    public NameMap names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("embed", "");
        names.put("embed/proj", "patch_embed.proj");
        for (int i = 0; i < depth; i++) {
            String ours = "blocks/block" + i + "/";
            String theirs = "blocks." + i + ".";
            names.put(ours + "attention/body/norm", theirs + "norm1");
            names.put(ours + "attention/body/attention/qkv", theirs + "attn.qkv");
            names.put(ours + "attention/body/attention/proj", theirs + "attn.proj");
            names.put(ours + "mlp/body/norm", theirs + "norm2");
            names.put(ours + "mlp/body/fc1", theirs + "mlp.fc1");
            names.put(ours + "mlp/body/fc2", theirs + "mlp.fc2");
        }
        names.put("norm", "norm");
        names.put("classes", "head");
        return new NameMap(names);
    }
}
