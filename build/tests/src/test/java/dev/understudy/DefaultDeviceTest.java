package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.testng.annotations.Test;

/** Who leaves it to DJL where arrays are: on a GPU where there is one, whatever the user said. */
public class DefaultDeviceTest {

    /** Adds two numbers, to have the engine's threads started. */
    private static final Set<String> LEFT = Set.of();

    @Test
    public void nobodyTakesTheDeviceThatDjlPrefers() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : OurClasses.ALL) {
            if (type.getMethodCallsFromSelf().stream().anyMatch(call -> isDefault(call.getTarget()))) {
                found.add(type.getSimpleName());
            }
        }
        assertEquals(found, new TreeSet<>(LEFT));
    }

    /** ONNX Runtime's answers are compared with the network's to 1e-4, which a GPU's rounding of products may miss. */
    @Test
    public void whatIsExportedRunsOnTheProcessor() {
        for (String name : List.of(
                "dev.understudy.cli.ExportCommand",
                "dev.understudy.onnx.OnnxExport",
                "dev.understudy.onnx.OnnxCheck",
                "dev.understudy.onnx.OnnxStudent")) {
            Set<String> asked = new TreeSet<>();
            OurClasses.ALL.get(name).getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isEquivalentTo(Device.class)
                            || call.getTargetOwner().getSimpleName().equals("DeviceOption"))
                    .forEach(call -> asked.add(call.getName()));
            assertEquals(asked, Set.of("cpu"), name);
        }
    }

    private static boolean isDefault(MethodCallTarget target) {
        boolean named = target.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("ai.djl.Device"));
        return switch (target.getName()) {
            case "newBaseManager" ->
                !named
                        && (target.getOwner().isEquivalentTo(NDManager.class)
                                || target.getOwner().isAssignableTo(Engine.class));
            case "newInstance", "newModel" ->
                !named
                        && (target.getOwner().isEquivalentTo(Model.class)
                                || target.getOwner().isAssignableTo(Engine.class));
            case "defaultDevice", "getDevices" -> target.getOwner().isAssignableTo(Engine.class);
            default -> false;
        };
    }
}
