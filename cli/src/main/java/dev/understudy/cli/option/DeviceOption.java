package dev.understudy.cli.option;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.understudy.InputException;
import dev.understudy.engine.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code --device} names. */
final class DeviceOption {

    private static final String ALL = "gpus";

    private DeviceOption() {}

    /**
     * The first device that the user named, whether it is there or not: the engine is not asked.
     *
     * @throws InputException when it names none
     */
    static Device first(String typed) {
        check(typed);
        return typed.equals(ALL) ? Device.gpu() : device(typed.split(",", -1)[0]);
    }

    /**
     * All devices that the user named.
     *
     * @throws InputException when it names none, or one that is not there, or several and the engine can use but one
     */
    static List<Device> of(String typed) {
        check(typed);
        int gpus = first(typed).isGpu() ? Engine.getInstance().getGpuCount() : 0;
        List<Device> devices = typed.equals(ALL)
                ? IntStream.range(0, gpus).mapToObj(Device::gpu).toList()
                : Arrays.stream(typed.split(",", -1)).map(DeviceOption::device).toList();
        if (devices.isEmpty() || devices.stream().anyMatch(device -> device.isGpu() && device.getDeviceId() >= gpus)) {
            throw new InputException("--device " + typed + ": the engine sees " + gpus + " GPUs on this machine");
        }
        if (devices.size() > 1 && !Engines.isPyTorch()) {
            throw new InputException("--device " + typed + ": only PyTorch trains on several devices, the engine is "
                    + Engines.current());
        }
        return devices;
    }

    private static void check(String typed) {
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
