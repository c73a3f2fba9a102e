package dev.understudy.onnx;

/**
 * A part without weights that does the same to every channel, whatever the others hold.
 *
 * @param name its path
 * @param formula what it does
 */
record ChannelwisePart(String name, Formula formula) implements Part {

    @Override
    public ChannelwisePart named(String other) {
        return new ChannelwisePart(other, formula);
    }

    @Override
    public String write(OnnxGraph graph, String input) {
        return formula.writer().write(graph, name, input);
    }
}
