package dev.understudy.onnx;

/** A step of a network on its way into a graph: one value comes in, one goes out. */
sealed interface Part permits ConvolutionPart, BatchNormPart, DensePart, ChannelwisePart, BranchPart, OperationPart {

    /** What its output is called: its path in the network. */
    String name();

    /** The same under another name. */
    Part named(String name);

    /**
     * Appends it to a graph.
     *
     * @param graph the graph
     * @param input the value that comes in
     * @return the value that goes out
     */
    String write(OnnxGraph graph, String input);
}
