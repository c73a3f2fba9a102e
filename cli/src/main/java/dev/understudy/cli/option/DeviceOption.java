package dev.understudy.cli.option;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.understudy.InputException;
import dev.understudy.engine.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where networks run, for every command that runs some: nothing is left to DJL, which takes a GPU where there is one. */
public final class DeviceOption {

    private static final String ALL = "gpus";

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "cpu, gpu or gpu1; in training also several that share each batch, gpu0,gpu1, or gpus for all"
                    + " of them; default: ${DEFAULT-VALUE}.")
    private String typed = "cpu";

    private @Nullable String place;

    /** For picocli. */
    public DeviceOption() {}

    /** The GPU that was given to this process, where the user typed that one is wanted. */
    public void place(String gpu) {
        if (!typed.equals("cpu")) {
            place = gpu;
        }
    }

    /** What the user typed. */
    public String typed() {
        return typed;
    }

    /**
     * The first device that the user named, whether it is there or not: the engine is not asked.
     *
     * @throws InputException when it names none
     */
    Device first() {
        check();
        return typed.equals(ALL) ? Device.gpu() : device(typed.split(",", -1)[0]);
    }

    /**
     * The only device that the user named.
     *
     * @throws InputException when it names none, several, or one that is not there
     */
    public Device one() {
        check();
        if (typed.equals(ALL) || typed.contains(",")) {
            throw new InputException("--device " + typed + ": one device is wanted here, such as cpu or gpu0");
        }
        return all().get(0);
    }

    /**
     * All devices that the user named.
     *
     * @throws InputException when it names none, or one that is not there, or several and the engine can use but one
     */
    public List<Device> all() {
        check();
        int gpus = first().isGpu() ? Engine.getInstance().getGpuCount() : 0;
        List<Device> devices = typed.equals(ALL)
                ? IntStream.range(0, gpus).mapToObj(Device::gpu).toList()
                : Arrays.stream((place == null ? typed : place).split(",", -1))
                        .map(DeviceOption::device)
                        .toList();
        if (devices.isEmpty() || devices.stream().anyMatch(device -> device.isGpu() && device.getDeviceId() >= gpus)) {
            throw new InputException("--device " + typed + ": the engine sees " + gpus + " GPUs on this machine"
                    + (gpus == 0
                            ? "; --device cpu takes the processor, a GPU needs NVIDIA's driver and a build with CUDA"
                                    + " (docs/guide/engines.md)"
                            : ", gpu0 to gpu" + (gpus - 1)));
        }
        if (devices.size() > 1 && !Engines.isPyTorch()) {
            throw new InputException("--device " + typed + ": only PyTorch trains on several devices, the engine is "
                    + Engines.current());
        }
        return devices;
    }

    private void check() {
        if (!typed.matches("gpus|cpu(,cpu)*|gpu\\d{0,3}(,gpu\\d{0,3})*")) {
            throw new InputException("--device must be cpu, gpu or gpu with a number, several of them with commas"
                    + " between, or gpus for all, got \"" + typed + "\"");
        }
    }

    private static Device device(String one) {
        String number = one.substring("gpu".length());
        return one.equals("cpu") ? Device.cpu() : Device.gpu(number.isEmpty() ? 0 : Integer.parseInt(number));
    }
}
