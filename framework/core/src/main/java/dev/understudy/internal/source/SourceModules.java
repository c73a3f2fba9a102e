package dev.understudy.internal.source;

import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.AuxiliaryModules;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.source.Sources;
import java.util.Optional;

/**
 * The auxiliary modules of an objective that learns from another source than the teacher: the same objective may learn
 * from several, so a module has another name for each.
 */
public final class SourceModules {

    private SourceModules() {}

    private static String ending(String source) {
        return " from " + source;
    }

    /**
     * A module that is made for another source.
     *
     * @param module the module
     * @param source the source's name
     * @return the module by its name for the source
     */
    public static AuxiliaryModule of(AuxiliaryModule module, String source) {
        AuxiliaryModule renamed =
                AuxiliaryModule.of(module.getName() + ending(source), new ForSource(module.getBuilder(), source));
        return module.isFrozen() ? renamed.frozen() : renamed;
    }

    /**
     * What makes a module, whichever source or peer it is made for.
     *
     * @param builder a module's
     * @return the builder that the objective gave
     */
    public static AuxiliaryModule.Builder origin(AuxiliaryModule.Builder builder) {
        return builder instanceof RenamedModules.Made other ? origin(other.builder()) : builder;
    }

    /**
     * Modules to which an objective gives the names it knows.
     *
     * @param modules by their names for the source
     * @param source the source's name
     * @return the same by their own names
     */
    public static AuxiliaryModules of(AuxiliaryModules modules, String source) {
        return new RenamedModules(modules, ending(source));
    }

    private record ForSource(AuxiliaryModule.Builder builder, String source) implements RenamedModules.Made {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            return builder.build(new TeacherShapes(shapes, source));
        }
    }

    /** Shapes as they are where the source is the teacher. */
    private record TeacherShapes(AuxiliaryModule.Shapes shapes, String source) implements AuxiliaryModule.Shapes {

        @Override
        public Shape at(StudentTap tap) {
            return shapes.at(tap);
        }

        @Override
        public Shape at(String name, TeacherTap tap) {
            return shapes.at(known(name), tap);
        }

        @Override
        public Shape getInput() {
            return shapes.getInput();
        }

        @Override
        public long getClasses() {
            return shapes.getClasses();
        }

        @Override
        public long getSamples() {
            return shapes.getSamples();
        }

        @Override
        public Teacher getTeacher(String name) {
            return shapes.getTeacher(known(name));
        }

        private String known(String name) {
            return name.equals(Sources.TEACHER) ? source : name;
        }
    }
}
