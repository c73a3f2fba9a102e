package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.nio.Buffer;
import java.util.List;
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
            "LossSums",
            "OutputPass",
            "HalvingPool",
            "ShardWriter",
            "PartGradients",
            "RandomUse",
            "RuleState",
            "RunningAverage",
            "Safetensors",
            "Seeded",
            "SharedEpochs",
            "StageGradients",
            "StepBatches",
            "StepGradients",
            "StepTimes",
            "StudentTrainer",
            "TorchScriptTeacher",
            "TrainedArray");

    /** What sends numbers to a device: to begin, to keep, to look; of a step, what is drawn for it and its samples' indices. */
    private static final Set<String> SENDERS = Set.of(
            "BatchData",
            "Constants",
            "CutMix",
            "FirstSamples",
            "Given",
            "InitialValues",
            "LossSums",
            "NetworkFingerprint",
            "NormValues",
            "ShardReader",
            "ParamsFile",
            "Partners",
            "Renormalizer",
            "RuleState",
            "RunningAverage",
            "Safetensors",
            "StageGradients",
            "StepRandom");

    private static boolean isOfAStep(JavaClass type) {
        return type.getPackageName()
                .matches("dev[.]understudy[.](internal[.].*|objective([.].*)?|block|batch|optimizer)");
    }

    /** Each plain number, and each array made in memory, is sent, and a GPU is waited for until it has arrived. */
    @Test
    public void aStepSendsNothingToItsDevice() {
        Set<String> senders = new TreeSet<>();
        for (JavaClass type : OurClasses.ALL) {
            boolean sends = type.getMethodCallsFromSelf().stream().anyMatch(DeviceReadsTest::isSending);
            if (sends && isOfAStep(type)) {
                senders.add(type.getSimpleName());
            }
        }
        assertEquals(senders, new TreeSet<>(SENDERS));
    }

    private static boolean isReading(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        String reading = "get(Float|Double|Int|Long|Byte|Uint8|Boolean|String)"
                + "|to(Float|Double|Int|Long|Byte|Uint8|Boolean|String)?Array|toByteBuffer|contentEquals";
        return owner.getSimpleName().equals("OnHost")
                || (owner.isAssignableTo(NDArray.class) && call.getName().matches(reading));
    }

    private static boolean isSending(JavaMethodCall call) {
        JavaClass owner = call.getTargetOwner();
        List<String> parameters = call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .toList();
        boolean plain = owner.isAssignableTo(NDArray.class) && parameters.contains(Number.class.getName());
        boolean made = owner.isAssignableTo(NDManager.class)
                && call.getName().equals("create")
                && !parameters.get(0).equals(Shape.class.getName());
        boolean set = owner.isAssignableTo(NDArray.class)
                && call.getName().equals("set")
                && parameters.contains(Buffer.class.getName());
        return plain || made || set;
    }

    /** Each number that is read from a GPU makes the program wait for all that the GPU has yet to do. */
    @Test
    public void aStepReadsNothingFromItsDevice() {
        Set<String> readers = new TreeSet<>();
        for (JavaClass type : OurClasses.ALL) {
            boolean reads = type.getMethodCallsFromSelf().stream().anyMatch(DeviceReadsTest::isReading);
            if (reads && isOfAStep(type)) {
                readers.add(type.getSimpleName());
            }
        }
        assertEquals(readers, new TreeSet<>(READERS));
    }
}
