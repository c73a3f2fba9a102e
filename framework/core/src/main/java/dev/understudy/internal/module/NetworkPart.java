package dev.understudy.internal.module;

import ai.djl.nn.Block;
import ai.djl.util.Pair;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts of the teacher's network as auxiliary modules, with the teacher's own weights. */
public final class NetworkPart {

    private NetworkPart() {}

    /**
     * All after a tap.
     *
     * @param tap where it begins
     */
    public record OfTeacher(TeacherTap tap) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            return Optional.of(AuxiliaryModule.Built.shared(shapes.getTeacher().partAfter(tap), shapes.at(tap)));
        }
    }

    /**
     * A parameter.
     *
     * @param path its block's path and its name
     */
    public record Parameter(String path) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            return Optional.of(AuxiliaryModule.Built.shared(BufferBlock.around(find(shapes.getTeacher(), path))));
        }
    }

    private static ai.djl.nn.Parameter find(Teacher teacher, String path) {
        int slash = path.lastIndexOf('/');
        Block owner = slash < 0 ? teacher.getNetwork() : teacher.blockAt(new TeacherTap(path.substring(0, slash)));
        List<String> names = new ArrayList<>();
        for (Pair<String, ai.djl.nn.Parameter> entry : owner.getDirectParameters()) {
            if (entry.getKey().equals(path.substring(slash + 1))) {
                return entry.getValue();
            }
            names.add(entry.getKey());
        }
        throw new InputException("No parameter at \"" + path + "\" in the teacher; its block has " + names);
    }
}
