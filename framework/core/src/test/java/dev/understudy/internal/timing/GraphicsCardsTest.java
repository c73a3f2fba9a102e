package dev.understudy.internal.timing;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.understudy.internal.timing.NvidiaSmi.Card;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** What records say of graphics cards, from what NVIDIA's program prints. */
public final class GraphicsCardsTest {

    private static final Card H100 = new Card("NVIDIA H100 80GB HBM3", "570.86.15", "81559 MiB");
    private static final Card T4 = new Card("Tesla T4", "570.86.15", "15360 MiB");
    private static final String CUDA = "CUDA 13.0, compute capability 9.0";
    private static final String BEGINS = "TF32 as PyTorch begins: on for convolutions, off for matrix products";

    @Test
    public void cardsAreReadAndWhatIsNoneIsLeftOut() {
        assertEquals(
                NvidiaSmi.cards("NVIDIA H100 80GB HBM3, 570.86.15, 81559 MiB\nTesla T4, 570.86.15, 15360 MiB\n"),
                List.of(H100, T4));
        assertEquals(NvidiaSmi.cards(""), List.of());
        assertEquals(
                NvidiaSmi.cards("NVIDIA-SMI has failed because it couldn't communicate with the driver.\n"), List.of());
        assertEquals(NvidiaSmi.cards("a, b, c\n, 1, 5 MiB\n\u0000\u0001"), List.of());
        assertEquals(NvidiaSmi.cards("MIG, [N/A], [N/A]\n"), List.of());
        assertEquals(NvidiaSmi.cards("Card, , 5 MiB"), List.of(new Card("Card", "unknown", "5 MiB")));
    }

    @Test
    public void aProgramThatIsNotThereFailsOrHangsTellsNothing() {
        assertEquals(NvidiaSmi.ask(List.of("no-such-program-of-nvidia"), 5), List.of());
        assertEquals(NvidiaSmi.ask(List.of("sh", "-c", "echo Tesla T4, 570.86.15, 15360 MiB; exit 9"), 5), List.of());
        assertEquals(
                NvidiaSmi.ask(List.of("sh", "-c", "echo Tesla T4, 570.86.15, 15360 MiB; exec sleep 600"), 1),
                List.of());
        assertEquals(NvidiaSmi.ask(List.of("echo", "Tesla T4, 570.86.15, 15360 MiB"), 5), List.of(T4));
    }

    @Test
    public void aLineNamesTheCards() {
        assertEquals(
                GraphicsCards.describe(1, List.of(H100), CUDA, Map.of()),
                "GPU NVIDIA H100 80GB HBM3, 81559 MiB memory, driver 570.86.15, " + CUDA + ", " + BEGINS);
        assertEquals(
                GraphicsCards.describe(2, List.of(H100, H100), CUDA, Map.of()),
                "2 GPUs NVIDIA H100 80GB HBM3, 81559 MiB memory, driver 570.86.15, " + CUDA + ", " + BEGINS);
        assertEquals(
                GraphicsCards.describe(1, List.of(H100, T4), CUDA, Map.of()),
                "GPU NVIDIA H100 80GB HBM3, 81559 MiB memory, driver 570.86.15 or Tesla T4, 15360 MiB memory, driver"
                        + " 570.86.15, " + CUDA + ", " + BEGINS);
        assertEquals(
                GraphicsCards.describe(1, List.of(), CUDA, Map.of()),
                "GPU of an unknown name, unknown memory, driver unknown, " + CUDA + ", " + BEGINS);
    }

    @Test
    public void whatTheEnvironmentSaysOfRoundingIsTold() {
        assertEquals(GraphicsCards.rounding(Map.of("NVIDIA_TF32_OVERRIDE", "0")), "TF32 off (NVIDIA_TF32_OVERRIDE=0)");
        assertEquals(
                GraphicsCards.rounding(Map.of("NVIDIA_TF32_OVERRIDE", "1")),
                BEGINS + ", but for NVIDIA_TF32_OVERRIDE=1");
        assertEquals(
                GraphicsCards.rounding(Map.of("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1")),
                BEGINS + ", but for TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1");
    }

    @Test
    public void aMachineIsToldOfItsCardsOnlyWhereTheyCompute() {
        assertFalse(Machine.describe(List.of(Device.cpu())).contains("GPU"));
        String both = Machine.describe(List.of(Device.gpu(), Device.gpu(), Device.gpu(1)));
        assertTrue(both.startsWith(Machine.describe(List.of()) + ", 2 GPUs "), both);
    }

    @Test
    public void memoryIsNotToldWhereThereIsNoCard() {
        assertEquals(GraphicsCards.inUse(List.of(Device.cpu())), OptionalLong.empty());
        if (Engine.getInstance().getGpuCount() > 0) {
            throw new SkipException("There is a GPU here");
        }
        assertEquals(GraphicsCards.inUse(List.of(Device.gpu())), OptionalLong.empty());
    }

    @Test
    public void theMostThatWasSeenIsKept() {
        Iterator<OptionalLong> answers = List.of(
                        OptionalLong.of(5), OptionalLong.of(9), OptionalLong.empty(), OptionalLong.of(7))
                .iterator();
        PeakMemory peak = PeakMemory.begin(() -> next(answers), 1_000);
        for (int i = 0; i < 4; i++) {
            peak.look();
        }
        peak.close();
        assertEquals(peak.bytes(), 9);
    }

    private static synchronized OptionalLong next(Iterator<OptionalLong> answers) {
        return answers.hasNext() ? answers.next() : OptionalLong.empty();
    }
}
