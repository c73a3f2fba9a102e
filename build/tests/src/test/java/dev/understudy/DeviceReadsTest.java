package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;
import org.testng.annotations.Test;

/** What reads from a device, and thereby waits for it. */
public class DeviceReadsTest {

    /** Where a device is waited for: to look, to keep, to begin; of a step, what it does every 50 of them on a GPU. */
    private static final Set<String> READERS = Set.of(
            "BatchNormMargins",
            "NormValues",
            "Evaluator",
            "Fingerprints",
            "FiniteCheck",
            "FirstSamples",
            "LabelCheck",
            "OutputPass",
            "OutputWriter",
            "PartGradients",
            "RandomUse",
            "RuleState",
            "RunningAverage",
            "Safetensors",
            "StageGradients",
            "StageTrainer",
            "StepBatches",
            "StepGradients",
            "StepTimes",
            "StudentTrainer",
            "TorchScriptTeacher",
            "Workers");

    /** Each number that is read from a GPU makes the program wait for all that the GPU has yet to do. */
    @Test
    public void aStepReadsNothingFromItsDevice() {
        Set<String> readers = new TreeSet<>();
        for (JavaClass type : OurClasses.ALL) {
            boolean reads = type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isAssignableTo(NDArray.class))
                    .anyMatch(call -> call.getName()
                            .matches("get(Float|Double|Int|Long|Byte|Uint8|Boolean|String)"
                                    + "|to(Float|Double|Int|Long|Byte|Uint8|Boolean|String)?Array|toByteBuffer"));
            if (reads && type.getPackageName().matches("dev[.]understudy[.](internal[.].*|objective([.].*)?|block)")) {
                readers.add(type.getSimpleName());
            }
        }
        assertEquals(readers, new TreeSet<>(READERS));
    }
}
