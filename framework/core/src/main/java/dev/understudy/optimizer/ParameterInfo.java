package dev.understudy.optimizer;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;

/** Which parameter it is: where it lies and what it is for. */
public final class ParameterInfo {

    private final @Nullable String module;
    private final String path;
    private final Parameter.Type type;
    private final Shape shape;

    /**
     * Describes a parameter.
     *
     * @param module the name of the auxiliary module that it is of; null for the student's network
     * @param path full path of its block and its own name, such as {@code 04conv4/01guided/weight}
     * @param type what it is for
     * @param shape its shape
     */
    public ParameterInfo(@Nullable String module, String path, Parameter.Type type, Shape shape) {
        this.module = module;
        this.path = path;
        this.type = type;
        this.shape = shape;
    }

    /**
     * The auxiliary module that it is of.
     *
     * @return the module's name; null for a parameter of the student's network
     */
    public @Nullable String getModule() {
        return module;
    }

    /**
     * Where it lies in the network or module.
     *
     * @return full path of its block and its own name
     */
    public String getPath() {
        return path;
    }

    /**
     * What it is for.
     *
     * @return DJL's type
     */
    public Parameter.Type getType() {
        return type;
    }

    /**
     * Its shape.
     *
     * @return the shape
     */
    public Shape getShape() {
        return shape;
    }

    /**
     * Whether it is a norm's scale or shift, or a bias.
     *
     * @return true for what is usually not decayed
     */
    public boolean isNormOrBias() {
        return type == Parameter.Type.BIAS || type == Parameter.Type.GAMMA || type == Parameter.Type.BETA;
    }

    /**
     * Whether it lies at or within a path.
     *
     * @param block a path such as {@code conv4} or {@code conv4/guided}, with or without DJL's numbers
     * @return true where all the path's names are the first of its own
     */
    public boolean isUnder(String block) {
        String[] wanted = block.split("/", -1);
        String[] names = path.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (i >= names.length
                    || !(names[i].equals(wanted[i])
                            || names[i].replaceFirst("^\\d+(?=\\D)", "").equals(wanted[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return module == null ? path : "module " + module + "/" + path;
    }
}
