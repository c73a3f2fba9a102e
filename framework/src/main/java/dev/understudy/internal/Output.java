package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.TeacherTap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One output of a teacher.
 *
 * @param tap its tap, or null for the logits
 * @param each the shape for one sample, without the batch
 */
record Output(@Nullable TeacherTap tap, Shape each) {

    /** Those that a stage reads. */
    static List<Output> of(Needs needs, Probe shapes) {
        List<Output> outputs = new ArrayList<>();
        for (TeacherTap tap : needs.teacherTaps()) {
            outputs.add(new Output(tap, shapes.at(tap).slice(1)));
        }
        if (needs.teacherLogits()) {
            outputs.add(new Output(null, shapes.teacherLogits().slice(1)));
        }
        return outputs;
    }

    static Set<TeacherTap> taps(Iterable<Output> outputs) {
        Set<TeacherTap> taps = new LinkedHashSet<>();
        for (Output output : outputs) {
            if (output.tap != null) {
                taps.add(output.tap);
            }
        }
        return taps;
    }

    static boolean logits(Iterable<Output> outputs) {
        for (Output output : outputs) {
            if (output.tap == null) {
                return true;
            }
        }
        return false;
    }

    static Activations<TeacherTap> together(Map<Output, NDArray> arrays) {
        Map<TeacherTap, NDArray> taps = new LinkedHashMap<>();
        NDArray logits = null;
        for (Map.Entry<Output, NDArray> entry : arrays.entrySet()) {
            TeacherTap tap = entry.getKey().tap;
            if (tap == null) {
                logits = entry.getValue();
            } else {
                taps.put(tap, entry.getValue());
            }
        }
        return new Activations<>("teacher", taps, logits);
    }

    NDArray from(Activations<TeacherTap> shown) {
        return tap == null ? shown.getLogits() : shown.get(tap);
    }

    String name() {
        return tap == null ? "logits" : "tap " + tap.path();
    }
}
