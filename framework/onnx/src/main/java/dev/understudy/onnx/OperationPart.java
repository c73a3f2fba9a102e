package dev.understudy.onnx;

/**
 * A part that stays as it is: it looks at several channels, or has weights that nothing is folded into.
 *
 * @param name its path
 * @param writer what it does
 */
record OperationPart(String name, Formula.Writer writer) implements Part {

    @Override
    public OperationPart named(String other) {
        return new OperationPart(other, writer);
    }

    @Override
    public String write(OnnxGraph graph, String input) {
        return writer.write(graph, name, input);
    }
}
