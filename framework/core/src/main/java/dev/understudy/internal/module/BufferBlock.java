package dev.understudy.internal.module;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.internal.identity.ObjectDescription;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A module that is nothing but an array, which no optimizer touches. */
public final class BufferBlock extends AbstractBlock {

    private static final byte VERSION = 1;

    private final Parameter values;

    /** What its first numbers are made by, in words. */
    private final String first;

    private BufferBlock(Parameter values, String first) {
        super(VERSION);
        this.values = addParameter(values);
        this.first = first;
    }

    /**
     * How a buffer is made.
     *
     * @param shape its shape
     * @param first its first numbers
     */
    public record Plan(Function<AuxiliaryModule.Shapes, Shape> shape, Initializer first)
            implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape wanted = shape.apply(shapes);
            if (wanted.size() < 1) {
                throw new InputException("A buffer should hold a number or more, got the shape " + wanted);
            }
            return Optional.of(AuxiliaryModule.Built.of(() -> of(wanted)));
        }

        private BufferBlock of(Shape wanted) {
            Parameter values = Parameter.builder()
                    .setName("values")
                    .setType(Parameter.Type.OTHER)
                    .optShape(wanted)
                    .optInitializer(first)
                    .optRequiresGrad(false)
                    .build();
            return new BufferBlock(values, words());
        }

        /** DJL's initializers do not tell what they hold. */
        private String words() {
            if (!first.getClass().getName().startsWith("ai.djl.")) {
                return ObjectDescription.of(first, ObjectDescription.Kind.PART).text();
            }
            StringBuilder text = new StringBuilder(first.getClass().getSimpleName());
            for (Field field : ObjectDescription.instanceFields(first.getClass())) {
                try {
                    field.setAccessible(true);
                    text.append(' ').append(field.get(first));
                } catch (IllegalAccessException | InaccessibleObjectException e) {
                    text.append(" ?");
                }
            }
            return text.toString();
        }
    }

    /** Somebody else's parameter, to be read. */
    static BufferBlock around(Parameter parameter) {
        return new BufferBlock(parameter, "");
    }

    Parameter values() {
        return values;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        throw new InputException("A buffer cannot be run; AuxiliaryModules.buffer reads it");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {values.getShape()};
    }

    @Override
    public String toString() {
        return "buffer " + values.getShape() + " " + first;
    }
}
