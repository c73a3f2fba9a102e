package dev.understudy.internal.source;

import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.AuxiliaryModules;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.source.Sources;
import java.util.Optional;

/** The auxiliary modules of a peer's objective: each peer may have the same one, so a module has another name for each. */
public final class PeerModules {

    private PeerModules() {}

    private static String ending(String peer) {
        return " of " + peer;
    }

    /**
     * A module that is made for a peer.
     *
     * @param module the module
     * @param peer the peer's name
     * @return the module by its name for the peer
     */
    public static AuxiliaryModule of(AuxiliaryModule module, String peer) {
        AuxiliaryModule renamed =
                AuxiliaryModule.of(module.getName() + ending(peer), new ForPeer(module.getBuilder(), peer));
        return module.isFrozen() ? renamed.frozen() : renamed;
    }

    /**
     * Modules to which a peer's objective gives the names it knows.
     *
     * @param modules by their names for the peer
     * @param peer the peer's name
     * @return the same by their own names
     */
    public static AuxiliaryModules of(AuxiliaryModules modules, String peer) {
        return new RenamedModules(modules, ending(peer));
    }

    private record ForPeer(AuxiliaryModule.Builder builder, String peer) implements RenamedModules.Made {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            return builder.build(new PeerShapes(shapes, peer));
        }
    }

    /** Shapes as they are where the peer is the student, and the student a source. */
    private record PeerShapes(AuxiliaryModule.Shapes shapes, String peer) implements AuxiliaryModule.Shapes {

        @Override
        public Shape at(StudentTap tap) {
            return shapes.at(peer, new TeacherTap(tap.path()));
        }

        @Override
        public Shape at(String name, TeacherTap tap) {
            return name.equals(Sources.STUDENT) ? shapes.at(new StudentTap(tap.path())) : shapes.at(name, tap);
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
            return shapes.getTeacher(name);
        }
    }
}
