package dev.understudy.objective.relations;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import dev.understudy.AuxiliaryModule;
import dev.understudy.StudentTap;
import dev.understudy.Tap;
import dev.understudy.TeacherTap;
import java.util.Optional;

/** Makes a linear layer on the pooled features of a tap. */
record Embedding(Tap tap, int dimensions) implements AuxiliaryModule.Builder {

    @Override
    public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
        return Optional.of(
                linear(tap instanceof TeacherTap theirs ? shapes.at(theirs) : shapes.at((StudentTap) tap), dimensions));
    }

    /** For features of a shape, the number of channels of which comes second. */
    static AuxiliaryModule.Built linear(Shape features, long dimensions) {
        return AuxiliaryModule.Built.of(
                () -> Linear.builder().setUnits(dimensions).build(), new Shape(1, features.get(1)));
    }
}
