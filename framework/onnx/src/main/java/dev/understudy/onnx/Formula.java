package dev.understudy.onnx;

import java.util.List;
import java.util.Map;

/**
 * What a part without weights does, in ONNX's operators.
 *
 * @param key says what, with all its numbers: formulas of the same key do the same
 * @param writer appends it to a graph
 */
record Formula(String key, Writer writer) {

    /** Appends an operation to a graph. */
    @FunctionalInterface
    interface Writer {

        /**
         * Appends it.
         *
         * @param graph the graph
         * @param name what the output is to be called
         * @param input the value that comes in
         * @return the value that goes out
         */
        String write(OnnxGraph graph, String name, String input);
    }

    /** Lets everything through. */
    static Formula nothing() {
        return new Formula("nothing", (graph, name, input) -> input);
    }

    /** One operator of ONNX without numbers. */
    static Formula of(String operator) {
        return of(operator, operator, Map.of());
    }

    /** One operator of ONNX. */
    static Formula of(String key, String operator, Map<String, Object> attributes) {
        return new Formula(key, (graph, name, input) -> graph.node(name, operator, List.of(input), attributes));
    }
}
