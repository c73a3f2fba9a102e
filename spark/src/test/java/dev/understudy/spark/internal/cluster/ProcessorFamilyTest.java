package dev.understudy.spark.internal.cluster;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

public class ProcessorFamilyTest {

    private static final List<String> ZEN = List.of(
            "processor\t: 0",
            "vendor_id\t: AuthenticAMD",
            "cpu family\t: 25",
            "flags\t\t: fpu sse2 avx2 fma avx bmi1",
            "");

    @Test
    public void makerAndVectorInstructionsAreTheFamily() {
        assertEquals(ProcessorFamily.of("amd64", ZEN, Map.of()), "amd64 AuthenticAMD avx avx2 fma");
    }

    @Test
    public void whatNoKernelIsChosenByIsLeftOut() {
        List<String> newer = List.of("vendor_id : AuthenticAMD", "model : 17", "flags : avx avx2 fma sha_ni rdpid");
        assertEquals(ProcessorFamily.of("amd64", newer, Map.of()), ProcessorFamily.of("amd64", ZEN, Map.of()));
    }

    @Test
    public void widerVectorsAreAnotherFamily() {
        List<String> wide = List.of("vendor_id : AuthenticAMD", "flags : avx avx2 fma avx512f");
        assertNotEquals(ProcessorFamily.of("amd64", wide, Map.of()), ProcessorFamily.of("amd64", ZEN, Map.of()));
    }

    @Test
    public void whoHasTheLibrariesComputeOtherwiseIsAnotherFamily() {
        Map<String, String> environment = Map.of("ATEN_CPU_CAPABILITY", "avx2", "HOME", "somewhere");
        assertEquals(
                ProcessorFamily.of("amd64", ZEN, environment),
                "amd64 AuthenticAMD avx avx2 fma ATEN_CPU_CAPABILITY=avx2");
    }

    @Test
    public void processorsOfArmSayItInOtherWords() {
        assertEquals(
                ProcessorFamily.of("aarch64", List.of("Features\t: fp asimd sve", "CPU implementer\t: 0x41"), Map.of()),
                "aarch64 0x41 asimd sve");
    }

    @Test
    public void whereNothingIsKnownThereIsTheArchitecture() {
        assertEquals(ProcessorFamily.of("riscv64", List.of(), Map.of()), "riscv64");
        assertTrue(ProcessorFamily.here().startsWith(System.getProperty("os.arch", "")));
    }
}
