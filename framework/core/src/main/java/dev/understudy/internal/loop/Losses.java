package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.text.UserCall;
import java.util.function.Supplier;

/** What objectives give, which may be anything that a user's code can give. */
public final class Losses {

    private Losses() {}

    /**
     * An objective's value for a batch.
     *
     * @param who the beginning of what is said where it is none
     * @param objective the objective
     * @param context the batch
     * @return one number
     * @throws InputException where the objective throws, or gives no such thing
     */
    public static NDArray of(Supplier<String> who, Objective objective, StepContext context) {
        NDArray loss = UserCall.made(who, () -> objective.loss(context));
        Device device = context.getLabels().getDevice();
        DataType type = loss.getDataType();
        if (loss.size() != 1) {
            throw new InputException(who.get() + " gave an array of shape " + loss.getShape()
                    + "; wanted one number, as mean() or sum() make it");
        }
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new InputException(who.get() + " gave a number of the type " + type
                    + ", which has no gradient; wanted float32, see NDArray.toType");
        }
        if (!loss.getDevice().equals(device)) {
            throw new InputException(who.get() + " gave a number on the device " + loss.getDevice()
                    + ", the batch is on " + device + "; see NDArray.toDevice");
        }
        return loss.getShape().dimension() > 1 ? loss.reshape(new Shape(1)) : loss;
    }
}
