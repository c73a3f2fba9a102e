package dev.understudy.onnx;

/**
 * A part without weights that does the same to every channel, whatever the others hold.
 *
 * @param name its path
 * @param formula what it does
 */
record Operator(String name, Formula formula) implements Part {

    @Override
    public Operator named(String other) {
        return new Operator(other, formula);
    }

    @Override
    public String write(Graph graph, String input) {
        return formula.writer().write(graph, name, input);
    }
}
