package dev.understudy.bench.method;

import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;

/**
 * What two networks show, for a training set that is not there.
 *
 * @param networks what they show
 * @param samples how many samples the training set would have
 */
record ProbedShapes(AuxiliaryModule.Shapes networks, long samples) implements AuxiliaryModule.Shapes {

    @Override
    public Shape at(StudentTap tap) {
        return networks.at(tap);
    }

    @Override
    public Shape at(String source, TeacherTap tap) {
        return networks.at(source, tap);
    }

    @Override
    public Shape getInput() {
        return networks.getInput();
    }

    @Override
    public long getClasses() {
        return networks.getClasses();
    }

    @Override
    public long getSamples() {
        return samples;
    }

    @Override
    public Teacher getTeacher(String source) {
        return networks.getTeacher(source);
    }
}
