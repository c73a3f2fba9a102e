package dev.understudy;

import java.util.Locale;

/**
 * How weights are drawn before the first step, wherever a network leaves that open: every parameter of type {@code WEIGHT}
 * that still has DJL's default initializer, and under {@link #PYTORCH} the biases beside them. Fan-in is the number of
 * inputs that one output is a sum of, {@code kernel height x kernel width x input channels of the group} for a
 * convolution; fan-out is that number for one input. Norms always start at scale 1 and shift 0, the slope of a PReLU at
 * 0.25 (He et al. 2015).
 *
 * <p>Each value follows from the seed and the parameter's path alone. A network that sets an initializer of its own keeps
 * it; the engine's random numbers are seeded for each of its parameters.
 */
public enum FirstWeights {
    /**
     * Uniform within {@code 1 / sqrt(fan-in)}, for weights and biases: what {@code torch.nn.Conv2d} and {@code
     * torch.nn.Linear} do.
     */
    PYTORCH,
    /**
     * Uniform within {@code sqrt(6 / (fan-in + fan-out))}, biases 0 (Glorot and Bengio 2010): what TensorFlow's and Keras's
     * layers do.
     */
    GLOROT,
    /**
     * Convolutions: normal with standard deviation {@code sqrt(2 / fan-in)} (He et al. 2015). Fully connected layers: uniform
     * within {@code 1 / sqrt(fan-in)}. Biases 0.
     */
    HE;

    /** What networks start with unless another is chosen: best on the validation split, see docs/paper.md. */
    public static final FirstWeights STANDARD = HE;

    /**
     * What it is called on a command line and in files.
     *
     * @return the name in lower case
     */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
