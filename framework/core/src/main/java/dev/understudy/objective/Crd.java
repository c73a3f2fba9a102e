package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.UniformInitializer;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.Tap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;
import java.util.Optional;

/**
 * Contrastive representation distillation (Tian et al. 2020, eq. 9 to 19): what student and teacher make of the same image
 * is to be told from what they make of others. With unit embeddings v of both networks' features, a bank m of the other
 * network's embeddings of all training images, and {@code P = exp(v . m / t) / Z}:
 * {@code -(1/B) [sum log P+/(P+ + K/n) + sum log (K/n)/(P- + K/n)]}, from both sides.
 *
 * <p>Shapes: features {@code [batch, ...]}, of any shapes; two banks {@code [samples, dimensions]} in memory and in
 * checkpoints. The K negatives of an image are drawn anew in each step from all others, with replacement. Z, on each side,
 * is the mean over the first batch times n, and stays. After a step, the banks' rows of its images move towards the
 * embeddings by {@code m <- momentum m + (1 - momentum) v}, as unit vectors. Reduction: the mean over the batch of the sum
 * over the negatives.
 *
 * <p>The training set has to number its samples from 0. Deviations from the authors' code: their data set draws negatives
 * of other classes only; the products with all rows are computed and then picked, in place of picking rows first, which
 * takes a hundredth of the memory.
 *
 * @param student whose activation is embedded
 * @param teacher whose activation is embedded
 * @param negatives K, 1 or more and below the number of samples; {@link #SCALED} for as large a part of the training set
 *     as the authors' 16,384 is of CIFAR-100's 50,000
 * @param settings the rest
 */
public record Crd(StudentTap student, TeacherTap teacher, int negatives, Settings settings) implements Objective {

    /** As many negatives as the authors take, for the size of the training set. */
    public static final int SCALED = 0;

    private static final double PART = 16_384 / 50_000.0;
    private static final double FLOOR = 1e-7;

    /**
     * How embeddings are made and kept.
     *
     * @param dimensions of an embedding, 1 or more
     * @param temperature t, above 0
     * @param momentum of the banks, from 0 to below 1
     */
    public record Settings(int dimensions, double temperature, double momentum) {

        /** Checks the ranges. */
        public Settings {
            if (dimensions < 1) {
                throw new InputException("An embedding needs 1 dimension or more, got " + dimensions);
            }
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new InputException("The temperature of CRD should be above 0, got " + temperature);
            }
            if (!(momentum >= 0 && momentum < 1)) {
                throw new InputException("The momentum of CRD's banks should be from 0 to below 1, got " + momentum);
            }
        }

        /**
         * The authors': 128 dimensions, a temperature of 0.07, a momentum of 0.5.
         *
         * @return the settings
         */
        public static Settings standard() {
            return new Settings(128, 0.07, 0.5);
        }
    }

    /** Checks the number of negatives. */
    public Crd {
        if (negatives < 0) {
            throw new InputException("CRD needs 1 negative or more, got " + negatives);
        }
    }

    /**
     * With the authors' settings, and as many negatives for the size of the training set.
     *
     * @param student whose activation is embedded
     * @param teacher whose activation is embedded
     * @return the objective
     */
    public static Crd of(StudentTap student, TeacherTap teacher) {
        return new Crd(student, teacher, SCALED, Settings.standard());
    }

    @Override
    public Needs needs() {
        float bound = (float) (1 / Math.sqrt(settings.dimensions / 3.0));
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(embedding("student", student))
                .with(embedding("teacher", teacher))
                .with(AuxiliaryModule.buffer(name("student's bank"), this::bank, new UniformInitializer(bound)))
                .with(AuxiliaryModule.buffer(name("teacher's bank"), this::bank, new UniformInitializer(bound)))
                .with(AuxiliaryModule.buffer(name("Z"), shapes -> new Shape(2), new ConstantInitializer(0)));
    }

    private Shape bank(AuxiliaryModule.Shapes shapes) {
        negatives(shapes.getSamples());
        return new Shape(shapes.getSamples(), settings.dimensions);
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = embedded("student", context.getStudent().get(student), context);
        NDArray other = embedded("teacher", context.getTeacher().get(teacher), context);
        NDArray indices = context.getIndices().toType(DataType.INT64, false);
        NDArray picked = picked(indices, context);
        Side students = side(own, "teacher's bank", picked, 0, context);
        Side teachers = side(other, "student's bank", picked, 1, context);
        context.getModules().afterStep(() -> {
            move("student's bank", own, indices, context);
            move("teacher's bank", other, indices, context);
            NDArray z = context.getModules().buffer(name("Z"));
            z.set(new NDIndex(":"), NDArrays.concat(new NDList(students.z, teachers.z)));
        });
        return students.loss.add(teachers.loss);
    }

    private record Side(NDArray loss, NDArray z) {}

    /** One network's embeddings against the other's bank. */
    private Side side(NDArray embeddings, String bank, NDArray picked, int place, StepContext context) {
        NDArray rows = Targets.beside(context.getModules().buffer(name(bank)), embeddings);
        NDArray products = embeddings.matMul(rows.transpose()).gather(picked, 1);
        NDArray likeness = Scaling.times(products, 1 / settings.temperature).exp();
        long samples = rows.getShape().get(0);
        NDArray kept = Targets.beside(context.getModules().buffer(name("Z")), embeddings)
                .get(new NDIndex(place + ":" + (place + 1)));
        NDArray first =
                Scaling.times(likeness.stopGradient().mean(), (double) samples).reshape(1);
        NDArray known = kept.gt(kept.zerosLike()).toType(DataType.FLOAT32, false);
        NDArray z = kept.mul(known).add(first.mul(known.onesLike().sub(known)));
        return new Side(contrast(likeness.div(z), samples), z);
    }

    /**
     * The loss of one side.
     *
     * @param likeness P {@code [batch, 1 + K]}, of the same image first
     * @param samples n
     * @return a scalar, at least 0
     */
    static NDArray contrast(NDArray likeness, long samples) {
        long all = likeness.getShape().get(1);
        double noise = (all - 1.0) / samples;
        NDArray same = likeness.get(new NDIndex(":, 0:1"));
        NDArray others = likeness.get(new NDIndex(":, 1:"));
        NDArray told = same.log().sub(Scaling.plus(same, noise + FLOOR).log()).sum();
        NDArray apart = Scaling.plus(Scaling.plus(others, noise + FLOOR).log().neg(), Math.log(noise))
                .sum();
        return Scaling.times(told.add(apart), -1.0 / likeness.getShape().get(0));
    }

    /** Each image's own position, then those of its negatives, {@code [batch, 1 + K]}. */
    private NDArray picked(NDArray indices, StepContext context) {
        long samples =
                context.getModules().buffer(name("student's bank")).getShape().get(0);
        long batch = indices.getShape().get(0);
        NDArray own = indices.reshape(batch, 1);
        Shape wanted = new Shape(batch, negatives(samples));
        NDArray drawn = context.getRandom().integers(indices.getManager(), Math.toIntExact(samples - 1), wanted);
        NDArray others = drawn.add(drawn.gte(own).toType(DataType.INT64, false));
        return NDArrays.concat(new NDList(own, others), 1);
    }

    private int negatives(long samples) {
        long wanted = negatives == SCALED ? Math.max(1, Math.round(samples * PART)) : negatives;
        if (wanted >= samples) {
            throw new InputException("CRD wants " + wanted + " negatives, and the training set has " + samples
                    + " samples; wanted are fewer negatives than samples, see Crd.SCALED");
        }
        return Math.toIntExact(wanted);
    }

    private void move(String bank, NDArray embeddings, NDArray indices, StepContext context) {
        NDArray rows = context.getModules().buffer(name(bank));
        NDIndex here = new NDIndex("{}", indices);
        NDArray before = rows.get(here);
        before.attach(embeddings.getManager());
        NDArray moved = Scaling.times(before, settings.momentum)
                .add(Scaling.times(embeddings.stopGradient(), 1 - settings.momentum));
        rows.set(here, UnitVectors.of(moved));
    }

    private NDArray embedded(String whose, NDArray features, StepContext context) {
        return UnitVectors.of(context.getModules().forward(name(whose + "'s embedding"), features));
    }

    private String name(String what) {
        return "CRD " + student + " -> " + teacher + " " + settings.dimensions + ": " + what;
    }

    private AuxiliaryModule embedding(String whose, Tap tap) {
        return AuxiliaryModule.of(name(whose + "'s embedding"), new Embedding(tap, settings.dimensions));
    }

    private record Embedding(Tap tap, int dimensions) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape features = tap instanceof TeacherTap theirs ? shapes.at(theirs) : shapes.at((StudentTap) tap);
            return Optional.of(AuxiliaryModule.Built.of(this::linear, features));
        }

        private Block linear() {
            return new SequentialBlock()
                    .add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(dimensions).build());
        }
    }
}
